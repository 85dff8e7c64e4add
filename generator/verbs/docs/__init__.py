"""The verbs of documentation pages, one module each."""
