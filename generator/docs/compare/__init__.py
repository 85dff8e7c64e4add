"""Drift: how a page differs from what is recorded of it and from what the spec holds."""
