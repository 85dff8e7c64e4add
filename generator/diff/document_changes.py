"""Changes of documents: operations, arguments and security of two states, each change reported once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from generator.codegen.contract import Answer, Body, Contract, Parameter
from generator.diff.check_changes import check_changes
from generator.diff.kinds import Change, change
from generator.diff.network_changes import header_changes, server_changes
from generator.diff.schema_changes import class_renames, schema_changes
from generator.diff.surface import ANSWER, REQUEST, Difference, Pair, Surface, names_in_words
from generator.diff.values import Value, is_same, type_changes, untyped_changes, value_changes
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
        places: What changed, by its names in the API's package; see `Difference`.
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
            yield _document_change(api, [Difference("api-added" if api in new else "api-removed", "")])


def _find_changes(old: Document, new: Document) -> list[Difference]:
    if old.data == new.data and is_same(old.data, new.data):
        return []
    before, after = Surface(old), Surface(new)
    names = class_renames(before, after)
    differences = [
        *server_changes(before, after),
        *operation_changes(before, after, names),
        *schema_changes(before, after, names),
    ]
    if _has_other_words(before.contract, after.contract):
        differences.append(Difference("description-changed", ""))
    return differences or [Difference("document-changed", "")]


def _has_other_words(old: Contract, new: Contract) -> bool:
    """Tell whether other things are said of the API as a whole, or of a module that it still has."""
    before, after = (
        {module.name: module.doc for module in contract.modules.values()} for contract in (old, new)
    )
    return (old.title, old.doc) != (new.title, new.doc) or any(
        before[name] != after[name] for name in before.keys() & after.keys()
    )


def _merge_edits(differences: Iterable[Difference]) -> list[list[Difference]]:
    """Group the differences that one edit made: the same one of several operations, and all words."""
    groups: dict[tuple[str, str, str], list[Difference]] = {}
    for difference in differences:
        groups.setdefault((difference.kind, difference.details, _shared_part(difference)), []).append(
            difference
        )
    return list(groups.values())


def _shared_part(difference: Difference) -> str:
    """Return what a change has in common with those that are reported with it."""
    if difference.kind == "description-changed":
        return ""
    match = _OF_A_FUNCTION.fullmatch(difference.place)
    return match["part"] if match and not difference.kind.startswith("operation-") else difference.place


def _document_change(api: str, differences: list[Difference]) -> DocumentChange:
    first = differences[0]
    places = tuple(dict.fromkeys(difference.place for difference in differences))
    carriers = first.carriers if len(places) == 1 else ""
    return DocumentChange(
        change(first.kind, f"{api} {names_in_words(places)}".strip(), first.details, carriers), api, places
    )


# Operations: how the operations of two surfaces differ: which there are, and what each takes, gives and asks for.


def operation_changes(old: Surface, new: Surface, names: Mapping[str, str]) -> Iterator[Difference]:
    """Yield how the operations differ.

    Args:
        old: The earlier surface.
        new: The later one.
        names: The classes that have another name.
    """
    modules = _renamed_modules(old, new)
    yield from (Difference("module-renamed", f"{before} -> {after}") for before, after in modules.items())
    for key in old.operations | new.operations:
        was, now = old.operations.get(key), new.operations.get(key)
        if was and now:
            pair = Pair(old, new, was, now, names)
            if modules.get(was.module, was.module) != now.module:
                yield Difference("operation-moved", now.name, f"from {was.module} to {now.module}")
            yield from chain(
                _operation_changes(pair),
                argument_changes(pair),
                check_changes(pair),
                _answer_changes(pair),
                header_changes(pair),
            )
        elif now:
            yield Difference("operation-added", now.name)
        else:
            yield Difference("operation-removed", old.operations[key].name)


def _renamed_modules(old: Surface, new: Surface) -> dict[str, str]:
    """Return the modules that have another name: those gone whose operations are together in a new one."""
    before, after = (
        {operation.module for operation in surface.operations.values()} for surface in (old, new)
    )
    homes = {module: set[str]() for module in before - after}
    for key in old.operations.keys() & new.operations.keys():
        if old.operations[key].module in homes:
            homes[old.operations[key].module].add(new.operations[key].module)
    return {module: home.pop() for module, home in homes.items() if len(home) == 1 and not home & before}


def _operation_changes(pair: Pair) -> Iterator[Difference]:
    """Yield how an operation itself differs, its arguments and answers aside."""
    was, now = pair.was, pair.now
    before, after = pair.old.subject.spot(was.pointer), pair.new.subject.spot(now.pointer)
    if was.path != now.path:
        yield Difference("operation-path-changed", now.name, f"from {was.path} to {now.path}")
    if was.method != now.method:
        yield Difference("operation-method-changed", now.name, f"from {was.method} to {now.method}")
    if _description(before) != _description(after):
        yield Difference("description-changed", now.name)
    if _has_deprecation(before) != _has_deprecation(after):
        yield Difference("deprecated" if _has_deprecation(after) else "undeprecated", now.name)
    yield from security_changes((pair.old, before), (pair.new, after), now.name)


def _description(spot: Spot) -> tuple[str, str]:
    return text(spot.value.get("summary")).strip(), text(spot.value.get("description")).strip()


def _has_deprecation(spot: Spot) -> bool:
    return spot.value.get("deprecated") is True


def _answer_changes(pair: Pair) -> Iterator[Difference]:
    name = pair.now.name
    yield from type_changes(pair.rename_classes(pair.was.success), pair.now.success, name, [ANSWER])
    before, after = (
        {answer.status: answer for answer in operation.answers} for operation in (pair.was, pair.now)
    )
    for status in before | after:
        was, now = before.get(status), after.get(status)
        place = f"{name} {status}"
        if was and now:
            yield from _status_changes(pair, was, now, place)
        else:
            kind = "success" if status.startswith("2") else "error"
            yield Difference(f"{kind}-status-{'added' if now else 'removed'}", place)


def _status_changes(pair: Pair, was: Answer, now: Answer, place: str) -> Iterator[Difference]:
    if was.doc != now.doc:
        yield Difference("description-changed", place)
    if now.status.startswith("2"):
        earlier = Value(pair.old, was.shape, was.pointer, was.doc)
        yield from untyped_changes(earlier, Value(pair.new, now.shape, now.pointer, now.doc), place, [ANSWER])
    elif pair.rename_classes(was.shape) != now.shape:
        yield Difference("error-body-changed", place)


# Arguments: how what a call of one operation gives differs: its parameters and its body.


def argument_changes(pair: Pair) -> Iterator[Difference]:
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
        yield Difference(
            "media-type-changed", f"{pair.now.name}(body)", f"from {body.media_type} to {later.media_type}"
        )
    yield from _argument_changes(pair, body, later, f"{pair.now.name}(body)")


def _parameters_by_name(parameters: tuple[Parameter, ...]) -> dict[tuple[str, str], Parameter]:
    """Return parameters by what a caller knows them by; a name may occur in several parts of one request."""
    wires = [parameter.wire for parameter in parameters]
    return {
        (parameter.wire, parameter.location if wires.count(parameter.wire) > 1 else ""): parameter
        for parameter in parameters
    }


def _style(parameter: Parameter) -> str:
    """Return the style of a parameter; in a path, an id without one is written like a text in the simple style."""
    return parameter.style or ("simple" if parameter.location == "path" else "")


def _place_changes(was: Parameter, now: Parameter, place: str) -> Iterator[Difference]:
    """Yield how the part of the request differs that a parameter is sent in, and how it is written there."""
    if was.location != now.location:
        is_positional = "path" in (was.location, now.location)
        kind = "parameter-place-changed" if is_positional else "parameter-rerouted"
        yield Difference(kind, place, f"from {was.location} to {now.location}")
    elif _style(was) != _style(now):
        yield Difference("parameter-style-changed", place)


def _argument_changes(
    pair: Pair, was: Parameter | Body | None, now: Parameter | Body | None, place: str
) -> Iterator[Difference]:
    if was and now:
        if was.required != now.required:
            yield Difference(f"parameter-now-{'required' if now.required else 'optional'}", place)
        earlier = Value(pair.old, pair.rename_classes(was.shape), was.pointer, was.doc)
        yield from value_changes(earlier, Value(pair.new, now.shape, now.pointer, now.doc), place, [REQUEST])
    elif now:
        yield Difference(f"parameter-added-{'required' if now.required else 'optional'}", place)
    elif was:
        yield Difference("parameter-removed", place)


# Security: whether the credentials that were enough for an operation still are.

Way = dict[str, frozenset[str]]
"""One way to be let in: the scopes asked for, by scheme."""


def security_changes(
    old: tuple[Surface, Spot], new: tuple[Surface, Spot], place: str
) -> Iterator[Difference]:
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
        yield Difference("security-scope-added" if is_scope else "security-changed", place, details)
    elif not _is_enough(after, before):
        yield Difference("security-loosened", place, details)


def _ways(surface: Surface, operation: Spot) -> list[Way]:
    """Return the ways to be let in; where no credentials are needed, one that needs none."""
    owner = surface.subject.security_owner(operation)
    schemes = {
        spot.name: _scheme_meaning(spot)
        for spot in surface.subject.components
        if spot.kind == "securitySchemes"
    }
    return [
        {schemes.get(name, name): frozenset(texts(scopes)) for name, scopes in requirement.value.items()}
        for requirement in owner.listed_children("security")
    ] or [{}]


def _scheme_meaning(scheme: Spot) -> str:
    """Return what distinguishes a scheme from others; its name is only the document's."""
    words = [text(scheme.value.get(key)) for key in ("type", "scheme", "in", "name")]
    return " ".join(filter(None, words)) or scheme.name


def _is_enough(credentials: list[Way], requirements: list[Way]) -> bool:
    return all(
        any(
            all(name in way and scopes <= way[name] for name, scopes in requirement.items())
            for requirement in requirements
        )
        for way in credentials
    )


def _without_scopes(ways: list[Way]) -> list[Way]:
    return [dict.fromkeys(way, frozenset[str]()) for way in ways]


def _ways_in_words(ways: list[Way]) -> str:
    return " or ".join(_way_in_words(way) for way in ways)


def _way_in_words(way: Way) -> str:
    schemes = [f"{name} ({', '.join(sorted(scopes))})" if scopes else name for name, scopes in way.items()]
    return " with ".join(schemes) or "nothing"
