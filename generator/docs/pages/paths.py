"""Paths of an API compared, and what of a page concerns an API that is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

_PARAMETER = re.compile(r"\{[^}]*\}")
_LITERAL = re.compile(r"/[^/{}]")
_LAST_PARAMETERS = re.compile(r"(?:/\{\})+$")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[0-9]+")


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, whatever case joins them.

    Args:
        name: A name such as `listPets`, `list-pets`, `list_pets` or `List pets`.
    """
    return tuple(word.lower() for word in _WORD.findall(name))


def is_same_path(one: str, other: str, *, mounted: bool = True) -> bool:
    """Tell whether two paths are the same, whatever their parameters are called.

    Args:
        one: A path.
        other: Another.
        mounted: Whether one of them may leave out where the API stands on its host.
    """
    short, long = sorted((_path_template(one), _path_template(other)), key=len)
    return long == short or (mounted and bool(_LITERAL.match(short)) and long.endswith(short))


def is_beside(path: str, known: str) -> bool:
    """Tell whether a path is about the same resource as a known one: below it, or the collection it is in.

    Args:
        path: The path.
        known: The known path; one of the two may leave out where the API stands on its host.
    """
    template, resource = _path_template(path), _LAST_PARAMETERS.sub("", _path_template(known))
    if not resource:
        return False
    shorter = [(template, part) for part in _below_mounts(resource)]
    longer = [(part, resource) for part in _below_mounts(template)]
    return any(f"{below}/".startswith(f"{above}/") for below, above in (*shorter, *longer))


def _path_template(path: str) -> str:
    return _PARAMETER.sub("{}", path.rstrip("/"))


def _below_mounts(template: str) -> Iterator[str]:
    """Yield a path, and what is left of it without its first segments, none of them a parameter."""
    yield template
    while (cut := template.find("/", 1)) > 0 and _LITERAL.match(template) and _LITERAL.match(template[cut:]):
        template = template[cut:]
        yield template


@dataclass(frozen=True)
class Scope:
    """What is known of an API: what of a large document concerns it, and which values its fields take.

    Attributes:
        paths: The paths of the API.
        operation_ids: Its operationIds: one that moved to another path is still looked at.
        values: The values that each field is known to take, by its own name.
    """

    paths: Collection[str]
    operation_ids: Collection[str] = field(default_factory=tuple[str, ...])
    values: Mapping[str, Collection[str]] = field(default_factory=dict[str, Collection[str]])

    def has_path(self, path: str) -> bool:
        """Tell whether a path is one of the API's, or beside one.

        Args:
            path: The path.
        """
        return any(is_same_path(path, known) or is_beside(path, known) for known in self.paths)

    def has_operation(self, operation_id: str) -> bool:
        """Tell whether the API has an operation of this name.

        Args:
            operation_id: The name, in any case.
        """
        words = name_words(operation_id)
        return bool(words) and any(words == name_words(known) for known in self.operation_ids)
