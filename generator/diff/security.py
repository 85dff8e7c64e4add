"""Security: whether the credentials that were enough for an operation still are."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.surface import Found, Surface
from generator.plain import text, texts
from generator.rules.subject import Spot

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
    details = f"it took {_told(before)} and takes {_told(after)}"
    if not _all_are_enough(before, after):
        is_scope = _all_are_enough(_bare(before), _bare(after))
        yield Found("security-scope-added" if is_scope else "security-changed", place, details)
    elif not _all_are_enough(after, before):
        yield Found("security-loosened", place, details)


def _ways(surface: Surface, operation: Spot) -> list[Way]:
    """Return the ways to be let in; where nothing is asked, one that asks for nothing."""
    holder = operation if "security" in operation.value else surface.subject.root
    schemes = {
        spot.name: _meaning(spot) for spot in surface.subject.components if spot.kind == "securitySchemes"
    }
    return [
        {schemes.get(name, name): frozenset(texts(scopes)) for name, scopes in asked.value.items()}
        for asked in holder.listed("security")
    ] or [{}]


def _meaning(scheme: Spot) -> str:
    """Return what tells a scheme from another one; its own name is the document's affair."""
    said = [text(scheme.value.get(key)) for key in ("type", "scheme", "in", "name")]
    return " ".join(filter(None, said)) or scheme.name


def _all_are_enough(given: list[Way], asked: list[Way]) -> bool:
    return all(
        any(all(name in way and scopes <= way[name] for name, scopes in one.items()) for one in asked)
        for way in given
    )


def _bare(ways: list[Way]) -> list[Way]:
    return [dict.fromkeys(way, frozenset[str]()) for way in ways]


def _told(ways: list[Way]) -> str:
    return " or ".join(_told_way(way) for way in ways)


def _told_way(way: Way) -> str:
    told = [f"{name} ({', '.join(sorted(scopes))})" if scopes else name for name, scopes in way.items()]
    return " with ".join(told) or "nothing"
