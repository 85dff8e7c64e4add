"""An API as a value: its routes, credentials and wording, and the pure function that answers a request with them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import msgspec

from numberwire._response import Response
from numberwire.sandbox._replies import (
    ErrorReply,
    missing_scope,
    no_answer_yet,
    not_found,
    reply,
    unknown_credentials,
    wrong_method,
)
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox._settings import Settings
from numberwire_api import Operation

Rule = Callable[[RequestContext, str], Response]
"""Answers a request about the id in its path, which is empty where the path has none."""


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
        package: The package generated for it, which has the operations that it documents.
    """

    name: str
    prefix: str
    scheme: str
    scope: str
    find_scopes: Callable[[str, Settings], tuple[str, ...] | None]
    routes: tuple[Route, ...]
    render_refusal: Callable[[ErrorReply, Settings, str], dict[str, Any]]
    package: ModuleType | None = None

    def refuse(self, refusal: ErrorReply, context: RequestContext) -> Response:
        """A refusal as this API's response."""
        body = self.render_refusal(refusal, context.settings, context.request_id)
        return _add_request_id(reply(body, refusal.status, refusal.headers), context)

    def authorize(self, context: RequestContext) -> None:
        """Refuse unknown credentials (401), and those without the scope (403)."""
        scopes = self.find_scopes(context.header("authorization"), context.settings)
        if scopes is None:
            raise unknown_credentials(self.scheme)
        if self.scope not in scopes:
            raise missing_scope()


def answer_request(api: Api, context: RequestContext) -> Response:
    """Answer a request as the API would.

    The answer and the changes of the store depend on the arguments alone: no socket, clock or chance.

    Args:
        api: The API.
        context: The request, the store, the time and the settings. The store is changed only if the answer
            is a success.
    """
    try:
        with context.store.transaction():
            api.authorize(context)
            route, identifier = _find_answer(api, context)
            return _add_request_id(route.rule(context, identifier), context)
    except ErrorReply as refusal:
        return api.refuse(refusal, context)


def _add_request_id(response: Response, context: RequestContext) -> Response:
    """A response with the id of its request."""
    return msgspec.structs.replace(
        response, headers=(*response.headers, ("x-request-id", context.request_id))
    )


def _find_answer(api: Api, context: RequestContext) -> tuple[Route, str]:
    """The route of a request, and the id in its path.

    Raises:
        ErrorReply: If there is none; 501 where the API documents the operation and no answer is written for it.
    """
    method, path = context.request.method, context.path
    try:
        return find_route(api.routes, method, path)
    except ErrorReply:
        if operation := find_unanswered(api, method, path):
            raise no_answer_yet(operation) from None
        raise


def find_unanswered(api: Api, method: str, path: str) -> str | None:
    """The id of the documented operation that a request asks for and that no route answers, or None."""
    answered = {route.operation for route in api.routes}
    return next(
        (
            operation.id
            for operation in documented_operations(api.package)
            if operation.method == method
            and operation.id not in answered
            and _is_path_of(operation.path, path)
        ),
        None,
    )


@cache
def documented_operations(package: ModuleType | None) -> tuple[Operation[Any], ...]:
    """The operations of a generated package, with nothing in the place of their arguments.

    Args:
        package: The package; None has none.
    """
    modules = [item for item in vars(package or object).values() if isinstance(item, ModuleType)]
    functions = [
        function
        for module in modules
        for name in getattr(module, "__all__", ())
        if inspect.isfunction(function := getattr(module, name))
        and str(function.__annotations__.get("return")).startswith("Operation[")
    ]
    return tuple(map(_empty_operation, functions))


def _empty_operation(function: Callable[..., Operation[Any]]) -> Operation[Any]:
    required = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    names = {one.name: None for one in required if one.kind is one.KEYWORD_ONLY}
    return function(*[None] * (len(required) - len(names)), **names)


def _is_path_of(template: str, path: str) -> bool:
    """Whether a path is one of a template, with a segment in the place of each of its parameters."""
    names, segments = template.split("/"), path.split("/")
    return len(names) == len(segments) and all(
        bool(segment) if name.startswith("{") else name == segment
        for name, segment in zip(names, segments, strict=True)
    )


def find_route(routes: Iterable[Route], method: str, path: str) -> tuple[Route, str]:
    """The route of a request, and the id in its path.

    Of two paths that fit, the first in the table counts.

    Raises:
        ErrorReply: If no path fits (404), or none takes the method (405).
    """
    matches = [(route, id_) for route in routes if (id_ := route.find_id(path)) is not None]
    same_path = [(route, id_) for route, id_ in matches if route.path == matches[0][0].path]
    if not same_path:
        raise not_found()
    for route, identifier in same_path:
        if route.method == method:
            return route, identifier
    raise wrong_method(tuple(route.method for route, _ in same_path))


def find_write(api: Api, context: RequestContext) -> dict[str, str | None]:
    """What a request that changes something is about: its operation, the number and its id."""
    try:
        route, identifier = find_route(api.routes, context.request.method, context.path)
    except ErrorReply:
        return {"operation": None, "number": None, "id": None}
    if identifier:
        with context.store.transaction():
            record = context.store.find(api.name, identifier)
        number = record.number if record else None
    else:
        try:
            number = str(context.body()["number"])
        except (ErrorReply, KeyError):
            number = None
    return {"operation": route.operation, "number": number, "id": identifier or None}


def find_operation(api: Api, method: str, path: str) -> str | None:
    """The id of the operation that a request asks for, or None."""
    try:
        return find_route(api.routes, method, path)[0].operation
    except ErrorReply:
        return find_unanswered(api, method, path)
