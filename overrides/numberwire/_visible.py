"""Escapes a server's words for terminals and for single lines of a log; pure."""

__all__ = ["LONGEST_ENTRY", "escape_unprintable"]

LONGEST_ENTRY = 1000
"""The most characters that one complaint of a server takes in a message; the whole stands in the error's attributes."""


def escape_unprintable(text: str, longest: int | None = None) -> str:
    r"""A text with every character spelled out that is not seen, or that steers what is seen.

    Control characters, line ends, marks that turn the direction of writing, and lone surrogates become escapes such
    as ``\x1b``: none ends a line, moves a cursor or fails to be encoded.

    Args:
        text: The text.
        longest: How many of its characters are shown at most.
    """
    if longest is not None and len(text) > longest:
        return f"{escape_unprintable(text[:longest])} ..."
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
