"""Phone numbers as people write them, brought into the form that an API compares; pure."""

import re

__all__ = ["digits_of", "e164_of", "is_number"]

# Compiled by the first call that needs them: many programs know their numbers by ids.
_E164 = r"\+[1-9][0-9]{6,14}"
_DIGITS = r"\+?[0-9]{1,15}"
_AREA_CODE = r"(?P<before>[^()]*)\((?P<area>[^()]*)\)[^()]*"
_SEPARATING = ("Zs", "Pd", "Cf")
_LONGEST_BEFORE_AREA_CODE = 4
"""The digits of the longest country code, and one more: behind more of them, parentheses hold an extension."""


def is_number(text: str) -> bool:
    """Whether it is a whole number in E.164 format."""
    return re.fullmatch(_E164, text) is not None


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
        text: Such as ``(503) 555-0100``. Parentheses hold an area code, or they mean something else.
    """
    plain = text.strip()
    if set(plain) & set("()") and not _has_area_code(plain):
        return None
    digits = _without_separators(plain)
    return digits if re.fullmatch(_DIGITS, digits) else None


def _has_area_code(text: str) -> bool:
    """Whether the parentheses of a number hold its area code.

    "(0)" and "(020)" begin with a digit that most countries dial within the country alone; "(2)" at the end of a number
    is an extension.
    """
    match = re.fullmatch(_AREA_CODE, text)
    if match is None:
        return False
    area, before = _without_separators(match["area"]), _without_separators(match["before"])
    return (
        not area.startswith("0") and area != "" and len(before.removeprefix("+")) <= _LONGEST_BEFORE_AREA_CODE
    )


def _without_separators(text: str) -> str:
    from unicodedata import category  # noqa: PLC0415 as above

    # Pasted numbers have blanks and hyphens of every width, and marks that nobody sees, such as those of a direction.
    return "".join(sign for sign in text if sign not in ".()" and category(sign) not in _SEPARATING)
