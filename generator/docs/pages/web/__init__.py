"""The way to pages on the web: https, public addresses, bounded in size and time."""
