"""The areas desk."""
