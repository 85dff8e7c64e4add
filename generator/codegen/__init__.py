"""Generating code: from a document to a typed package."""
