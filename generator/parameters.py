"""Parameters: what an operation takes in its path, query, headers and cookies."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator import values
from generator.contract import Parameter
from generator.names import PARAMETERS, Names, class_name, snake_name
from generator.omissions import Omissions
from generator.plain import mapping, sequence, text
from generator.pointers import At, resolved
from generator.schemas import Schemas
from generator.shapes import TEXT, Shape, is_record, parts

_SEPARATORS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}
"""The places a parameter may stand in, and the style it has there unless it says so."""
_IGNORED = frozenset({"accept", "content-type", "authorization"})
"""Headers that OpenAPI has no parameters for: they are described elsewhere."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PLACE = re.compile(r"\{([^{}/]*)\}")


def places(path: str) -> list[str]:
    """Return the names of a path's parameters, in the path's order."""
    return list(dict.fromkeys(_PLACE.findall(path)))


def _may_name(wire: str, location: str) -> bool:
    return location in ("path", "query") or _TOKEN.fullmatch(wire) is not None


class Parameters:
    """Reads the parameters of operations.

    Args:
        data: The document.
        schemas: Gives the shape of each.
        omissions: Where to note what is left out.
    """

    def __init__(self, data: dict[str, Any], schemas: Schemas, omissions: Omissions) -> None:
        self._data = data
        self._schemas = schemas
        self._omissions = omissions

    def read(self, path: str, function: str, lists: list[tuple[object, At]]) -> tuple[Parameter, ...]:
        """Return an operation's parameters, those of the path first and in its order.

        Args:
            path: The path.
            function: The operation's name, which no parameter may have.
            lists: The parameter lists of the path and of the operation, where a later one's word counts.
        """
        found: dict[tuple[str, str], Parameter] = {}
        for listed, at in lists:
            for place, one in enumerate(sequence(listed)):
                parameter = self._parameter(one, at.step(place))
                if parameter is not None:
                    found[parameter.location, parameter.wire] = parameter
        in_path = [
            found.pop(("path", wire)) if ("path", wire) in found else self._undeclared(wire, lists[-1][1])
            for wire in places(path)
        ]
        kept = [*in_path, *(one for one in found.values() if self._has_place(one))]
        names = Names(PARAMETERS | {function})
        return tuple(replace(one, name=names.take(snake_name(one.wire, "parameter"))) for one in kept)

    def _has_place(self, parameter: Parameter) -> bool:
        if parameter.location == "path":
            message = f"The path has no place for the parameter {parameter.wire!r}; it is left out."
            self._omissions.add("parameter", parameter.pointer, message)
        return parameter.location != "path"

    def _undeclared(self, wire: str, at: At) -> Parameter:
        return Parameter("", wire, "path", TEXT, True, "", at.pointer)

    def _parameter(self, value: object, at: At) -> Parameter | None:
        found = resolved(self._data, value, at)
        if found is None:
            self._omissions.add(
                "lost-ref", at.pointer, "The parameter's reference leads nowhere; it is left out."
            )
            return None
        said, at = found
        wire, location = said.get("name"), text(said.get("in"))
        if not isinstance(wire, str) or location not in _STYLES or not _may_name(wire, location):
            message = "A parameter needs a place and a name that fits there; it is left out."
            self._omissions.add("parameter", at.pointer, message)
            return None
        if location == "header" and wire.lower() in _IGNORED:
            return None
        shape, style = self._written(
            said, location, At(at.pointer, at.context + class_name(wire, "Parameter"))
        )
        required = said.get("required") is True or location == "path"
        return Parameter("", wire, location, shape, required, values.doc(said), at.pointer, style)

    def _written(self, said: dict[str, Any], location: str, at: At) -> tuple[Shape, str]:
        """Return a parameter's shape, and how it is written."""
        content = mapping(said.get("content"))
        if content:
            media_type, media = next(iter(content.items()))
            return self._schemas.shape(
                mapping(media).get("schema", {}), at.step("content", media_type, "schema")
            ), "json"
        shape = self._schemas.shape(said.get("schema", {}), at.step("schema"))
        style = text(said.get("style")) or _STYLES[location]
        if style not in ("simple", "deepObject", *_SEPARATORS):
            message = f"The style {style!r} is not written; the parameter is sent in the simple style."
            self._omissions.add("parameter", at.pointer, message)
        if style in _SEPARATORS and said.get("explode", style == "form") is not True:
            return shape, _SEPARATORS[style]
        return shape, "flat" if style == "form" and any(is_record(part) for part in parts(shape)) else ""
