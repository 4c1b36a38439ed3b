"""The pieces that pages are made of: inclusion tags and their templates."""
