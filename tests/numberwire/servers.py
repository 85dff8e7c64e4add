"""Servers in this process: functions from request to response, which remember what they were asked."""

import json
from collections.abc import Callable
from typing import Any

from numberwire._response import Response
from numberwire_api import Request

Turn = Response | Exception | Callable[[Request], Response]


def said(value: Any, status: int = 200, /, **headers: str) -> Response:
    """A value as a JSON answer; a header's name is written with underscores."""
    pairs = tuple((name.replace("_", "-"), text) for name, text in headers.items())
    return Response(status, pairs, json.dumps(value).encode())


class Script:
    """A server that answers by a script, its last turn again and again.

    Attributes:
        asked: The requests, as they came.
    """

    def __init__(self, *turns: Turn) -> None:
        self._turns = list(turns)
        self.asked: list[Request] = []

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        self.asked.append(request)
        turn = self._turns.pop(0) if len(self._turns) > 1 else self._turns[0]
        if isinstance(turn, Exception):
            raise turn
        return turn(request) if callable(turn) else turn

    @property
    def calls(self) -> list[str]:
        """Method and target of each request."""
        return [f"{request.method} {request.target}" for request in self.asked]

    @property
    def bodies(self) -> list[Any]:
        """The decoded body of each request that had one."""
        return [json.loads(request.content) for request in self.asked if request.content]


def header(request: Request, name: str) -> str | None:
    """The value of a request's header."""
    return dict(request.headers).get(name)
