"""An API as a value: its routes, credentials and wording, and the pure function that answers a request with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import msgspec

from numberwire._response import Response
from numberwire.sandbox._inquiry import Inquiry
from numberwire.sandbox._replies import (
    Refusal,
    missing_scope,
    not_found,
    reply,
    unknown_credentials,
    wrong_method,
)
from numberwire.sandbox._settings import Settings

Rule = Callable[[Inquiry, str], Response]
"""Answers an inquiry about the id in its path, which is empty where the path has none."""


@dataclass(frozen=True, slots=True)
class Route:
    """An operation.

    Attributes:
        method: The HTTP method.
        path: The path, with ``{id}`` for the one segment that varies.
        operation: The operation's id.
        rule: What answers it.
    """

    method: str
    path: str
    operation: str
    rule: Rule

    def find_id(self, path: str) -> str | None:
        """The id in a path of this route, empty if it has none; None if the path is another's."""
        start, mark, end = self.path.partition("{id}")
        if not mark:
            return "" if path == self.path else None
        inner = path[len(start) : len(path) - len(end)]
        fits = path.startswith(start) and path.endswith(end) and inner and "/" not in inner
        return unquote(inner) if fits else None


@dataclass(frozen=True, slots=True)
class Api:
    """All that one API does its own way.

    Attributes:
        name: Its name, as everywhere in the project.
        prefix: What the paths of its requests start with.
        scheme: The scheme of its credentials.
        scope: The scope that its operations need.
        find_scopes: The scopes of an Authorization header; None if the credential is unknown.
        routes: Its operations.
        render_refusal: The body of a refusal.
    """

    name: str
    prefix: str
    scheme: str
    scope: str
    find_scopes: Callable[[str, Settings], tuple[str, ...] | None]
    routes: tuple[Route, ...]
    render_refusal: Callable[[Refusal, Settings, str], dict[str, Any]]

    def refuse(self, refusal: Refusal, inquiry: Inquiry) -> Response:
        """A refusal as this API's response."""
        body = self.render_refusal(refusal, inquiry.settings, inquiry.request_id)
        return _add_request_id(reply(body, refusal.status, refusal.headers), inquiry)

    def authorize(self, inquiry: Inquiry) -> None:
        """Refuse unknown credentials (401), and those without the scope (403)."""
        scopes = self.find_scopes(inquiry.header("authorization"), inquiry.settings)
        if scopes is None:
            raise unknown_credentials(self.scheme)
        if self.scope not in scopes:
            raise missing_scope()


def answer_inquiry(api: Api, inquiry: Inquiry) -> Response:
    """Answer a request as the API would.

    The answer and the changes of the store depend on the arguments alone: no socket, clock or chance.

    Args:
        api: The API.
        inquiry: The request, the store, the time and the settings. The store is changed only if the answer
            is a success.
    """
    try:
        with inquiry.store.transaction():
            api.authorize(inquiry)
            route, identifier = find_route(api.routes, inquiry.request.method, inquiry.path)
            return _add_request_id(route.rule(inquiry, identifier), inquiry)
    except Refusal as refusal:
        return api.refuse(refusal, inquiry)


def _add_request_id(response: Response, inquiry: Inquiry) -> Response:
    """A response with the id of its request."""
    return msgspec.structs.replace(
        response, headers=(*response.headers, ("x-request-id", inquiry.request_id))
    )


def find_route(routes: Iterable[Route], method: str, path: str) -> tuple[Route, str]:
    """The route of a request, and the id in its path.

    Of two paths that fit, the first in the table counts.

    Raises:
        Refusal: If no path fits (404), or none takes the method (405).
    """
    matches = [(route, id_) for route in routes if (id_ := route.find_id(path)) is not None]
    same_path = [(route, id_) for route, id_ in matches if route.path == matches[0][0].path]
    if not same_path:
        raise not_found()
    for route, identifier in same_path:
        if route.method == method:
            return route, identifier
    raise wrong_method(tuple(route.method for route, _ in same_path))


def find_write(api: Api, inquiry: Inquiry) -> dict[str, str | None]:
    """What a request that changes something is about: its operation, the number and its id."""
    try:
        route, identifier = find_route(api.routes, inquiry.request.method, inquiry.path)
    except Refusal:
        return {"operation": None, "number": None, "id": None}
    if identifier:
        with inquiry.store.transaction():
            record = inquiry.store.find(api.name, identifier)
        number = record.number if record else None
    else:
        try:
            number = str(inquiry.body()["number"])
        except (Refusal, KeyError):
            number = None
    return {"operation": route.operation, "number": number, "id": identifier or None}


def find_operation(routes: Iterable[Route], method: str, path: str) -> str | None:
    """The id of the operation that a request asks for, or None."""
    try:
        return find_route(routes, method, path)[0].operation
    except Refusal:
        return None
