"""The overview desk."""
