"""Access: where an API is and which credentials it takes, read from a document; and the module that says so."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from generator.codegen.contract import Contract, PagingHint, Scheme, ServerAddress, ServerVariable
from generator.codegen.omissions import Omissions
from generator.codegen.source_text import docstring, literal, sentence
from generator.openapi import view
from generator.openapi.pointers import is_mapping, mapping, sequence, step, text, texts
from generator.openapi.view import Spot, Subject

MODULE = "api"
"""The module that says where the API is and which credentials it takes."""
_VARIABLE = re.compile(r"\{([^{}]+)\}")


def read_servers(spots: list[Spot], omissions: Omissions) -> tuple[ServerAddress, ...]:
    """Return the addresses of a list of servers.

    Args:
        spots: The servers.
        omissions: Where to note what is left out, or has to be chosen.
    """
    servers: list[ServerAddress] = []
    for spot in spots:
        url = text(spot.value.get("url"))
        server = ServerAddress(
            url, sentence(text(spot.value.get("description"))), _variables(spot, url, omissions)
        )
        if url and _is_address(server.address):
            servers.append(server)
        else:
            omissions.add("server", spot.pointer, "This is not an address; it is left out.")
    return tuple(servers)


def _is_address(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True


def _variables(server: Spot, url: str, omissions: Omissions) -> tuple[ServerVariable, ...]:
    described = {spot.name: spot for spot in server.named_children("variables")}
    variables: list[ServerVariable] = []
    for name in dict.fromkeys((*described, *_VARIABLE.findall(url))):
        spot = described.get(name, server)
        values = tuple(map(str, filter(_is_scalar, sequence(spot.value.get("enum")))))
        default = spot.value.get("default")
        variable = ServerVariable(name, str(default) if _is_scalar(default) else None, values)
        if variable.default is None:
            message = f"The variable {name!r} has no default; whoever uses the address has to give it."
            omissions.add("server", spot.pointer, message)
        elif values and variable.default not in values:
            omissions.add("server", spot.pointer, f"The default of {name!r} is not one of its values.")
        variables.append(variable)
    return tuple(variables)


def _is_scalar(value: object) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


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
    owner = subject.security_owner(operation.spot)
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
            f"from {up}_access import SecurityScheme, Server, ServerVariable",
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
    variables = "".join(f"{_variable(variable)}, " for variable in server.variables)
    options += [f"variables=({variables})"] if variables else []
    return f"Server({', '.join(options)})"


def _variable(variable: ServerVariable) -> str:
    options = [f"name={literal(variable.name)}"]
    options += [f"default={literal(variable.default)}"] if variable.default is not None else []
    options += [f"values={literal(variable.values)}"] if variable.values else []
    return f"ServerVariable({', '.join(options)})"


def _scheme(scheme: Scheme) -> str:
    named = (("kind", scheme.kind), ("name", scheme.name), ("location", scheme.location))
    options = [
        f"{name}={literal(value)}" for name, value in (*named, ("description", scheme.description)) if value
    ]
    return f"SecurityScheme({', '.join(options)})"
