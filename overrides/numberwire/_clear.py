"""The value that clears a field."""

from numberwire_api import CLEAR, Clear

__all__ = ["CLEAR", "Clear"]
