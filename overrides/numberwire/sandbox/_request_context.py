"""A request with all that its answer may depend on; reads it, and never answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import parse_qsl

import msgspec

from numberwire.sandbox._replies import bad_request
from numberwire.sandbox._settings import Settings
from numberwire.sandbox._store import Store
from numberwire_api import Request

_LOOPBACK = re.compile(r"(localhost|127(\.\d+){3}|\[::1\])(:\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestContext:
    """All that an answer may depend on.

    Attributes:
        request: The request as it came.
        store: The state.
        settings: How this sandbox behaves.
        now: The sandbox's time.
        request_id: The id this request was given.
    """

    request: Request
    store: Store
    settings: Settings
    now: datetime
    request_id: str

    @property
    def path(self) -> str:
        """The path, still percent-encoded."""
        return self.request.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters; of one sent twice the last, and none that is empty."""
        return dict(parse_qsl(self.request.target.partition("?")[2]))

    @property
    def origin(self) -> str:
        """Scheme and host that the caller used, empty if unknown; only loopback hosts speak http."""
        host = self.header("host")
        scheme = "http" if _LOOPBACK.fullmatch(host) else "https"
        return f"{scheme}://{host}" if host else ""

    def header(self, name: str) -> str:
        """A header's value, empty where it is missing."""
        return next((value for key, value in self.request.headers if key.lower() == name), "")

    def body(self) -> dict[str, Any]:
        """The JSON object in the body.

        Raises:
            Refusal: If there is no JSON object.
        """
        try:
            value = msgspec.json.decode(self.request.content)
        except (ValueError, RecursionError):
            raise bad_request("The request body is not valid JSON.") from None
        if not isinstance(value, dict):
            raise bad_request("The request body is not a JSON object.")
        return cast("dict[str, Any]", value)
