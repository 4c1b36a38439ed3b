"""The imports desk."""
