"""Reports: what a check of pages found, for a terminal, a program, a pull request and a browser."""
