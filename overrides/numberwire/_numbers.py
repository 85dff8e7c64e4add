"""Phone numbers as people write them, brought into the form that an API compares; pure."""

import re
import unicodedata

__all__ = ["digits_of", "e164_of", "is_number"]

_E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_DIGITS = re.compile(r"\+?[0-9]{1,15}", re.ASCII)
_TRUNK = re.compile(r"\(\s*0+\s*\)", re.ASCII)


def is_number(text: str) -> bool:
    """Whether it is a whole number in E.164 format."""
    return _E164.fullmatch(text) is not None


def e164_of(text: str) -> str | None:
    """The number in E.164 format that a text means, or None where it may mean another or none.

    Args:
        text: A number with its plus sign, perhaps with blanks, dots, hyphens and parentheses.
    """
    digits = digits_of(text)
    return digits if digits is not None and is_number(digits) else None


def digits_of(text: str) -> str | None:
    """A number, or a part of one, as digits after an optional plus sign; None where it may mean something else.

    Args:
        text: Such as ``(503) 555-0100``. "(0)" is none: it stands for a digit that is dialled within a country alone.
    """
    plain = text.strip()
    if _TRUNK.search(plain):
        return None
    digits = "".join(sign for sign in plain if not _separates(sign))
    return digits if _DIGITS.fullmatch(digits) else None


def _separates(sign: str) -> bool:
    # Pasted numbers have blanks and hyphens of every width.
    return sign in ".()" or unicodedata.category(sign) in ("Zs", "Pd")
