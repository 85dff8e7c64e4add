"""Facts of a field as the words that pages use: its type, its marks, and a sentence for each rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Facts = Mapping[str, Any]

_SHORT = {
    ("string", "uuid"): "uuid",
    ("string", "date-time"): "date-time",
    ("string", "date"): "date",
    ("string", "uri"): "uri",
    ("string", "email"): "email",
    ("integer", "int32"): "int32",
    ("number", "double"): "double",
}


def joined(names: list[Any], word: str = "or") -> str:
    """A list in words, as `a, b, or c`."""
    texts = [shown(name) for name in names]
    if len(texts) < 3:
        return f" {word} ".join(texts)
    return f"{', '.join(texts[:-1])}, {word} {texts[-1]}"


def shown(value: Any) -> str:
    """A value as a page shows it."""
    return value if isinstance(value, str) else json.dumps(value)


def short_type(facts: Facts, *, has_fields: bool = False) -> str:
    """A type as REST references write it: `uuid`, `string[]`."""
    kind = facts.get("type", "any")
    if kind == "array":
        items = facts.get("items") or ("string" if facts.get("enum") else None)
        return "object[]" if has_fields else f"{items}[]" if items else "array"
    if "format" in facts:
        return _SHORT.get((kind, facts["format"]), f"{kind}<{facts['format']}>")
    return kind


def long_type(facts: Facts, *, has_fields: bool = False) -> str:
    """A type as references of clients write it: `list of strings`, `string or null`."""
    kind = facts.get("type", "string")
    items = facts.get("items") or ("string" if facts.get("enum") else None)
    simple = f"list of {items}s" if items else "list"
    words = {"array": "list of objects" if has_fields else simple}.get(kind, kind)
    if (kind, facts.get("format")) == ("string", "date-time"):
        words = "datetime"
    return f"{words} or null" if facts.get("nullable") else words


def notes(facts: Facts, sentences: Mapping[str, str], *, with_example: bool = True) -> list[str]:
    """What a page says below the head of a field: its rules in words, then its label of an example."""
    words = " ".join(sentence for rule in _rules(facts, sentences) for sentence in rule)
    labels = [f"Pattern: {facts['pattern']}"] if "pattern" in facts else []
    if with_example and "example" in facts:
        labels.append(f"Example: {shown(facts['example'])}")
    return [*([f"Says what it is. {words}".strip()] if words or not labels else []), *labels]


def _rules(facts: Facts, sentences: Mapping[str, str]) -> Iterator[list[str]]:
    yield list(_uses(facts))
    yield [f"Must be used in combination with {joined(facts['needs'], 'and')}."] if "needs" in facts else []
    yield [f"Cannot be used in combination with {joined(facts['excludes'])}."] if "excludes" in facts else []
    yield [f"Alias of {joined(facts['aliasOf'])}."] if "aliasOf" in facts else []
    if "yieldsTo" in facts:
        yield [f"If both are sent, {joined(facts['yieldsTo'], 'and')} takes precedence."]
    yield [f"Please use {joined(facts['replacedBy'])} instead."] if "replacedBy" in facts else []
    yield [f"Possible values are: {joined(facts['enum'])}."] if "enum" in facts else []
    yield [f"Defaults to {shown(facts['default'])}."] if "default" in facts else []
    yield list(_limits(facts))
    yield [f"It must use {facts['prefix']}."] if "prefix" in facts else []
    if "clearable" in facts:
        yield ["Send an empty string to clear it." if facts["clearable"] else "It cannot be cleared."]
    yield [f"{sentences[mark]}." for mark in facts.get("unread", []) if mark in sentences]


def _uses(facts: Facts) -> Iterator[str]:
    used, required = facts.get("usedWith", {}), facts.get("requiredWith", {})
    for name in dict.fromkeys([*used, *required]):
        if used.get(name) == required.get(name):
            yield f"This is only used (and required) when {name} is set to {joined(used[name])}."
            continue
        if name in used:
            yield f"This is only used when {name} is set to {joined(used[name])}."
        if name in required:
            yield f"This is required when {name} is set to {joined(required[name])}."


def _limits(facts: Facts) -> Iterator[str]:
    if "minimum" in facts:
        yield f"Lower limit of {facts['minimum']}."
    if "maximum" in facts:
        yield f"Upper limit of {facts['maximum']}."
    if "minLength" in facts and "maxLength" in facts:
        yield f"A text of {facts['minLength']} to {facts['maxLength']} characters."
    elif "minLength" in facts:
        yield f"It has at least {facts['minLength']} characters."
    elif "maxLength" in facts:
        yield f"It has at most {facts['maxLength']} characters."
