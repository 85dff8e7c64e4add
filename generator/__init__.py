"""The maintainers' tool: reads the curated documents under spec/ and writes the clients; never shipped."""
