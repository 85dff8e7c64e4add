"""Documentation systems whose pages can't be read in every form, and what to save of them instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKDOWN = "save the page's Markdown (its address with .md added) or the API's OpenAPI document"
_DOCUMENT = "save the OpenAPI document that the page is made from"
_COMPILED = "compile it to an OpenAPI document, and pass that"
_OTHER_FORMAT = "export or find the API's OpenAPI document, and pass that"


@dataclass(frozen=True)
class _System:
    """A documentation system: what to save of its pages, and a pattern for each sign of them."""

    name: str
    advice: str
    signs: tuple[str, ...]


_SYSTEMS = (
    _System(
        "Redoc",
        _DOCUMENT,
        (
            r"redoc-(?:wrap|container|json|markdown)",
            r"<redoc\b",
            r"redoc\.standalone",
            r"^(?:Request|Response) samples$",
        ),
    ),
    _System("Swagger UI", _DOCUMENT, (r"swagger-ui", r"^Try it out$")),
    _System(
        "Scalar",
        _DOCUMENT,
        (r"scalar-(?:app|api|container|reference)", r"^Test Request\b", r"Show Child Attributes"),
    ),
    _System(
        "Stoplight Elements",
        _DOCUMENT,
        (r"<elements-api", r"\bsl-(?:elements|stack|panel)", r"^powered by Stoplight"),
    ),
    _System(
        "Slate or widdershins",
        _DOCUMENT,
        (r"^(?:language_tabs|toc_footers):", r"Generator: Widdershins", r"^> Scroll down for code samples"),
    ),
    _System("openapi-generator", _DOCUMENT, (r"^All URIs are relative to ", r"\[\[Back to top\]\]")),
    _System(
        "GitBook, in its source",
        _DOCUMENT,
        (r"\{% ?(?:method|api-method|swagger|openapi|sample|endmethod|hint|tabs?)\b",),
    ),
    _System("GitBook", _MARKDOWN, (r"content=.GitBook", r"^Powered by GitBook")),
    _System("MkDocs", _DOCUMENT, (r"content=.mkdocs", r"^Made with Material for MkDocs")),
    _System("ReadMe", _MARKDOWN, (r"rm-ReferenceMain", r"^Click Try It! to start a request")),
    _System(
        "Mintlify",
        _MARKDOWN,
        (
            r"content=.Mintlify",
            r"^Available options:",
            r"^Authorizations$",
            r"<ResponseField\b",
            r"^Powered by Mintlify",
        ),
    ),
    _System("fumadocs", _MARKDOWN, (r"fumadocs", r"^Use the (?:request|response) body type in TypeScript\.")),
    _System("Docusaurus", _DOCUMENT, (r"content=.Docusaurus", r"docusaurus-openapi")),
    _System("TypeSpec", _COMPILED, (r"^import \"@typespec/", r"^using TypeSpec")),
    _System("OpenRPC", _OTHER_FORMAT, (r"[\"']openrpc[\"']\s*:", r"^openrpc\s*:")),
    _System("AsyncAPI", _OTHER_FORMAT, (r"[\"']asyncapi[\"']\s*:", r"^asyncapi\s*:")),
    _System("RAML", _OTHER_FORMAT, (r"^#%RAML",)),
    _System("Postman", _OTHER_FORMAT, (r"_postman_id", r"schema\.getpostman\.com")),
)
# Both are in lower case: to search without regard to case takes three times as long.
_SIGNS = [(system, re.compile("|".join(system.signs).lower(), re.MULTILINE)) for system in _SYSTEMS]


def saving_advice(text: str) -> str:
    """Return which documentation system a page looks to be of, and what to save instead; empty where none is known.

    Args:
        text: The page's text, as it came.
    """
    lower = text.lower()
    system = next((system for system, signs in _SIGNS if signs.search(lower)), None)
    return f"this looks like a page of {system.name}: {system.advice}" if system else ""
