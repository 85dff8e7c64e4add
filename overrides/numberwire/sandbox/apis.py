"""An API as a value, and the pure function from an inquiry to its answer; no API is named here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from numberwire.sandbox.errors import Refusal
from numberwire.sandbox.inquiry import Inquiry
from numberwire.sandbox.replies import reply
from numberwire.sandbox.routes import Route, find_route
from numberwire.sandbox.settings import Settings
from numberwire.wire import Response


@dataclass(frozen=True, slots=True)
class Api:
    """All that one API does its own way.

    Attributes:
        name: Its name, as everywhere in the project.
        prefix: What the paths of its requests start with.
        authorize: Refuses an inquiry whose credentials are unknown or lack a scope.
        routes: Its operations.
        body: Words a refusal.
    """

    name: str
    prefix: str
    authorize: Callable[[Inquiry], None]
    routes: tuple[Route, ...]
    body: Callable[[Refusal, Settings, str], dict[str, Any]]

    def refusal(self, refusal: Refusal, inquiry: Inquiry) -> Response:
        """A refusal as this API's answer."""
        body = self.body(refusal, inquiry.settings, inquiry.request_id)
        return _marked(reply(body, refusal.status, refusal.headers), inquiry)


def answer(api: Api, inquiry: Inquiry) -> Response:
    """Answer a request as the API would.

    The answer and what becomes of the store depend on the arguments alone: no socket, clock or chance.

    Args:
        api: The API that was asked.
        inquiry: The request, the store, the time and how the sandbox behaves. The store is changed only
            if the answer is a success.
    """
    try:
        with inquiry.store.transaction():
            api.authorize(inquiry)
            route, identifier = find_route(api.routes, inquiry.request.method, inquiry.path)
            return _marked(route.rule(inquiry, identifier), inquiry)
    except Refusal as refusal:
        return api.refusal(refusal, inquiry)


def _marked(response: Response, inquiry: Inquiry) -> Response:
    """An answer with the id of its request."""
    return msgspec.structs.replace(
        response, headers=(*response.headers, ("x-request-id", inquiry.request_id))
    )
