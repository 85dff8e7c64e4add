"""The other side of a trial: run as a script with a folder and a package, it prints what is wrong as a JSON list."""

from __future__ import annotations

import importlib
import json
import sys
import typing
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import FunctionType, ModuleType, UnionType

import msgspec
from msgspec import StructMeta

_LONGEST_CHAIN = 5000
"""As in `_decoding`: so many classes may refer to each other in a row."""
_MOST_FAULTS = 5


def main(folder: str, package: str, decoded: set[str], *, has_client: bool) -> list[str]:
    """Try a package.

    Args:
        folder: The folder it is in.
        package: Its name.
        decoded: The models that are received.
        has_client: Whether it has a client, which needs numberwire.

    Returns:
        What is wrong, each in a few words.
    """
    sys.setrecursionlimit(_LONGEST_CHAIN)
    before = set(sys.modules)
    sys.path.insert(0, folder)
    faults: list[str] = []
    for path in sorted(Path(folder, package).rglob("*.py")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        try:
            module = importlib.import_module(name)
            # What a client inherits is annotated with names that only checkers see.
            checked = [] if has_client and name == f"{package}.client" else _module_faults(module, decoded)
            faults += islice(checked, _MOST_FAULTS)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
            faults.append(f"{name}: {type(error).__name__}: {error}")
    client = {"numberwire", "numberwire_api"} if has_client else set[str]()
    loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
    extra = sorted(loaded - sys.stdlib_module_names - {"msgspec", package} - client)
    return faults + [f"{name} was loaded" for name in extra]


def _module_faults(module: ModuleType, decoded: set[str]) -> Iterator[str]:
    for name, value in sorted(vars(module).items()):
        if getattr(value, "__module__", None) != module.__name__ or name.startswith("_"):
            continue
        try:
            _try_definition(value, decoded)
        except Exception as error:  # noqa: BLE001 - the same
            yield f"{module.__name__}.{name}: {type(error).__name__}: {error}"


def _try_definition(value: object, decoded: set[str]) -> None:
    """Resolve the annotations of a function or a class, and build the decoder of what it receives."""
    if not isinstance(value, (type, FunctionType)):
        return
    hints = typing.get_type_hints(value)
    if isinstance(value, type) and issubclass(value, msgspec.Struct) and value.__name__ in decoded:
        msgspec.json.Decoder(value)
    answers = typing.get_args(hints.get("return"))
    if isinstance(value, FunctionType) and answers and not any(map(_has_several_classes, _parts(answers[0]))):
        msgspec.json.Decoder(answers[0])


def _parts(hint: object) -> Iterator[object]:
    """Yield a type and all that it is made of."""
    yield hint
    for part in typing.get_args(hint):
        yield from _parts(part)


def _has_several_classes(hint: object) -> bool:
    """Tell whether a type is a union that a package reads by its own means, and msgspec alone can't."""
    members = typing.get_args(hint) if isinstance(hint, UnionType) else ()
    objects = [one for one in members if typing.get_origin(one) is dict or isinstance(one, StructMeta)]
    return len(objects) > 1


if __name__ == "__main__":
    wrong = main(sys.argv[1], sys.argv[2], set(json.load(sys.stdin)), has_client="client" in sys.argv[3:])
    print(json.dumps(wrong))  # noqa: T201
