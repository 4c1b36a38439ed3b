"""The nouns of the registry: read for others, answered as contracts."""
