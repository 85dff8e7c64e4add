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
    """A documentation system: what to save of its pages, and a pattern for each sign of them.

    One of the words, which are in lower case, is in each sign: looking for words is much faster.
    """

    name: str
    advice: str
    signs: tuple[str, ...]
    words: tuple[str, ...]


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
        ("redoc", " samples"),
    ),
    _System("Swagger UI", _DOCUMENT, (r"swagger-ui", r"^Try it out$"), ("swagger-ui", "try it out")),
    _System(
        "Scalar",
        _DOCUMENT,
        (r"scalar-(?:app|api|container|reference)", r"^Test Request\b", r"Show Child Attributes"),
        ("scalar-", "test request", "show child"),
    ),
    _System(
        "Stoplight Elements",
        _DOCUMENT,
        (r"<elements-api", r"\bsl-(?:elements|stack|panel)", r"^powered by Stoplight"),
        ("<elements-api", "sl-", "stoplight"),
    ),
    _System(
        "Slate or widdershins",
        _DOCUMENT,
        (r"^(?:language_tabs|toc_footers):", r"Generator: Widdershins", r"^> Scroll down for code samples"),
        ("language_tabs", "toc_footers", "widdershins", "scroll down"),
    ),
    _System(
        "openapi-generator",
        _DOCUMENT,
        (r"^All URIs are relative to ", r"\[\[Back to top\]\]"),
        ("all uris are", "back to top"),
    ),
    _System(
        "GitBook, in its source",
        _DOCUMENT,
        (r"\{% ?(?:method|api-method|swagger|openapi|sample|endmethod|hint|tabs?)\b",),
        ("{%",),
    ),
    _System("GitBook", _MARKDOWN, (r"content=.GitBook", r"^Powered by GitBook"), ("gitbook",)),
    _System("MkDocs", _DOCUMENT, (r"content=.mkdocs", r"^Made with Material for MkDocs"), ("mkdocs",)),
    _System(
        "ReadMe",
        _MARKDOWN,
        (r"rm-ReferenceMain", r"^Click Try It! to start a request"),
        ("rm-referencemain", "click try it!"),
    ),
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
        ("mintlify", "available options", "authorizations", "<responsefield"),
    ),
    _System(
        "fumadocs",
        _MARKDOWN,
        (r"fumadocs", r"^Use the (?:request|response) body type in TypeScript\."),
        ("fumadocs", " body type in"),
    ),
    _System("Docusaurus", _DOCUMENT, (r"content=.Docusaurus", r"docusaurus-openapi"), ("docusaurus",)),
    _System(
        "TypeSpec", _COMPILED, (r"^import \"@typespec/", r"^using TypeSpec"), ("@typespec/", "using typespec")
    ),
    _System("OpenRPC", _OTHER_FORMAT, (r"[\"']openrpc[\"']\s*:", r"^openrpc\s*:"), ("openrpc",)),
    _System("AsyncAPI", _OTHER_FORMAT, (r"[\"']asyncapi[\"']\s*:", r"^asyncapi\s*:"), ("asyncapi",)),
    _System("RAML", _OTHER_FORMAT, (r"^#%RAML",), ("#%raml",)),
    _System(
        "Postman",
        _OTHER_FORMAT,
        (r"_postman_id", r"schema\.getpostman\.com"),
        ("_postman_id", "getpostman.com"),
    ),
)
# Both are in lower case: to search without regard to case takes three times as long.
_SIGNS = [(system, re.compile("|".join(system.signs).lower(), re.MULTILINE)) for system in _SYSTEMS]


def saving_advice(text: str) -> str:
    """Return which documentation system a page looks to be of, and what to save instead; empty where none is known.

    Args:
        text: The page's text, as it came.
    """
    lower = text.lower()
    possible = ((system, signs) for system, signs in _SIGNS if any(word in lower for word in system.words))
    system = next((system for system, signs in possible if signs.search(lower)), None)
    return f"this looks like a page of {system.name}: {system.advice}" if system else ""
