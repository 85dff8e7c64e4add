"""A sandbox whose time stands still, and a caller that speaks JSON to it."""

import base64
import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from numberwire._response import Response
from numberwire.sandbox import API_KEY, PROJECT, TOKEN, Sandbox, Settings
from numberwire_api import Request

PATH = "/api/relay/rest/phone_numbers"


def basic_auth(project: str = PROJECT, token: str = TOKEN) -> str:
    """An HTTP Basic credential."""
    return "Basic " + base64.b64encode(f"{project}:{token}".encode()).decode()


@dataclass
class Caller:
    """Asks a sandbox in JSON."""

    sandbox: Sandbox
    authorization: str = field(default_factory=basic_auth)
    host: str = "example.signalwire.com"

    def send(self, method: str, path: str = "", content: bytes = b"", **query: object) -> Response:
        """The response to a request; a path that is no absolute one is below the numbers."""
        target = path if path.startswith("/") else "/".join(filter(None, (PATH, path)))
        target += f"?{urlencode(query)}" if query else ""
        headers = (("Authorization", self.authorization), ("Host", self.host))
        return self.sandbox(Request(method, target, headers, content))

    def ask(self, method: str, path: str = "", body: object = None, **query: object) -> tuple[int, Any]:
        """Status and value of the answer to a request."""
        response = self.send(method, path, b"" if body is None else json.dumps(body).encode(), **query)
        return response.status, json.loads(response.content) if response.content else None

    def route(self, identifier: str, body: object) -> tuple[int, Any]:
        """Status and value of the answer to an update of a number's routing."""
        return Caller(self.sandbox, f"Bearer {API_KEY}").ask("PATCH", f"/v1/phone-numbers/{identifier}", body)

    def control(self, method: str, name: str, body: object = None) -> tuple[int, Any]:
        """Status and value of the answer to a control request."""
        return self.ask(method, f"/_sandbox/{name}", body)

    def buy(self, **query: object) -> dict[str, Any]:
        """A number just bought: the first that a search finds."""
        _, found = self.ask("GET", "search", max_results=1, **query)
        status, number = self.ask("POST", body={"number": found["data"][0]["number"]})
        assert status == 200
        return number


Make = Callable[..., Caller]


@pytest.fixture
def make() -> Make:
    """Makes a caller of a new sandbox; its settings are given by name."""

    def make(seed: int = 0, api: str | None = None, **settings: Any) -> Caller:
        return Caller(
            Sandbox(seed=seed, api=api, time=lambda: 1_736_933_400.0, settings=Settings(**settings))
        )

    return make


@pytest.fixture
def caller(make: Make) -> Caller:
    """A caller of a new sandbox, at 2025-01-15T09:30:00Z."""
    return make()


@pytest.fixture
def complaint() -> Callable[..., dict[str, Any]]:
    """The body of a 422 with one complaint."""

    def complaint(detail: str, code: str = "invalid_parameter") -> dict[str, Any]:
        title = code.replace("_", " ").capitalize()
        return {"errors": [{"detail": detail, "status": "422", "title": title, "code": code}]}

    return complaint


class Web:
    """One connection to a sandbox over HTTP."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and value of the answer to a request."""
        content = None if body is None else json.dumps(body)
        self.connection.request(method, path, content, {"Authorization": basic_auth()})
        response = self.connection.getresponse()
        answer = response.read()
        return response.status, json.loads(answer) if answer else None


@pytest.fixture
def connect() -> Iterator[Callable[[str], Web]]:
    """Opens connections, and closes them after the test."""
    connections: list[Web] = []

    def connect(url: str) -> Web:
        connections.append(Web(url))
        return connections[-1]

    yield connect
    for web in connections:
        web.connection.close()
