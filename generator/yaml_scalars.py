"""What a plain YAML 1.2 scalar means: `no` and a date are texts, `0o17` is a number, `.nan` is refused."""

from __future__ import annotations

import math
import re

from generator.places import MAX_DIGITS, FaultError

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]+")
_BASED = {"0o": (8, re.compile(r"0o[0-7]+")), "0x": (16, re.compile(r"0x[0-9a-fA-F]+"))}
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str, line: int) -> str | int | float | bool | None:
    """Return the value of an unquoted, untagged scalar.

    Raises:
        FaultError: A number too large, an infinity or no number, or half of a surrogate pair.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return characters(text, line)
    if _WHOLE.fullmatch(text):
        return _whole(text, 10, line)
    base, pattern = _BASED.get(text[:2], (0, _WHOLE))
    if base and pattern.fullmatch(text):
        return _whole(text[2:], base, line)
    if _NO_NUMBER.fullmatch(text):
        raise FaultError("infinities and NaN are no data of a document; write them as quoted text.", line)
    if _DECIMAL.fullmatch(text):
        return _decimal(text, line)
    return characters(text, line)


def characters(text: str, line: int) -> str:
    """Return a text with its surrogate pairs joined, as JSON's escapes write them.

    Raises:
        FaultError: It holds half of a pair.
    """
    if not _SURROGATE.search(text):
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise FaultError("this text holds half of a surrogate pair, which is no character.", line) from None


def _whole(digits: str, base: int, line: int) -> int:
    if len(digits) > MAX_DIGITS:
        raise FaultError(f"a number of more than {MAX_DIGITS} digits is no data of a document.", line)
    return int(digits, base)


def _decimal(digits: str, line: int) -> float:
    number = float(digits)
    if math.isinf(number):
        raise FaultError("this number is too large; write it as quoted text.", line)
    return number
