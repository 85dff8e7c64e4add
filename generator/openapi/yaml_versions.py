"""YAML 1.1 and 1.2: where a text would be read in another way by a parser of the other version, and why."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import tee, zip_longest

from generator.openapi.pointers import FaultError
from generator.openapi.yaml_style import is_ordinary
from generator.openapi.yaml_text import Event, events

_BREAKS = re.compile("[\u0085\u2028\u2029]")
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*%")
_SAME_NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]*([eE][-+][0-9]+)?)?|\.[0-9]+([eE][-+][0-9]+)?|0x[0-9a-fA-F]+"
_NUMBER = (
    r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7]+|[0-9][0-9_]*(:[0-5]?[0-9])*(\.[0-9_]*)?([eE][-+]?[0-9]+)?"
    r"|\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|\.(inf|Inf|INF))|\.(nan|NaN|NAN)"
)
_TIME = r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?))?"
_QUOTE = "Put it in quotes."
_FAULTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"[yY]|yes|Yes|YES|[nN]|no|No|NO|on|On|ON|off|Off|OFF"),
        "is true or false in YAML 1.1, and a text in YAML 1.2",
        _QUOTE,
    ),
    (re.compile(r".*:", re.DOTALL), "ends in a colon, which YAML 1.1 takes for that of a key", _QUOTE),
    (re.compile("=|<<"), "has a meaning of its own in YAML 1.1, and is a text in YAML 1.2", _QUOTE),
    (
        re.compile(
            rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}([Tt]|[ \t]+){_TIME}"
        ),
        "is a date in YAML 1.1, and a text in YAML 1.2",
        _QUOTE,
    ),
    (re.compile(rf"(?=\+)({_NUMBER})"), "is a number, which loses its plus sign", _QUOTE),
    (
        re.compile(rf"(?!({_SAME_NUMBER})\Z)({_NUMBER})"),
        "is another number in YAML 1.1 than in YAML 1.2, or a text in one of them",
        "Put it in quotes, or write the number in decimal digits.",
    ),
)
"""What a scalar without quotes looks like that the two don't read alike, how they read it, and the mend."""
_ANY_FAULT = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _, _ in _FAULTS), re.DOTALL)
"""All of them at once, since hardly a scalar looks like any."""
_KEY = re.compile(_SAME_NUMBER)
_ANCHOR = re.compile(r"[0-9A-Za-z_-]+")


@dataclass(frozen=True)
class Difference:
    """A place that the two versions read in different ways.

    Attributes:
        line: Its line, counted from 1.
        message: How they differ, as a sentence.
        mend: What to do, as a sentence.
    """

    line: int
    message: str
    mend: str


@functools.lru_cache(maxsize=8)
def differences(text: str) -> tuple[Difference, ...]:
    """Return where a text that YAML 1.2 can read is read in another way by YAML 1.1, or not at all.

    Args:
        text: The text of a file.
    """
    return tuple(_differences(text))


def _differences(text: str) -> Iterator[Difference]:
    if _DIRECTIVE.match(text):
        yield Difference(1, "A directive chooses how the file is read.", "Delete it.")
        return
    for match in _BREAKS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        message = f"The character U+{ord(match[0]):04X} ends a line in YAML 1.1, and not in YAML 1.2."
        yield Difference(line, message, "Write it as an escape in double quotes.")
    older, again = tee(events(text, (1, 1)))
    try:
        for event, is_key in _nodes(older):
            if fault := _fault(event, is_key=is_key):
                yield Difference(event.line, *fault)
        if not is_ordinary(text) and (other := _line_of_other_event(again, events(text))):
            yield Difference(
                other, "From here on, YAML 1.1 reads other keys and values than YAML 1.2.", _QUOTE
            )
    except FaultError as fault:
        reason = fault.message.removeprefix("this isn't YAML: ").rstrip(".")
        message = f"YAML 1.1 can't read what YAML 1.2 reads here: {reason}."
        yield Difference(fault.line or 1, message, "Put the text in quotes.")


def _line_of_other_event(older: Iterator[Event], newer: Iterator[Event]) -> int | None:
    """Return the line from which the two versions see other keys and values; None where they see the same."""
    for one, other in zip_longest(older, newer):
        if one is None or other is None:
            return 1
        if one._replace(line=0) != other._replace(line=0):
            return other.line
    return None


def _nodes(stream: Iterator[Event]) -> Iterator[tuple[Event, bool]]:
    """Yield what stands for a value or a key, and whether it is a key."""
    holders: list[
        tuple[str, int]
    ] = []  # the kind of each open list or mapping, and how many nodes it has so far
    for event in stream:
        if event.kind == "document":
            continue
        if event.kind == "end":
            holders.pop()
            continue
        kind, count = holders[-1] if holders else ("", 0)
        if holders:
            holders[-1] = (kind, count + 1)
        if event.kind in ("list", "mapping"):
            holders.append((event.kind, 0))
        yield event, kind == "mapping" and count % 2 == 0


def _fault(event: Event, *, is_key: bool) -> tuple[str, str] | None:
    """Return how the two versions differ about an anchor or a scalar without quotes, and the mend."""
    if event.anchor and not _ANCHOR.fullmatch(event.anchor):
        return (
            f"Not every parser accepts an anchor called {event.anchor!r}.",
            "Call it by letters and digits.",
        )
    if not event.is_plain:
        return None
    text = event.text
    if _ANY_FAULT.fullmatch(text):
        for pattern, reading, mend in _FAULTS:
            if pattern.fullmatch(text):
                return f"{text!r} {reading}.", mend
    return (
        (f"The key {text!r} is a number, and keys are texts.", _QUOTE)
        if is_key and _KEY.fullmatch(text)
        else None
    )
