"""Omissions: what can't be generated, with place and reason; which editions of OpenAPI are read."""

from __future__ import annotations

import re

from generator.findings import Finding, GenerateError
from generator.openapi.document import Document
from generator.openapi.pointers import is_foreign, mapping

RULES: dict[str, tuple[str, str]] = {
    "foreign-ref": (
        "NW801",
        "put the file below the document's folder, or copy what it refers to under components.",
    ),
    "lost-ref": ("NW802", "add what it refers to, or correct the reference."),
    "cycle": ("NW803", "put an object with named properties between the schema and itself."),
    "union": ("NW804", "describe one object that has the properties of all alternatives."),
    "mixture": ("NW805", "describe one type."),
    "schema": ("NW806", "write a schema with a type of JSON Schema."),
    "extra": ("NW807", "name the properties, or describe only a mapping."),
    "parameter": ("NW808", "correct the parameter."),
    "media": ("NW809", "describe it as application/json."),
    "status": ("NW810", "write a code of three digits, a range such as 4XX, or default."),
    "outbound": ("NW811", "none is needed: no call depends on it."),
    "operation": ("NW812", "simplify the operation."),
    "model": ("NW813", "simplify the schema."),
    "tool": ("NW814", "correct the document, or report this message."),
    "name": ("NW815", "give it a name of its own."),
    "edition": ("NW816", "Convert it to OpenAPI 3.0 or 3.1."),
    "path": ("NW817", "start the path with a slash."),
    "kind": ("NW818", "write a mapping of names to what they mean."),
    "output": ("NW819", "Move it away, or choose another --out."),
    "extension": ("NW821", "write x-checks and x-handlers as the rules NW601 to NW604 ask."),
    "credential": (
        "NW822",
        "describe one that a client can send, or add it to the requests in a transport of your own.",
    ),
    "server": ("NW824", "correct the server."),
    "unchecked": ("NW823", "check it where you make or read the value."),
    "unwritable": ("NW820", "Make the place writable, or choose another --out."),
}
"""Each reason's stable id, and its mend."""


class Omissions:
    """Collects what is left out or typed Any, once per place and reason.

    Args:
        document: The document the places are in.
        shown: The path findings name.
    """

    def __init__(self, document: Document, shown: str) -> None:
        self._document = document
        self._shown = shown
        self._found: dict[Finding, None] = {}

    def add(self, reason: str, pointer: str, message: str) -> None:
        """Note one omission.

        Args:
            reason: A key of `RULES`.
            pointer: The JSON pointer of the place.
            message: What happens to it, as a sentence.
        """
        rule, mend = RULES[reason]
        line = self._document.line(pointer)
        self._found[Finding(self._shown, line, rule, pointer, message, mend)] = None

    def add_reference(self, node: object, pointer: str, thing: str, fate: str = "it is left out") -> None:
        """Note a reference that can't be followed.

        Args:
            node: The node with the reference.
            pointer: The JSON pointer of the node.
            thing: What it stands for, as the beginning of a sentence.
            fate: What becomes of that.
        """
        if is_foreign(mapping(node).get("$ref")):
            self.add(
                "foreign-ref", pointer, f"{thing} refers to another document, which is not read; {fate}."
            )
        else:
            self.add("lost-ref", pointer, f"{thing} leads nowhere; {fate}.")

    def places(self, *reasons: str) -> set[str]:
        """Return where something was noted for one of some reasons.

        Args:
            *reasons: Keys of `RULES`.
        """
        rules = {RULES[reason][0] for reason in reasons}
        return {found.pointer for found in self._found if found.rule in rules}

    def findings(self) -> tuple[Finding, ...]:
        """Return all of them, ordered by their place."""
        return tuple(sorted(self._found))


# Edition: which documents are read at all; those of another standard are refused, never read as empty ones.

_EDITIONS = re.compile(r"3\.[01](\.\S*)?")


def require_openapi(document: Document, shown: str) -> None:
    """Refuse a document that is no OpenAPI 3.0 or 3.1.

    Args:
        document: The document.
        shown: The path findings name.

    Raises:
        GenerateError: It is something else; the finding says what.
    """
    if _EDITIONS.fullmatch(_version(document, "openapi")):
        return
    pointer, message = _standard_name(document)
    rule, mend = RULES["edition"]
    raise GenerateError(Finding(shown, document.line(pointer), rule, pointer, message, mend))


def _standard_name(document: Document) -> tuple[str, str]:
    for key, standard in (("openapi", "OpenAPI"), ("swagger", "Swagger")):
        version = _version(document, key)
        if version:
            return f"/{key}", f"This is {standard} {version[:20]}."
    return ("/openapi" if "openapi" in document.data else ""), "This is not an OpenAPI document."


def _version(document: Document, key: str) -> str:
    """Return a version as it is written; without quotes, YAML reads 3.1 as a number."""
    version = document.data.get(key)
    is_told = isinstance(version, (str, int, float)) and not isinstance(version, bool)
    return str(version) if is_told else ""
