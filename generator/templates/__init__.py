"""What generated files are laid out by, and the runtime files they stand on."""
