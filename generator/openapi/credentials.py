"""The credentials that operations need, in words, by the security requirements of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.openapi.pointers import mapping, sequence, text, texts
from generator.openapi.view import Operation, Subject

Credentials = Mapping[str, str]
"""What is stated of credentials, such as `scheme: basic`; a key that is absent is not stated."""

_SCOPED = frozenset({"oauth2", "openidconnect"})
# Alternatives and parts are sorted, because their order means nothing.
_OR, _AND, _NONE = " or ", " and ", "none"


def credentials_of(subject: Subject, operation: Operation | None = None) -> Credentials:
    """Return the credentials that an operation needs.

    A document without a requirement that has one scheme alone means that one: many only forget to say so.

    Args:
        subject: The document.
        operation: The operation; without one, what the document says of all its operations.

    Returns:
        `scheme`, `key` (name and place of an API key) and `scope`, where they are stated.
    """
    schemes = declared_schemes(subject)
    owner = subject.security_owner(operation.spot) if operation else subject.root
    required = owner.value.get("security")
    if required is None:
        ways: list[Mapping[str, Any]] = [dict.fromkeys(schemes, ())] if len(schemes) == 1 else []
    else:
        # An empty list is the standard's way to say that nothing is needed.
        ways = [mapping(way) for way in sequence(required)] or [{}]
    words = {
        "scheme": (_join(_AND, (_scheme_word(schemes, name) for name in way)) or _NONE for way in ways),
        "key": (_join(_AND, _keys(schemes, way)) for way in ways),
        "scope": (_join(", ", _scopes(schemes, way)) for way in ways),
    }
    stated = {key: _join(_OR, alternatives) for key, alternatives in words.items()}
    return {key: value for key, value in stated.items() if value}


def shared_credentials(each: Iterable[Credentials], whole: Credentials) -> dict[str, str]:
    """Return what holds of all operations; where they differ, what the document says, or what most of them need.

    Args:
        each: The credentials of the operations.
        whole: Those of the document.
    """
    counts: dict[str, Counter[str]] = {}
    for credentials in each:
        for key, value in credentials.items():
            counts.setdefault(key, Counter())[value] += 1
    return {
        key: whole[key] if len(count) > 1 and key in whole else count.most_common(1)[0][0]
        for key, count in counts.items()
    }


def declared_schemes(subject: Subject) -> dict[str, Mapping[str, Any]]:
    """Return the security schemes of a document by name."""
    return {
        spot.name: subject.resolve(spot).value
        for spot in subject.components
        if spot.kind == "securitySchemes"
    }


def _join(word: str, parts: Iterable[str]) -> str:
    return word.join(sorted({part for part in parts if part}))


def _scheme_word(schemes: Mapping[str, Mapping[str, Any]], name: str) -> str:
    scheme = schemes.get(name, {})
    return (text(scheme.get("scheme")) or text(scheme.get("type")) or name).lower()


def _keys(schemes: Mapping[str, Mapping[str, Any]], way: Mapping[str, Any]) -> Iterator[str]:
    for name in way:
        scheme = schemes.get(name, {})
        if text(scheme.get("type")).lower() == "apikey":
            yield f"{text(scheme.get('name'))} in {text(scheme.get('in'))}"


def _scopes(schemes: Mapping[str, Mapping[str, Any]], way: Mapping[str, Any]) -> Iterator[str]:
    for name, scopes in way.items():
        # Only a scheme that has scopes states by an empty list that none is needed.
        yield from texts(scopes) or ([_NONE] if _scheme_word(schemes, name) in _SCOPED else [])
