"""Documentation systems whose pages can't be read in every form, and what to save of them instead."""

from __future__ import annotations

from dataclasses import dataclass

_MARKDOWN = "save the page's Markdown (its address with .md added) or the API's OpenAPI document"
_DOCUMENT = "save the OpenAPI document that the page is made from"
_COMPILED = "compile it to an OpenAPI document, and pass that"
_OTHER_FORMAT = "export or find the API's OpenAPI document, and pass that"


@dataclass(frozen=True)
class _System:
    """A documentation system: what to save of its pages, and the signs of them, each in lower case."""

    name: str
    advice: str
    signs: tuple[str, ...]


_SYSTEMS = (
    _System(
        "Redoc",
        _DOCUMENT,
        (
            "redoc-wrap",
            "redoc-container",
            "redoc-json",
            "redoc-markdown",
            "<redoc",
            "redoc.standalone",
            "\nrequest samples\n",
            "\nresponse samples\n",
        ),
    ),
    _System("Swagger UI", _DOCUMENT, ("swagger-ui", "\ntry it out\n")),
    _System(
        "Scalar",
        _DOCUMENT,
        (
            "scalar-app",
            "scalar-api",
            "scalar-container",
            "scalar-reference",
            "\ntest request\n",
            "\ntest request (",
            "\ntest request(",
            "show child attributes",
        ),
    ),
    _System(
        "Stoplight Elements",
        _DOCUMENT,
        ("<elements-api", "sl-elements", "sl-stack", "sl-panel", "\npowered by stoplight"),
    ),
    _System(
        "Slate or widdershins",
        _DOCUMENT,
        (
            "\nlanguage_tabs:",
            "\ntoc_footers:",
            "generator: widdershins",
            "\n> scroll down for code samples",
        ),
    ),
    _System("openapi-generator", _DOCUMENT, ("\nall uris are relative to ", "[[back to top]]")),
    _System(
        "GitBook, in its source",
        _DOCUMENT,
        tuple(
            f"{{%{blank}{tag}"
            for blank in ("", " ")
            for tag in ("method", "api-method", "swagger", "openapi", "sample", "endmethod", "hint", "tab")
        ),
    ),
    _System("GitBook", _MARKDOWN, ('content="gitbook', "content='gitbook", "\npowered by gitbook")),
    _System(
        "MkDocs",
        _DOCUMENT,
        ('content="mkdocs', "content='mkdocs", "\nmade with material for mkdocs"),
    ),
    _System("ReadMe", _MARKDOWN, ("rm-referencemain", "\nclick try it! to start a request")),
    _System(
        "Mintlify",
        _MARKDOWN,
        (
            'content="mintlify',
            "content='mintlify",
            "\navailable options:",
            "\nauthorizations\n",
            "<responsefield",
            "\npowered by mintlify",
        ),
    ),
    _System(
        "fumadocs",
        _MARKDOWN,
        (
            "fumadocs",
            "\nuse the request body type in typescript.",
            "\nuse the response body type in typescript.",
        ),
    ),
    _System("Docusaurus", _DOCUMENT, ('content="docusaurus', "content='docusaurus", "docusaurus-openapi")),
    _System("TypeSpec", _COMPILED, ('\nimport "@typespec/', "\nusing typespec")),
    _System("OpenRPC", _OTHER_FORMAT, ('"openrpc":', '"openrpc" :', "\nopenrpc:")),
    _System("AsyncAPI", _OTHER_FORMAT, ('"asyncapi":', '"asyncapi" :', "\nasyncapi:")),
    _System("RAML", _OTHER_FORMAT, ("\n#%raml",)),
    _System("Postman", _OTHER_FORMAT, ("_postman_id", "schema.getpostman.com")),
)


def saving_advice(text: str) -> str:
    """Return which documentation system a page looks to be of, and what to save instead; empty where none is known.

    Args:
        text: The page's text, as it came.
    """
    lines = "\n".join(["", *text.lower().splitlines(), ""])
    system = next((system for system in _SYSTEMS if any(sign in lines for sign in system.signs)), None)
    return f"this looks like a page of {system.name}: {system.advice}" if system else ""
