"""The client of a package: a definition, and classes that send its operations over numberwire's exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import jinja2

from generator.codegen.contract import Contract, Field, Operation, PagingHint, Scheme, Struct
from generator.codegen.omissions import Omissions
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
_RECORDS = ("data", "items", "results", "records", "values", "value", "entries")
_MORE = ("has_more", "hasmore", "has_next_page", "hasnextpage")
_RESERVED = frozenset(
    {
        *(
            "self",
            "base_url",
            "settings",
            "checked",
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
            "for_call",
            "has_extra_body",
            "with_options",
            "options",
            "base_url",
        ),
        *("send", "request", "pages", "records", "perform", "exchange", "interruptible", "close", "aclose"),
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
    by_scheme = {scheme.key: keyword for keyword, (scheme, _) in zip(keywords, schemes, strict=True)}
    definition = [f"name={literal(name)}", "trusts_answers=True", f"next_pages={{{', '.join(pages)}}}"]
    definition += _security(contract, by_scheme) + _servers(contract, address)
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
        definition=", ".join(definition),
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
        secrets=", ".join(keywords),
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


def note_unsendable(contract: Contract, omissions: Omissions) -> None:
    """Note each kind of credential that a client can't send.

    Args:
        contract: The contract.
        omissions: Where to note them.
    """
    sendable = {scheme.key for scheme, _ in _usable_schemes(contract.schemes)}
    for scheme in contract.schemes:
        if scheme.key not in sendable:
            message = f"A client can't send the credential {scheme.key!r}; calls are sent without it."
            omissions.add("credential", scheme.pointer, message)


def _security(contract: Contract, keywords: dict[str, str]) -> list[str]:
    """Return the argument that says which credentials an operation takes; what most of them take stands at ""."""
    ways = {one.id: _sendable_ways(one.security, keywords) for one in contract.operations if one.security}
    usual = max(ways.values(), key=list(ways.values()).count, default=())
    if len(ways) < len(contract.operations) or not keywords:
        usual = ()  # where an operation says nothing, all is sent
    rows = {"": usual} if usual else {}
    rows |= {operation: value for operation, value in ways.items() if value != usual}
    return [f"security={literal(rows)}"] if rows and keywords else []


def _sendable_ways(
    ways: tuple[tuple[str, ...], ...], keywords: dict[str, str]
) -> tuple[tuple[str, ...], ...]:
    """Return the ways to call an operation by their keywords, first those of which nothing is missing."""
    ordered = sorted(ways, key=lambda way: any(name not in keywords for name in way))
    sendable = (tuple(keywords[name] for name in way if name in keywords) for way in ordered)
    return tuple(dict.fromkeys(sendable))


def _servers(contract: Contract, address: str) -> list[str]:
    """Return the arguments that say where the API is, and where single operations are."""
    if not address:
        return []
    servers = {one.id: urljoin(address, one.servers[0]) for one in contract.operations if one.servers}
    own = {name: server for name, server in servers.items() if _is_whole(server) and server != address}
    return [f"address={literal(address)}"] + ([f"servers={literal(own)}"] if own else [])


def _address(contract: Contract) -> str:
    """Return the first address of the API; empty where it is no whole one."""
    return next((one.address for one in contract.servers if _is_whole(one.address)), "")


def _is_whole(address: str) -> bool:
    return address.startswith(("https://", "http://")) and "{" not in address


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
    if not isinstance(operation.success, Named) or operation.success.enum:
        return None
    struct = contract.structs.get(operation.success.name)
    hint = operation.paging or PagingHint()
    if struct is None or (operation.method != "GET" and not hint.place):
        return None
    lists = [one for one in struct.fields if isinstance(_plain(one.shape), Listed)]
    if not lists:
        return None
    parameters = {_key(one.wire): one.wire for one in operation.parameters if one.location == "query"}
    parameter = hint.parameter or next((parameters[name] for name in _PARAMETERS if name in parameters), "")
    place = _named_place(contract, struct, hint.place) or _place(contract, struct.fields, parameter)
    if place is None:
        return None
    more = next((one.name for one in struct.fields if one.wire == hint.more), "") or next(
        (one.name for one in struct.fields if _key(one.wire) in _MORE and _plain(one.shape) == Plain("bool")),
        "",
    )
    arguments = [literal(place), literal(parameter), literal(more), literal(_records(lists, hint.records))]
    return f"NextPage({', '.join(arguments)})"


def _records(lists: list[Field], wanted: str) -> str:
    """Return the field of a page's records: the one the document names, the only list, or one with a usual name."""
    named = [one.name for one in lists if one.wire == wanted]
    usual = [one.name for name in _RECORDS for one in lists if _key(one.wire) == name]
    alone = [lists[0].name] if len(lists) == 1 else []
    return next(iter((*named, *alone, *usual)), "")


def _named_place(contract: Contract, struct: Struct, wires: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the fields that a document's own words lead to, or None where they lead nowhere."""
    names: list[str] = []
    inner: Struct | None = struct
    for wire in wires:
        field = next((one for one in inner.fields if one.wire == wire), None) if inner else None
        if field is None:
            return None
        names.append(field.name)
        shape = _plain(field.shape)
        inner = contract.structs.get(shape.name) if isinstance(shape, Named) else None
    return tuple(names) or None


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
