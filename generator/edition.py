"""Edition: which documents can be built at all; those of another standard are refused, never read as empty ones."""

from __future__ import annotations

import re

from generator.document import Document
from generator.failure import BuildError
from generator.finding import Finding
from generator.omissions import RULES

_KNOWN = re.compile(r"3\.[01](\.\S*)?")


def require_openapi(document: Document, shown: str) -> None:
    """Refuse a document that is no OpenAPI 3.0 or 3.1.

    Args:
        document: The document.
        shown: The path findings name.

    Raises:
        BuildError: It is something else; the finding says what.
    """
    if _KNOWN.fullmatch(_version(document, "openapi")):
        return
    pointer, message = _described(document)
    rule, mend = RULES["edition"]
    raise BuildError(Finding(shown, document.line(pointer), rule, pointer, message, mend))


def _described(document: Document) -> tuple[str, str]:
    for key, standard in (("openapi", "OpenAPI"), ("swagger", "Swagger")):
        version = _version(document, key)
        if version:
            return f"/{key}", f"This is {standard} {version[:20]}."
    return ("/openapi" if "openapi" in document.data else ""), "This is no OpenAPI document."


def _version(document: Document, key: str) -> str:
    """Return a version as it is written; without quotes, YAML reads 3.1 as a number."""
    version = document.data.get(key)
    is_told = isinstance(version, (str, int, float)) and not isinstance(version, bool)
    return str(version) if is_told else ""
