"""JSON text to plain data, fast; the lines of its values in a second, slower pass for those who ask."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from generator.openapi.pointers import MAX_DEPTH, MAX_DIGITS, FaultError, Place

_LEXEME = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class _RefusedError(ValueError):
    """JSON that the standard library reads and this project doesn't; `locate` says where it is."""


def read_json(text: str) -> Any:
    """Return the value of a JSON text.

    Raises:
        FaultError: It is no JSON, or a key appears twice, a number is too large, a text holds half a
            surrogate pair, or it nests too deep.
    """
    try:
        value = json.loads(
            text,
            object_pairs_hook=_checked_mapping,
            parse_constant=_refuse_constant,
            parse_float=_finite_decimal,
            parse_int=_whole_number,
        )
        if _SURROGATE_ESCAPE.search(text) or _is_too_deep(value):
            locate(text)
    except json.JSONDecodeError as error:
        problem = f"{error.msg[0].lower()}{error.msg[1:]}".removesuffix(" at")
        raise FaultError(f"this isn't JSON: {problem}.", error.lineno) from None
    except (_RefusedError, RecursionError):
        locate(text)
        raise FaultError("this JSON can't be read.", None) from None
    return value


def _checked_mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _RefusedError
    return mapping


def _refuse_constant(_: str) -> float:
    raise _RefusedError


def _finite_decimal(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _RefusedError
    return number


def _whole_number(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise _RefusedError
    return int(digits)


def _is_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [item for holder in level for item in _items(holder) if isinstance(item, dict | list)]
    return bool(level)


def _items(holder: object) -> Iterable[object]:
    if isinstance(holder, dict):
        return cast("dict[str, object]", holder).values()
    return cast("list[object]", holder) if isinstance(holder, list) else ()


@dataclass(slots=True)
class _Holder:
    """A mapping or list whose end has not been seen yet."""

    place: Place
    is_mapping: bool
    key: str | None = None
    index: int = 0

    def name(self) -> str:
        """Return the key or index of the value that comes next."""
        if self.is_mapping:
            return self.key or ""
        self.index += 1
        return str(self.index - 1)


def locate(text: str) -> Place:
    """Return the lines of a JSON text's values.

    Raises:
        FaultError: Something in it that `read_json` refuses.
    """
    top = Place(1)
    stack = [_Holder(top, is_mapping=False)]
    for lexeme, line in _lexemes(text):
        holder = stack[-1]
        if lexeme in ("]", "}"):
            stack.pop()
        elif lexeme == ",":
            holder.key = None
        elif holder.is_mapping and holder.key is None:
            holder.key = _checked_key(lexeme, line, holder.place)
        elif lexeme != ":":
            place = holder.place.children[holder.name()] = Place(line)
            if lexeme in ("[", "{"):
                stack.append(_Holder(place, is_mapping=lexeme == "{"))
                _check_depth(len(stack) - 1, line)
            else:
                _check_scalar(lexeme, line)
    return top.children.get("0", top)


def _lexemes(text: str) -> Iterator[tuple[str, int]]:
    line, end = 1, 0
    for match in _LEXEME.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        yield match.group(), line


def _check_depth(depth: int, line: int) -> None:
    if depth > MAX_DEPTH:
        raise FaultError(f"this nests more than {MAX_DEPTH} levels deep.", line)


def _checked_key(lexeme: str, line: int, place: Place) -> str:
    key = _checked_text(lexeme, line)
    if key in place.children:
        first = place.children[key].line
        raise FaultError(f"the key {lexeme} appears twice, first on line {first}; keep one.", line)
    return key


def _checked_text(lexeme: str, line: int) -> str:
    text: str = json.loads(lexeme)
    if _LONE_SURROGATE.search(text):
        raise FaultError("this text holds half of a surrogate pair, which is not a character.", line)
    return text


def _check_scalar(lexeme: str, line: int) -> None:
    if lexeme.startswith('"'):
        _checked_text(lexeme, line)
        return
    try:
        json.loads(
            lexeme, parse_constant=_refuse_constant, parse_float=_finite_decimal, parse_int=_whole_number
        )
    except _RefusedError:
        raise FaultError(
            "NaN, infinities and too large numbers are not allowed in a document.", line
        ) from None
