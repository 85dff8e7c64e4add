"""The client of a package: a definition, and classes that send its operations over numberwire's exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import jinja2

from generator.codegen.contract import Contract, Field, Operation, Scheme
from generator.codegen.shapes import TEXT, Either, Listed, Named, Plain, Shape
from generator.codegen.source_text import docstring, literal
from generator.names import Names, class_name, snake_name

MODULE = "client"
"""The module of the client classes."""

_LINKS = (
    "next",
    "next_url",
    "nexturl",
    "next_link",
    "nextlink",
    "next_page_url",
    "nextpageurl",
    "odatanextlink",
)
_CURSORS = (
    "next_cursor",
    "nextcursor",
    "next_page_token",
    "nextpagetoken",
    "next_token",
    "nexttoken",
    "cursor",
    "after",
)
_PARAMETERS = ("cursor", "page_token", "pagetoken", "next_token", "nexttoken", "after", "starting_after")
_MORE = ("has_more", "hasmore", "has_next_page", "hasnextpage")
_RESERVED = frozenset(
    {
        *(
            "self",
            "base_url",
            "settings",
            "prepared",
            "credential",
            "transport",
            "hooks",
            "allow_http",
            "proxy",
            "verify",
        ),
        *("trust_env", "timeout", "deadline", "max_retries", "pace", "settle", "page_size", "checks"),
    }
)
"""What every client takes, so that no credential may be called so."""
_ATTRIBUTES = frozenset(
    {
        *(
            "definition",
            "interruption",
            "with_call_options",
            "has_extra_body",
            "with_options",
            "options",
            "base_url",
        ),
        *("send", "request", "pages", "perform", "exchange", "interruptible", "close", "aclose"),
    }
)
"""What every client has, so that no resource may be called so."""


@dataclass(frozen=True)
class ResourceModule:
    """A module of operations as a client has it.

    Attributes:
        name: The module.
        resource: The class of its operations.
        attribute: The attribute of the client.
    """

    name: str
    resource: str
    attribute: str


def resource_modules(names: Sequence[tuple[str, str]]) -> list[ResourceModule]:
    """Return the modules of operations with the attributes that a client has for them.

    Args:
        names: Each module with the class of its operations.
    """
    attributes = Names(_ATTRIBUTES)
    return [ResourceModule(name, resource, attributes.take(name)) for name, resource in names]


def client_source(
    environment: jinja2.Environment, contract: Contract, header: str, name: str, modules: list[ResourceModule]
) -> str:
    """Return the source of the client's module.

    Args:
        environment: Where the template is.
        contract: The contract.
        header: The first line of a generated file.
        name: The package.
        modules: The modules of operations.
    """
    title = " ".join(contract.title.split()) or "the API"
    schemes = list(_usable_schemes(contract.schemes))
    names = Names(_RESERVED)
    keywords = [names.take(snake_name(scheme.key, "key")) for scheme, _ in schemes]
    kinds = ["tuple[str, str]" if way == "basic" else "str" for _, way in schemes]
    address = _address(contract)
    takes = [f"base_url: str = {literal(address)}" if address else "base_url: str"]
    takes += ["*"] * bool(keywords)
    takes += [f"{keyword}: {kind} | None = None" for keyword, kind in zip(keywords, kinds, strict=True)]
    rows = [
        f"({literal(keyword)}, {literal(way)}, {literal(scheme.name)}, {keyword})"
        for keyword, (scheme, way) in zip(keywords, schemes, strict=True)
    ]
    pages = (
        f"{literal(one.id)}: {page}" for one in contract.operations if (page := _next_page(contract, one))
    )
    stem = class_name(name)
    arguments = ["    base_url: Where the API is."]
    arguments += [
        f"    {keyword}: {_scheme_doc(*scheme)}" for keyword, scheme in zip(keywords, schemes, strict=True)
    ]
    arguments.append("    settings: See `numberwire.client.ClientSettings`.")
    described = "\n".join(("Args:", *arguments))
    return environment.get_template("client.py.jinja").render(
        header=header,
        doc=docstring(f"Clients of {title}."),
        modules=modules,
        exported=", ".join(map(literal, sorted((f"{stem}Client", f"Async{stem}Client", "DEFINITION")))),
        name=literal(name),
        next_pages=f"{{{', '.join(pages)}}}",
        kinds=[
            {
                "name": f"{prefix}{stem}Client",
                "base": f"{prefix}Client",
                "prefix": prefix,
                "doc": docstring(f"{how} of {title}; safe to share between {shared}.\n\n{described}"),
            }
            for prefix, how, shared in (("", "A client", "threads"), ("Async", "An async client", "tasks"))
        ],
        takes=", ".join(takes) + ", ",
        schemes=", ".join(rows),
        secrets="".join(f"{keyword}, " for keyword in keywords),
    )


def client_texts(modules: list[ResourceModule]) -> frozenset[str]:
    """Return the attributes that the client's module reaches for, as they are written.

    Args:
        modules: The modules of operations.
    """
    classes = {f"{one.name}.{prefix}{one.resource}" for one in modules for prefix in ("", "Async")}
    return frozenset(
        {"super().__init__", "self.send", *classes, *(f"self.{one.attribute}" for one in modules)}
    )


def _address(contract: Contract) -> str:
    """Return the first address of the API; empty where it is no whole one."""
    for server in contract.servers:
        address = server.url
        for name, value in server.variables:
            address = address.replace("{" + name + "}", value)
        if address.startswith(("https://", "http://")) and "{" not in address:
            return address
    return ""


def _usable_schemes(schemes: Sequence[Scheme]) -> Iterator[tuple[Scheme, str]]:
    """Yield each kind of credential that a client can send, and the way that it is sent."""
    for scheme in schemes:
        if scheme.kind == "apiKey" and scheme.location in {"header", "query", "cookie"} and scheme.name:
            yield scheme, scheme.location
        elif scheme.kind == "http" and scheme.name in {"basic", "bearer"}:
            yield scheme, scheme.name
        elif scheme.kind in {"oauth2", "openIdConnect"}:
            yield scheme, "bearer"


def _scheme_doc(scheme: Scheme, way: str) -> str:
    words = {
        "basic": "The user and the password.",
        "bearer": "The token.",
        "header": "The key, sent in a header.",
        "query": "The key, sent in the query.",
        "cookie": "The key, sent in a cookie.",
    }
    return " ".join(filter(None, (words[way], scheme.description)))


def _next_page(contract: Contract, operation: Operation) -> str | None:
    """Return where an operation's answer names the next page; None where it is no page, or does not say."""
    if operation.method != "GET" or not isinstance(operation.success, Named) or operation.success.enum:
        return None
    struct = contract.structs.get(operation.success.name)
    if struct is None or not any(isinstance(_plain(one.shape), Listed) for one in struct.fields):
        return None
    parameters = {_key(one.wire): one.wire for one in operation.parameters if one.location == "query"}
    parameter = next((parameters[name] for name in _PARAMETERS if name in parameters), "")
    place = _place(contract, struct.fields, parameter)
    if place is None:
        return None
    more = next(
        (one.name for one in struct.fields if _key(one.wire) in _MORE and _plain(one.shape) == Plain("bool")),
        "",
    )
    return f"NextPage({literal(place)}, {literal(parameter)}, {literal(more)})"


def _place(contract: Contract, fields: Sequence[Field], parameter: str) -> tuple[str, ...] | None:
    """Return the fields that lead to the link or the cursor: one of the page, or of an object in it."""
    wanted = (*_LINKS, *(_CURSORS if parameter else ()))
    by_key = {_key(one.wire): one for one in fields}
    for name in wanted:
        if name in by_key and _plain(by_key[name].shape) == TEXT:
            return (by_key[name].name,)
    for one in fields:
        shape = _plain(one.shape)
        inner = contract.structs.get(shape.name) if isinstance(shape, Named) else None
        for name in wanted if inner else ():
            found = next((two for two in inner.fields if _key(two.wire) == name), None) if inner else None
            if found and _plain(found.shape) == TEXT:
                return (one.name, found.name)
    return None


def _plain(shape: Shape) -> Shape:
    """Return a shape without None."""
    members = [one for one in shape.members if one != Plain("none")] if isinstance(shape, Either) else [shape]
    return members[0] if len(members) == 1 else shape


def _key(wire: str) -> str:
    return wire.lower().replace("-", "_").replace("@", "").replace(".", "")
