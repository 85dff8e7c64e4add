"""Texts of an account made fit to be shown: secrets of webhook URLs are masked, control characters spelled out."""

import re
from typing import Any

__all__ = ["is_text", "mask_record", "mask_url", "spell_out"]

MASK = "***"
# The scheme's first letter is looked for at the beginning of a word alone: a long word would take a second otherwise.
_PASSWORD = re.compile(r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*://)[^/?#\s]*@", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<=[?&;#])([^=&;#\s]*)=([^&;#\s'\"]*)")
_SECRET_NAME = re.compile(
    r"auth|cred|jwt|key|pass|pwd|secret|session|sig|token|^code$|^hash$|^pin$",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(r"(?=.*\d)[\w.~%+/-]{16,}", re.ASCII)


def mask_url(url: str) -> str:
    """A URL, or a text with URLs in it, without users, passwords and query values that look like secrets."""
    url = _PASSWORD.sub(rf"\1{MASK}@", url)
    return _PARAMETER.sub(_mask_parameter, url)


def _mask_parameter(match: re.Match[str]) -> str:
    name, value = match.groups()
    is_secret = bool(value) and (_SECRET_NAME.search(name) or _SECRET_VALUE.fullmatch(value))
    return f"{name}={MASK}" if is_secret else f"{name}={value}"


def mask_record(record: dict[str, Any]) -> dict[str, Any]:
    """A record with its URLs masked."""
    return {
        name: mask_url(value) if isinstance(value, str) and name.endswith("_url") else value
        for name, value in record.items()
    }


def is_text(text: str) -> bool:
    """Whether a text can be written: bytes that are none in this system's encoding become halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def spell_out(text: str) -> str:
    """A text in which nothing steers a terminal: a character that can't be printed is shown by its code."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
