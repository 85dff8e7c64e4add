"""Operations: how the operations of two surfaces differ: which there are, and what each takes, gives and asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from generator.contract import Answer
from generator.diff.arguments import argument_changes
from generator.diff.security import security_changes
from generator.diff.surface import ANSWER, Found, Pair, Surface
from generator.diff.values import type_changes
from generator.plain import text
from generator.rules.subject import Spot


def operation_changes(old: Surface, new: Surface, names: Mapping[str, str]) -> Iterator[Found]:
    """Yield how the operations differ.

    Args:
        old: The earlier surface.
        new: The later one.
        names: The classes that have another name.
    """
    modules = _renamed_modules(old, new)
    yield from (Found("module-renamed", f"{before} -> {after}") for before, after in modules.items())
    for key in old.operations | new.operations:
        was, now = old.operations.get(key), new.operations.get(key)
        if was and now:
            pair = Pair(old, new, was, now, names)
            if modules.get(was.module, was.module) != now.module:
                yield Found("operation-moved", now.name, f"from {was.module} to {now.module}")
            yield from chain(_own_changes(pair), argument_changes(pair), _answer_changes(pair))
        elif now:
            yield Found("operation-added", now.name)
        else:
            yield Found("operation-removed", old.operations[key].name)


def _renamed_modules(old: Surface, new: Surface) -> dict[str, str]:
    """Return the modules that have another name: those gone whose operations stand together in a new one."""
    before, after = ({one.module for one in surface.operations.values()} for surface in (old, new))
    homes = {module: set[str]() for module in before - after}
    for key in old.operations.keys() & new.operations.keys():
        if old.operations[key].module in homes:
            homes[old.operations[key].module].add(new.operations[key].module)
    return {module: home.pop() for module, home in homes.items() if len(home) == 1 and not home & before}


def _own_changes(pair: Pair) -> Iterator[Found]:
    """Yield how an operation itself differs, its arguments and answers aside."""
    was, now = pair.was, pair.now
    before, after = pair.old.spot(was.pointer), pair.new.spot(now.pointer)
    if was.path != now.path:
        yield Found("operation-path-changed", now.name, f"from {was.path} to {now.path}")
    if was.method != now.method:
        yield Found("operation-method-changed", now.name, f"from {was.method} to {now.method}")
    if _words(before) != _words(after):
        yield Found("description-changed", now.name)
    if _is_deprecated(before) != _is_deprecated(after):
        yield Found("deprecated" if _is_deprecated(after) else "undeprecated", now.name)
    yield from security_changes((pair.old, before), (pair.new, after), now.name)


def _words(spot: Spot) -> tuple[str, str]:
    return text(spot.value.get("summary")).strip(), text(spot.value.get("description")).strip()


def _is_deprecated(spot: Spot) -> bool:
    return spot.value.get("deprecated") is True


def _answer_changes(pair: Pair) -> Iterator[Found]:
    name = pair.now.name
    yield from type_changes(pair.renamed(pair.was.success), pair.now.success, name, [ANSWER])
    before, after = ({answer.status: answer for answer in one.answers} for one in (pair.was, pair.now))
    for status in before | after:
        was, now = before.get(status), after.get(status)
        place = f"{name} {status}"
        if was and now:
            yield from _status_changes(pair, was, now, place)
        else:
            kind = "success" if status.startswith("2") else "error"
            yield Found(f"{kind}-status-{'added' if now else 'removed'}", place)


def _status_changes(pair: Pair, was: Answer, now: Answer, place: str) -> Iterator[Found]:
    if was.doc != now.doc:
        yield Found("description-changed", place)
    if not now.status.startswith("2") and pair.renamed(was.shape) != now.shape:
        yield Found("error-body-changed", place)
