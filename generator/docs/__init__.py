"""Documentation pages: read as facts, held against the spec, taken over into it."""
