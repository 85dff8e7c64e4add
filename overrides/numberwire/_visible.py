"""Words of a server, made fit for a terminal and for a line of a log; pure."""

__all__ = ["LONGEST_ENTRY", "visible"]

LONGEST_ENTRY = 1000
"""The most characters that one complaint of a server takes in a message; the whole stands in the error's attributes."""


def visible(text: str, longest: int | None = None) -> str:
    r"""A text with every character spelled out that is not seen, or that steers what is seen.

    Control characters, line ends, marks that turn the direction of writing, and lone surrogates become escapes such
    as ``\x1b``: none ends a line, moves a cursor or fails to be encoded.

    Args:
        text: The text.
        longest: How many of its characters are shown at most.
    """
    if longest is not None and len(text) > longest:
        return f"{visible(text[:longest])} ..."
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
