"""Compares a page with its record and with the spec."""
