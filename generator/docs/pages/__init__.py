"""Reads documentation pages as facts; a page that can't be read to its end is refused."""
