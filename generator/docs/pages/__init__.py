"""Pages: what is captured is read as facts, to its end, or refused."""
