"""Where a secret can be found from an error: in what it prints, in what it holds, in the locals of our frames."""

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numberwire

OURS = str(Path(numberwire.__file__).parent)
_WALKED = ("numberwire", "httpx2", "httpcore2", "msgspec")
_ATOMS = (int, float, complex, type(None), type)


def exposures(error: BaseException, secrets: tuple[str, ...]) -> list[str]:
    """The places where a secret shows."""
    printed = {
        "str": str(error),
        "repr": repr(error),
        "traceback": "".join(traceback.format_exception(error)),
    }
    found = [place for place, said in printed.items() if any(secret in said for secret in secrets)]
    return found + [place for place, value in _reached(error) if any(secret in value for secret in secrets)]


def _reached(error: BaseException) -> Iterator[tuple[str, str]]:
    """Every text that can be reached by attributes, items and locals; closures are out of reach."""
    met: set[int] = set()
    kept: list[Any] = []
    ahead: list[tuple[str, Any]] = [("error", error)]
    while ahead:
        place, value = ahead.pop()
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, bytes | bytearray | memoryview):
            yield place, bytes(value).decode("latin-1")
        elif not isinstance(value, _ATOMS) and id(value) not in met:
            met.add(id(value))
            kept.append(value)
            ahead += [(f"{place}{step}", one) for step, one in _parts(value)]


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in list(value.items()):
            yield f"[{key!r:.40}]", one
            yield ".key", key
    elif isinstance(value, list | tuple | set | frozenset):
        yield from ((f"[{place}]", one) for place, one in enumerate(list(value)))
    elif isinstance(value, BaseException):
        yield from _parts_of_error(value)
    elif type(value).__module__.startswith(_WALKED):
        yield from _attributes(value)


def _parts_of_error(error: BaseException) -> Iterator[tuple[str, Any]]:
    yield ".args", error.args
    yield ".__dict__", vars(error)
    yield ".__cause__", error.__cause__
    yield ".__context__", error.__context__
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(OURS):
            yield f" {frame.f_code.co_qualname}:{line}", dict(frame.f_locals)


def _attributes(value: Any) -> Iterator[tuple[str, Any]]:
    slots = {name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())}
    for name in {*slots, *getattr(value, "__struct_fields__", ()), *getattr(value, "__dict__", {})}:
        if name not in ("__weakref__", "__dict__"):
            yield f".{name}", getattr(value, name, None)
