"""Documentation pages: read as facts, compared with the spec, accepted into it."""
