"""The premises desk."""
