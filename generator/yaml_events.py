"""The one place that touches ruamel.yaml's untyped events: its parser's stream as our own few, typed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from generator.places import FaultError

_KINDS = {
    "AliasEvent": "alias",
    "ScalarEvent": "scalar",
    "SequenceStartEvent": "list",
    "MappingStartEvent": "mapping",
    "SequenceEndEvent": "end",
    "MappingEndEvent": "end",
    "DocumentStartEvent": "document",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One step through a YAML text.

    Attributes:
        kind: `document` where one starts; `scalar`, `alias`; `list`, `mapping` and their `end`.
        line: Its line, counted from 1.
        anchor: The name it gets, or for an alias the name it repeats; empty for none.
        tag: Its tag, or None.
        text: A scalar's characters.
        is_plain: The scalar has neither quotes nor tag, so that its characters decide its type.
    """

    kind: str
    line: int
    anchor: str
    tag: str | None = None
    text: str = ""
    is_plain: bool = False


def events(text: str, version: tuple[int, int] = (1, 2)) -> Iterator[Event]:
    """Yield the events of a YAML text while they are parsed.

    Args:
        text: The text.
        version: The version of YAML that it is read as.

    Raises:
        FaultError: It is no YAML.
    """
    try:
        parser = YAML(typ="safe", pure=True)
        parser.version = version
        for event in parser.parse(text):  # pyright: ignore[reportUnknownMemberType]
            kind = _KINDS.get(type(event).__name__)
            if kind:
                yield _event(kind, event)
    except MarkedYAMLError as error:
        raise _marked(error) from None
    except ReaderError as error:
        raise _unreadable(error, text) from None
    except YAMLError as error:
        raise FaultError(f"this isn't YAML: {' '.join(str(error).split())}.", None) from None
    except (AssertionError, OverflowError, ValueError):
        # So ends, in ruamel.yaml, an escape such as \UFFFFFFFF or a directive's strange version.
        raise FaultError("this isn't YAML: an escape or the version is out of range.", None) from None


def _event(kind: str, event: Any) -> Event:
    line = event.start_mark.line + 1
    if kind in ("end", "document"):
        return Event(kind, line, "")
    if kind == "alias":
        return Event(kind, line, event.anchor)
    anchor, tag = event.anchor or "", event.tag
    if kind != "scalar":
        return Event(kind, line, anchor, tag)
    return Event(kind, line, anchor, tag, event.value, is_plain=tag is None and event.implicit[0])


def _marked(error: Any) -> FaultError:
    mark = error.problem_mark or error.context_mark
    words = " ".join(part for part in (error.context, error.problem) if part)
    return FaultError(f"this isn't YAML: {' '.join(words.split())}.", mark.line + 1 if mark else None)


def _unreadable(error: Any, text: str) -> FaultError:
    line = text.count("\n", 0, error.position) + 1
    return FaultError(f"a document can't hold the character U+{error.character:04X}.", line)
