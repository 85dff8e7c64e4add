"""Changes of documents: operations, arguments and security of two states, each change told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from generator.codegen.contract import Answer, Body, Contract, Parameter
from generator.diff.kinds import Change, change
from generator.diff.schemas import class_renames, schema_changes
from generator.diff.surface import ANSWER, REQUEST, Found, Pair, Surface, names_in_words
from generator.diff.values import Value, type_changes, value_changes
from generator.openapi.document import Document
from generator.openapi.pointers import text, texts
from generator.openapi.view import Spot

_OF_A_FUNCTION = re.compile(r"[a-z]\w*(?P<part>\(\w+\)| \w+|)")
"""A place in an operation: its function, and an argument or a status of it."""


@dataclass(frozen=True)
class DocumentChange:
    """A change of a document, and what it concerns.

    Attributes:
        change: The change.
        api: The API.
        places: What changed, by its names in the API's package; see `Found`.
    """

    change: Change
    api: str
    places: tuple[str, ...]


def document_changes(old: Mapping[str, Document], new: Mapping[str, Document]) -> Iterator[DocumentChange]:
    """Yield how documents differ.

    Args:
        old: The earlier documents by API.
        new: The later ones.
    """
    for api in sorted(old.keys() | new.keys()):
        if api in old and api in new:
            yield from (
                _document_change(api, same) for same in _merge_edits(_find_changes(old[api], new[api]))
            )
        else:
            yield _document_change(api, [Found("api-added" if api in new else "api-removed", "")])


def _find_changes(old: Document, new: Document) -> list[Found]:
    if old.data == new.data:
        return []
    before, after = Surface(old), Surface(new)
    names = class_renames(before, after)
    found = [*operation_changes(before, after, names), *schema_changes(before, after, names)]
    if _has_other_words(before.contract, after.contract):
        found.append(Found("description-changed", ""))
    return found or [Found("document-changed", "")]


def _has_other_words(old: Contract, new: Contract) -> bool:
    """Tell whether other things are said of the API as a whole, or of a module that it still has."""
    before, after = ({module.name: module.doc for module in one.modules.values()} for one in (old, new))
    return (old.title, old.doc) != (new.title, new.doc) or any(
        before[name] != after[name] for name in before.keys() & after.keys()
    )


def _merge_edits(found: Iterable[Found]) -> list[list[Found]]:
    """Return changes with those as one that one edit made: the same of several operations, and all words."""
    groups: dict[tuple[str, str, str], list[Found]] = {}
    for one in found:
        groups.setdefault((one.kind, one.details, _shared_part(one)), []).append(one)
    return list(groups.values())


def _shared_part(one: Found) -> str:
    """Return what a change has in common with those that are told with it."""
    if one.kind == "description-changed":
        return ""
    match = _OF_A_FUNCTION.fullmatch(one.place)
    return match["part"] if match and not one.kind.startswith("operation-") else one.place


def _document_change(api: str, same: list[Found]) -> DocumentChange:
    one = same[0]
    places = tuple(dict.fromkeys(other.place for other in same))
    carriers = one.carriers if len(places) == 1 else ""
    return DocumentChange(
        change(one.kind, f"{api} {names_in_words(places)}".strip(), one.details, carriers), api, places
    )


# Operations: how the operations of two surfaces differ: which there are, and what each takes, gives and asks for.


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
            yield from chain(_operation_changes(pair), argument_changes(pair), _answer_changes(pair))
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


def _operation_changes(pair: Pair) -> Iterator[Found]:
    """Yield how an operation itself differs, its arguments and answers aside."""
    was, now = pair.was, pair.now
    before, after = pair.old.spot(was.pointer), pair.new.spot(now.pointer)
    if was.path != now.path:
        yield Found("operation-path-changed", now.name, f"from {was.path} to {now.path}")
    if was.method != now.method:
        yield Found("operation-method-changed", now.name, f"from {was.method} to {now.method}")
    if _description(before) != _description(after):
        yield Found("description-changed", now.name)
    if _has_deprecation(before) != _has_deprecation(after):
        yield Found("deprecated" if _has_deprecation(after) else "undeprecated", now.name)
    yield from security_changes((pair.old, before), (pair.new, after), now.name)


def _description(spot: Spot) -> tuple[str, str]:
    return text(spot.value.get("summary")).strip(), text(spot.value.get("description")).strip()


def _has_deprecation(spot: Spot) -> bool:
    return spot.value.get("deprecated") is True


def _answer_changes(pair: Pair) -> Iterator[Found]:
    name = pair.now.name
    yield from type_changes(pair.rename_classes(pair.was.success), pair.now.success, name, [ANSWER])
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
    if not now.status.startswith("2") and pair.rename_classes(was.shape) != now.shape:
        yield Found("error-body-changed", place)


# Arguments: how what a call of one operation gives differs: its parameters and its body.


def argument_changes(pair: Pair) -> Iterator[Found]:
    """Yield how the arguments of an operation differ.

    Args:
        pair: The operation, as it was and as it is.
    """
    before, after = _parameters_by_name(pair.was.parameters), _parameters_by_name(pair.now.parameters)
    for key in before | after:
        was, now = before.get(key), after.get(key)
        place = f"{pair.now.name}({(now or before[key]).name})"
        if was and now:
            yield from _place_changes(was, now, place)
        yield from _argument_changes(pair, was, now, place)
    body, later = pair.was.body, pair.now.body
    if body and later and body.media_type != later.media_type:
        yield Found(
            "media-type-changed", f"{pair.now.name}(body)", f"from {body.media_type} to {later.media_type}"
        )
    yield from _argument_changes(pair, body, later, f"{pair.now.name}(body)")


def _parameters_by_name(parameters: tuple[Parameter, ...]) -> dict[tuple[str, str], Parameter]:
    """Return parameters by what a caller knows them by; a name may stand in several parts of one request."""
    wires = [parameter.wire for parameter in parameters]
    return {(one.wire, one.location if wires.count(one.wire) > 1 else ""): one for one in parameters}


def _place_changes(was: Parameter, now: Parameter, place: str) -> Iterator[Found]:
    """Yield how the part of the request differs that a parameter is sent in, and how it is written there."""
    if was.location != now.location:
        is_positional = "path" in (was.location, now.location)
        kind = "parameter-place-changed" if is_positional else "parameter-rerouted"
        yield Found(kind, place, f"from {was.location} to {now.location}")
    elif was.style != now.style:
        yield Found("parameter-style-changed", place)


def _argument_changes(
    pair: Pair, was: Parameter | Body | None, now: Parameter | Body | None, place: str
) -> Iterator[Found]:
    if was and now:
        if was.required != now.required:
            yield Found(f"parameter-now-{'required' if now.required else 'optional'}", place)
        known = Value(pair.old, pair.rename_classes(was.shape), was.pointer, was.doc)
        yield from value_changes(known, Value(pair.new, now.shape, now.pointer, now.doc), place, [REQUEST])
    elif now:
        yield Found(f"parameter-added-{'required' if now.required else 'optional'}", place)
    elif was:
        yield Found("parameter-removed", place)


# Security: whether the credentials that were enough for an operation still are.

Way = dict[str, frozenset[str]]
"""One way to be let in: the scopes asked for, by scheme."""


def security_changes(old: tuple[Surface, Spot], new: tuple[Surface, Spot], place: str) -> Iterator[Found]:
    """Yield what changed for those who have credentials.

    Args:
        old: The earlier surface, and the operation in it.
        new: The later ones.
        place: What the operation is called.
    """
    before, after = _ways(*old), _ways(*new)
    details = f"it took {_ways_in_words(before)} and takes {_ways_in_words(after)}"
    if not _is_enough(before, after):
        is_scope = _is_enough(_without_scopes(before), _without_scopes(after))
        yield Found("security-scope-added" if is_scope else "security-changed", place, details)
    elif not _is_enough(after, before):
        yield Found("security-loosened", place, details)


def _ways(surface: Surface, operation: Spot) -> list[Way]:
    """Return the ways to be let in; where nothing is asked, one that asks for nothing."""
    holder = operation if "security" in operation.value else surface.subject.root
    schemes = {
        spot.name: _scheme_meaning(spot)
        for spot in surface.subject.components
        if spot.kind == "securitySchemes"
    }
    return [
        {schemes.get(name, name): frozenset(texts(scopes)) for name, scopes in asked.value.items()}
        for asked in holder.listed("security")
    ] or [{}]


def _scheme_meaning(scheme: Spot) -> str:
    """Return what tells a scheme from another one; its own name is the document's affair."""
    said = [text(scheme.value.get(key)) for key in ("type", "scheme", "in", "name")]
    return " ".join(filter(None, said)) or scheme.name


def _is_enough(given: list[Way], asked: list[Way]) -> bool:
    return all(
        any(all(name in way and scopes <= way[name] for name, scopes in one.items()) for one in asked)
        for way in given
    )


def _without_scopes(ways: list[Way]) -> list[Way]:
    return [dict.fromkeys(way, frozenset[str]()) for way in ways]


def _ways_in_words(ways: list[Way]) -> str:
    return " or ".join(_way_in_words(way) for way in ways)


def _way_in_words(way: Way) -> str:
    told = [f"{name} ({', '.join(sorted(scopes))})" if scopes else name for name, scopes in way.items()]
    return " with ".join(told) or "nothing"
