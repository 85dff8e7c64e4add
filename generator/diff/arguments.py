"""Arguments: how what a call of one operation gives differs: its parameters and its body."""

from __future__ import annotations

from collections.abc import Iterator

from generator.contract import Body, Parameter
from generator.diff.surface import REQUEST, Found, Pair
from generator.diff.values import Value, value_changes


def argument_changes(pair: Pair) -> Iterator[Found]:
    """Yield how the arguments of an operation differ.

    Args:
        pair: The operation, as it was and as it is.
    """
    before, after = _parameters(pair.was.parameters), _parameters(pair.now.parameters)
    for key in before | after:
        was, now = before.get(key), after.get(key)
        place = f"{pair.now.name}({(now or before[key]).name})"
        if was and now:
            yield from _place_changes(was, now, place)
        yield from _changes(pair, was, now, place)
    body, later = pair.was.body, pair.now.body
    if body and later and body.media_type != later.media_type:
        yield Found(
            "media-type-changed", f"{pair.now.name}(body)", f"from {body.media_type} to {later.media_type}"
        )
    yield from _changes(pair, body, later, f"{pair.now.name}(body)")


def _parameters(parameters: tuple[Parameter, ...]) -> dict[tuple[str, str], Parameter]:
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


def _changes(
    pair: Pair, was: Parameter | Body | None, now: Parameter | Body | None, place: str
) -> Iterator[Found]:
    if was and now:
        if was.required != now.required:
            yield Found(f"parameter-now-{'required' if now.required else 'optional'}", place)
        known = Value(pair.old, pair.renamed(was.shape), was.pointer, was.doc)
        yield from value_changes(known, Value(pair.new, now.shape, now.pointer, now.doc), place, [REQUEST])
    elif now:
        yield Found(f"parameter-added-{'required' if now.required else 'optional'}", place)
    elif was:
        yield Found("parameter-removed", place)
