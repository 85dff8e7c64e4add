"""What each layout can say of a page: facts in, the facts that a page in that layout states out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from generator.facts import FACTS, Field, Fields, Operation, Page
from tests.generator.docs.page_words import shown

LAYOUTS = ("glued", "outline", "stacked", "inline", "samples")
"""The layouts of pages; an OpenAPI document is a further one."""

_RULES = tuple(
    fact for fact in FACTS if fact not in ("type", "format", "required", "nullable", "deprecated", "example")
)
SAMPLES: Mapping[tuple[str, str | None], Any] = {
    ("string", None): "word",
    ("string", "uuid"): "5e0f8b4e-4f0c-4c4b-8f57-0d4c8d3f3a11",
    ("string", "date-time"): "2025-01-15T09:30:00Z",
    ("string", "uri"): "https://example.com/hook",
    ("integer", None): 3,
    ("number", None): 1.5,
    ("boolean", None): True,
    ("array", None): ["one"],
}
"""The value by which a sample shows a type and a format."""
CODES: Mapping[str, str] = {"401": "UNAUTHORIZED", "403": "FORBIDDEN", "404": "NOT_FOUND", "409": "CONFLICT"}
"""The codes that name a status."""

_SHAPE = ("type", "format", *_RULES, "example")


def projected(page: Page, layout: str) -> Page:
    """The page with the facts that a layout can state of it, denials included; the rest is left out."""
    operations = {name: _operation(said, layout) for name, said in page.operations.items()}
    if layout != "stacked":
        name, said = next(iter(operations.items()))
        operations = {name: said}
    security = {key: value for key, value in page.security.items() if key in _SECURITY[layout]}
    errors = {status: _part(fields, layout, "response") for status, fields in page.errors.items()}
    known = {status for said in operations.values() for status in said.statuses}
    if layout in ("glued", "outline"):
        errors = {}
    if layout in ("stacked", "inline"):
        errors = {status: fields for status, fields in errors.items() if status in known}
    if layout == "samples":
        errors = {status: _error(status) for status in sorted(page.errors) if status in CODES}
        operations = {name: _with_statuses(said, errors) for name, said in operations.items()}
    return Page(
        page.title if layout == "stacked" else next(iter(operations)),
        operations,
        layout,
        security=security,
        errors=errors,
    )


_SECURITY: Mapping[str, tuple[str, ...]] = {
    "glued": (),
    "outline": (),
    "stacked": ("scope",),
    "inline": ("scope",),
    "samples": ("scheme", "scope"),
}


def _operation(said: Operation, layout: str) -> Operation:
    parts = {part: _part(fields, layout, part) for part, fields in said.parts.items()}
    if layout not in ("stacked", "inline") or "request" not in said.parts:
        said = replace(said, body_required=None)
    if layout in ("glued", "outline"):
        return replace(said, path=None, statuses=(), parts=parts)
    if layout == "samples":
        return replace(said, parts=parts)
    statuses = (
        said.statuses if said.statuses[:1] and said.statuses[0].startswith("2") else ("200", *said.statuses)
    )
    if layout == "inline":
        return replace(said, method=None, path=None, statuses=statuses, parts=parts)
    return replace(said, statuses=statuses, parts=parts)


def _error(status: str) -> Fields:
    return {"error": {"type": "object"}, "error.code": {"type": "string", "example": CODES[status]}}


def _with_statuses(said: Operation, errors: Mapping[str, Fields]) -> Operation:
    refused = (
        ["422"] if any(facts.get("clearable") is False for facts in said.fields("request").values()) else []
    )
    return replace(said, statuses=tuple(sorted([*errors, *refused])))


def _part(fields: Fields, layout: str, part: str) -> Fields:
    holders = {full.rpartition(".")[0] for full in fields}
    return {name: _LAYOUT[layout](facts, part, is_holder=name in holders) for name, facts in fields.items()}


def _kept(facts: Field, names: tuple[str, ...], *, is_holder: bool) -> dict[str, Any]:
    return {name: facts[name] for name in names if name in facts and not (is_holder and name == "example")}


def _glued(facts: Field, part: str, *, is_holder: bool) -> Field:
    kept = _kept(facts, _SHAPE, is_holder=is_holder)
    kept.setdefault("type", "string")
    if kept["type"] == "string" and "enum" not in kept and kept.get("format") is None:
        kept["type"] = "enum" if facts.get("type") == "enum" else "string"
    return kept | {name: bool(facts.get(name)) for name in ("required", "nullable", "deprecated")}


def _outline(facts: Field, part: str, *, is_holder: bool) -> Field:
    kept = _kept(facts, _RULES if part == "response" else (*_RULES, "example"), is_holder=is_holder)
    for fact in ("default", "example"):
        if kept.get(fact) is not None:
            kept[fact] = shown(kept[fact])
    if "enum" in kept:
        kept["enum"] = [shown(value) for value in kept["enum"]]
    return kept | {"deprecated": bool(facts.get("deprecated"))}


def _rest(facts: Field, *, is_holder: bool) -> dict[str, Any]:
    kept = _kept(facts, _SHAPE, is_holder=is_holder)
    kept.setdefault("type", "string")
    return kept | ({"nullable": True} if facts.get("nullable") else {})


def _stacked(facts: Field, part: str, *, is_holder: bool) -> Field:
    said = {name: bool(facts.get(name)) for name in ("required", "deprecated")}
    return _rest(facts, is_holder=is_holder) | said


def _inline(facts: Field, part: str, *, is_holder: bool) -> Field:
    said = {"required": facts["required"]} if "required" in facts else {}
    return _rest(facts, is_holder=is_holder) | said | {"deprecated": bool(facts.get("deprecated"))}


def _samples(facts: Field, part: str, *, is_holder: bool) -> Field:
    if part in ("path", "query", "header"):
        return _kept(facts, ("type", "format"), is_holder=is_holder) | {
            "required": bool(facts.get("required"))
        }
    kept = _shown_by_a_sample(facts, is_holder=is_holder)
    if part != "request":
        return kept
    stated = {name: facts[name] for name in ("clearable", "prefix") if name in facts}
    return kept | {"required": False, "nullable": True} | stated


def _shown_by_a_sample(facts: Field, *, is_holder: bool) -> dict[str, Any]:
    """What the value shows that stands for a type: the sample is made from the type, so the example is, too."""
    if is_holder:
        return {"type": "array" if facts.get("type") == "array" else "object"}
    kind, form = facts.get("type", "string"), facts.get("format")
    if (kind, form) not in SAMPLES:
        kind, form = (kind, None) if (kind, None) in SAMPLES else ("string", None)
    shown_as = {"type": kind, "example": SAMPLES[kind, form]}
    return shown_as | ({"format": form} if form else {})


_LAYOUT: Mapping[str, Callable[..., Field]] = {
    "glued": _glued,
    "outline": _outline,
    "stacked": _stacked,
    "inline": _inline,
    "samples": _samples,
}
