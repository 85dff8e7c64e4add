"""Access: where an API is and which credentials it takes, read from a document; and the module that says so."""

from __future__ import annotations

from typing import Any

from generator.codegen.contract import Contract, PagingHint, Scheme, ServerAddress
from generator.codegen.omissions import Omissions
from generator.codegen.source_text import docstring, literal, sentence
from generator.openapi import view
from generator.openapi.pointers import is_mapping, mapping, sequence, step, text, texts
from generator.openapi.view import Spot, Subject

MODULE = "api"
"""The module that says where the API is and which credentials it takes."""


def read_servers(spots: list[Spot]) -> tuple[ServerAddress, ...]:
    """Return the addresses of a list of servers.

    Args:
        spots: The servers.
    """
    servers = [spot.value for spot in spots]
    return tuple(
        ServerAddress(server["url"], sentence(text(server.get("description"))), _variables(server))
        for server in servers
        if isinstance(server.get("url"), str)
    )


def _variables(server: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    variables = mapping(server.get("variables"))
    return tuple((name, str(mapping(variable).get("default", ""))) for name, variable in variables.items())


def read_schemes(subject: Subject, omissions: Omissions) -> tuple[Scheme, ...]:
    """Return the kinds of credentials of a document.

    Args:
        subject: The document.
        omissions: Where to note what is left out.
    """
    schemes: list[Scheme] = []
    for spot in subject.root.step("components").named_children("securitySchemes"):
        target = subject.follow(spot)
        if target is None:
            omissions.add_reference(spot.value, spot.pointer, "The security scheme")
            continue
        node, kind = target.value, text(target.value.get("type"))
        name = text(node.get("scheme")).lower() if kind == "http" else text(node.get("name"))
        description = sentence(text(node.get("description")))
        schemes.append(Scheme(spot.name, kind, name, text(node.get("in")), description, spot.pointer))
    return tuple(schemes)


def read_security(
    subject: Subject, operation: view.Operation, omissions: Omissions
) -> tuple[tuple[str, ...], ...]:
    """Return the names of the credentials that are taken together, for each way to call an operation.

    An empty list says that none is needed, which is a way without a name.

    Args:
        subject: The document.
        operation: The operation.
        omissions: Where to note what names no credential.
    """
    owner = subject.security_owner(operation)
    if "security" not in owner.value:
        return ()
    pointer, value = step(owner.pointer, "security"), owner.value["security"]
    listed = sequence(value)
    if listed != value or not all(map(is_mapping, listed)):
        message = "This is not a list of requirements; what isn't one is left out."
        omissions.add("credential", pointer, message)
    schemes = mapping(subject.root.step("components").value.get("securitySchemes"))
    ways = [(place, texts(list(way))) for place, way in enumerate(listed) if is_mapping(way)]
    for place, way in ways:
        for name in way:
            if name not in schemes:
                message = f"The document has no security scheme {name!r}; a client sends nothing for it."
                omissions.add("credential", step(pointer, place, name), message)
    return tuple(tuple(way) for _, way in ways) or (((),) if value == [] else ())


def read_paging(operation: dict[str, Any]) -> PagingHint | None:
    """Return what an operation says of its pages: as `x-paging`, or as generators of others read it.

    Args:
        operation: The Operation Object.
    """
    own, linked = mapping(operation.get("x-paging")), mapping(operation.get("x-ms-pageable"))
    if own:
        next_page = text(own.get("next"))
        return PagingHint(
            tuple(next_page.split(".")) if next_page else (),
            text(own.get("parameter")),
            text(own.get("more")),
            text(own.get("records")),
        )
    if linked:  # https://azure.github.io/autorest/extensions/#x-ms-pageable
        link = text(linked.get("nextLinkName"))
        return PagingHint((link,) if link else (), records=text(linked.get("itemName")) or "value")
    return None


def access_source(contract: Contract, header: str, up: str) -> str:
    """Return the source of the module that says where the API is and which credentials it takes.

    Args:
        contract: The contract.
        header: The first line of a generated file.
        up: The dots that lead to the runtime files.
    """
    servers = "".join(f"    {_server(server)},\n" for server in contract.servers)
    schemes = "".join(f"    {literal(scheme.key)}: {_scheme(scheme)},\n" for scheme in contract.schemes)
    return "\n".join(
        (
            header,
            docstring("The API's addresses, and the credentials it accepts."),
            "",
            "from __future__ import annotations",
            "",
            f"from {up}_access import SecurityScheme, Server",
            "",
            '__all__ = ["SECURITY_SCHEMES", "SERVERS"]',
            "",
            f"SERVERS: tuple[Server, ...] = (\n{servers})",
            docstring("The addresses of the API."),
            "",
            f"SECURITY_SCHEMES: dict[str, SecurityScheme] = {{\n{schemes}}}",
            docstring("Each kind of credential, by the name that an operation's `security` has for it."),
            "",
        )
    )


def _server(server: ServerAddress) -> str:
    options = [f"url={literal(server.url)}"]
    options += [f"description={literal(server.description)}"] if server.description else []
    options += [f"variables={literal(server.variables)}"] if server.variables else []
    return f"Server({', '.join(options)})"


def _scheme(scheme: Scheme) -> str:
    named = (("kind", scheme.kind), ("name", scheme.name), ("location", scheme.location))
    options = [
        f"{name}={literal(value)}" for name, value in (*named, ("description", scheme.description)) if value
    ]
    return f"SecurityScheme({', '.join(options)})"
