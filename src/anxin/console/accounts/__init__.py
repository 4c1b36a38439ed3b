"""The accounts desk."""
