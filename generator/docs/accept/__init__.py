"""Accepts a page: records its facts, and applies to the spec what is safe to automate."""
