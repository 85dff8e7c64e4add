"""The runtime files: copied into every generated package as they stand."""
