"""Which rule answers which method and path, by tables of routes; the rules stand with their APIs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from numberwire.sandbox.errors import Refusal, not_allowed, not_found
from numberwire.sandbox.inquiry import Inquiry
from numberwire.wire import Response

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

    def identifier(self, path: str) -> str | None:
        """The id in a path of this route, empty if it has none; None if the path is another's."""
        start, mark, end = self.path.partition("{id}")
        if not mark:
            return "" if path == self.path else None
        inner = path[len(start) : len(path) - len(end)]
        fits = path.startswith(start) and path.endswith(end) and inner and "/" not in inner
        return unquote(inner) if fits else None


def find_route(routes: Iterable[Route], method: str, path: str) -> tuple[Route, str]:
    """The route of a request, and the id in its path.

    Of two paths that fit, the one that stands first in the table is meant.

    Raises:
        Refusal: If no path fits (404), or none takes the method (405).
    """
    fitting = [(route, found) for route in routes if (found := route.identifier(path)) is not None]
    same_path = [(route, found) for route, found in fitting if route.path == fitting[0][0].path]
    if not same_path:
        raise not_found()
    for route, found in same_path:
        if route.method == method:
            return route, found
    raise not_allowed(tuple(route.method for route, _ in same_path))


def operation_of(routes: Iterable[Route], method: str, path: str) -> str | None:
    """The id of the operation a request asks for, or None."""
    try:
        return find_route(routes, method, path)[0].operation
    except Refusal:
        return None
