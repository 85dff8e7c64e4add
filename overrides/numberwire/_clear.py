"""The value that clears a field."""

from enum import StrEnum
from typing import Final

__all__ = ["CLEAR", "Clear"]


class Clear(StrEnum):
    """Sent as an empty string: clears the field."""

    CLEAR = ""


CLEAR: Final = Clear.CLEAR
"""Sends the empty string, which clears a field where the API lets it be cleared.

A field that is left out, or given as None, is not sent and stays as it is.
"""
