"""Rewriting: a YAML text says something else in one place, and is the same in all others."""
