"""The acts desk."""
