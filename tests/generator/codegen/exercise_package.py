"""Run as a script with a folder and a package: calls every operation with made-up arguments and prints what came of it.

It needs nothing but the package and msgspec, so that what it proves is true for a user of the package alone.
"""

from __future__ import annotations

import enum
import importlib
import json
import sys
import types
import typing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

_PLAIN = {
    str: "text",
    int: 7,
    float: 1.5,
    bool: True,
    bytes: b"bytes",
    datetime: datetime(2024, 2, 29, 12, tzinfo=UTC),
    date: date(2024, 2, 29),
    UUID: UUID(int=7),
    types.NoneType: None,
    None: None,
    Any: "anything",
}
_DEPTH = 4
_ABSENT = (types.NoneType, msgspec.UnsetType)


def made_up(kind: Any, depth: int = 0) -> Any:
    """Return a value of a type; optional fields are filled in near the top only."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _made_up_marked(kind, depth)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin is typing.Literal:
        return args[0]
    if origin in (typing.Union, types.UnionType):
        present = (one for one in args if one not in _ABSENT and "Missing" not in str(one))
        return made_up(next(present, None), depth)
    if origin in (list, tuple, dict):
        item = args[1] if origin is dict else args[0]
        held = [made_up(item, depth + 1)] if depth < _DEPTH else []
        return dict(zip(["key"], held, strict=False)) if origin is dict else origin(held)
    return next(iter(kind)) if issubclass(kind, enum.Enum) else _made_up_struct(kind, depth)


def _made_up_marked(kind: Any, depth: int) -> Any:
    """Return a value of a type with a mark: one of several types, a constant, a time, or just the type."""
    mark = kind.__metadata__[0]
    if hasattr(mark, "values"):
        return mark.values[0]
    if hasattr(mark, "hint"):
        return made_up(mark.hint, depth)
    return _PLAIN[datetime] if kind.__origin__ is str else made_up(kind.__origin__, depth)


def _made_up_struct(kind: Any, depth: int) -> Any:
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = [field for field in msgspec.structs.fields(kind) if field.required or depth < 2]
    if depth > 20:
        raise RecursionError
    return kind(**{field.name: made_up(hints[field.name], depth + 1) for field in fields})


def exercise(function: Any) -> None:
    """Build a request with all arguments and one with the required ones alone, and decode a made-up answer."""
    hints = typing.get_type_hints(function)
    (answer,) = typing.get_args(hints.pop("return"))
    needed = function.__code__.co_argcount - len(function.__defaults__ or ())
    keywords = function.__kwdefaults__ or {}
    every = {name: _argument(kind) for name, kind in hints.items()}
    positional = function.__code__.co_varnames[:needed]
    least = {
        name: value
        for name, value in every.items()
        if name in positional or _is_keyword(function, name, keywords)
    }
    for arguments in (every, least):
        operation = function(**arguments)
        request = operation.request()
        assert request.target.startswith("/"), request.target
        assert request.target.isascii(), request.target
        assert "{" not in request.target, request.target
        assert request.method.isupper(), request.method
        assert all("\n" not in value for _, value in request.headers), "a header of two lines"
    if operation.answer in (None, bytes):
        assert answer in (types.NoneType, bytes, str), answer
        return
    try:
        value = made_up(operation.answer)
    except RecursionError:
        return  # a class that requires itself has no finite value
    assert operation.decode(msgspec.json.encode(value)) == value


def _argument(kind: Any) -> Any:
    try:
        return made_up(kind) or "text"
    except RecursionError:
        return {}  # a class that requires itself has no finite value


def _is_keyword(function: Any, name: str, defaults: dict[str, Any]) -> bool:
    count = function.__code__.co_argcount
    return name in function.__code__.co_varnames[count:] and name not in defaults


def main(folder: str, package: str) -> dict[str, Any]:
    """Return the numbers of modules, operations and models, and what is wrong."""
    sys.path.insert(0, folder)
    told: dict[str, Any] = {"modules": 0, "operations": 0, "models": 0, "wrong": []}
    for path in sorted(Path(folder, *package.split(".")).rglob("*.py")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        told["modules"] += 1
        told["models"] += path.name == "models.py" and len(module.__all__)
        for key, value in vars(module).items():
            is_own = isinstance(value, types.FunctionType) and value.__module__ == name
            if (
                is_own
                and "_operation" not in name
                and "Operation[" in str(value.__annotations__.get("return"))
            ):
                told["operations"] += 1
                try:
                    exercise(value)
                except Exception as error:  # noqa: BLE001 - each is told
                    told["wrong"].append(f"{name}.{key}: {type(error).__name__}: {error}"[:300])
    return told


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2])))  # noqa: T201
