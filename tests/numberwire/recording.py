"""Where recorded calls go: to a server while they are recorded, nowhere while they are replayed.

What is recorded is made neutral on its way into a cassette, and so is every request that is looked for there:
credentials and cookies are left out, hosts and phone numbers replaced. So a replay does not depend on where the
recording was made.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from numberwire.sandbox import API_KEY, PROJECT, TOKEN, UNSCOPED_API_KEY, Sandbox
from tests.numberwire.subjects import Kind

HOST, ROUTING_HOST = "example.signalwire.com", "api.example.com"
ABSENT_ID = "00000000-0000-4000-8000-000000000000"
VARIABLES = ("SIGNALWIRE_SPACE", "SIGNALWIRE_PROJECT_ID", "SIGNALWIRE_API_TOKEN")
_KEPT_HEADERS = {"accept", "content-type", "retry-after", "x-request-id"}
_PHONE_NUMBER = re.compile(
    r"(?<![\w-])(\+|%2B)?(1[ .-]?)?(\(?[2-9]\d{2}\)?[ .-]{0,2})(\d{3})([ .-]?)(\d{4})(?![\w-])"
)
_ABROAD = re.compile(r"(?<![\w-])(\+|%2B)(?!1)\d{7,15}(?![\w-])")
_FICTION = "555"


def real_space() -> tuple[str, str, str] | None:
    """Host, project and token of a real space to record from, where the environment names one."""
    host, project, token = (os.environ.get(name, "") for name in VARIABLES)
    return (host, project, token) if host and project and token else None


def _line(digits: str) -> str:
    """Four digits that stand for a number and don't tell it."""
    return f"{int(hashlib.sha256(digits.encode()).hexdigest(), 16) % 10_000:04}"


def _made_up(match: re.Match[str]) -> str:
    plus, one, area, exchange, gap, line = (part or "" for part in match.groups())
    if exchange == _FICTION:
        return match[0]
    return f"{plus}{one}{area}{_FICTION}{gap}{_line(area + exchange + line)}"


def neutral_text(text: str) -> str:
    """A text whose servers and phone numbers are made up; the exchange 555 is the one of fiction already."""
    space = real_space()
    for own in filter(None, (space[0] if space else None,)):
        text = text.replace(own, HOST)
    text = re.sub(r"http://127\.0\.0\.1:\d+", f"https://{HOST}", text)
    text = _ABROAD.sub(lambda match: f"{match[1]}1500{_FICTION}{_line(match[0])}", text)
    return _PHONE_NUMBER.sub(_made_up, text)


def neutral_request(request: Any) -> Any:
    """A request as a cassette keeps it."""
    path = urlsplit(request.uri).path
    host = ROUTING_HOST if path.startswith("/v1/") else HOST
    _, _, target = request.uri.partition("://")[2].partition("/")
    request.uri = neutral_text(f"https://{host}/{target}")
    request.headers = _kept(request.headers)
    if request.body:
        request.body = neutral_text(request.body.decode()).encode()
    return request


def neutral_response(response: dict[str, Any]) -> dict[str, Any]:
    """An answer as a cassette keeps it."""
    content = neutral_text(response["body"]["string"].decode("utf-8")).encode()
    return {**response, "headers": _kept(response["headers"]), "body": {"string": content}}


def _kept(headers: Any) -> dict[str, Any]:
    return {name: value for name, value in headers.items() if name.lower() in _KEPT_HEADERS}


@dataclass
class Stage:
    """Where a recorded test plays.

    Attributes:
        kind: The kind of client.
        cassette: What is recorded or replayed.
        host: The host of SignalWire's API, and of the routing API while recording.
        project: The project.
        token: Its token.
        sandbox: The sandbox that is recorded from; None in a replay, and for a real space.
    """

    kind: Kind
    cassette: Any
    host: str = HOST
    project: str = PROJECT
    token: str = field(default=TOKEN, repr=False)
    sandbox: Sandbox | None = None

    def own(self, count: int) -> None:
        """Give the project numbers, where it has to have some before the recording."""
        if self.sandbox is not None:
            self.sandbox.add_numbers(count)

    def behave(self, **settings: Any) -> None:
        """Have the sandbox behave so."""
        if self.sandbox is not None:
            self.sandbox.settings = replace(self.sandbox.settings, **settings)

    def pass_days(self, days: int) -> None:
        """Put the clock forward."""
        if self.sandbox is not None:
            self.sandbox.clock.advance(days * 86_400)

    def use(self, call: Callable[[Any], Any], token: str | None = None) -> Any:
        """What a call of a client of SignalWire's API comes to; of a listing, all that it gives."""
        return self.kind.use(self.kind.rest_class(self.project, token or self.token, self.host), call)

    def routing_id(self) -> str:
        """The id of a number that the routing API knows; of the cassette, in a replay."""
        if self.sandbox is not None:
            return self.sandbox.routing_ids[0]
        return str(self.cassette.requests[0].path.rpartition("/")[2])

    def use_routing(
        self, call: Callable[[Any], Any], api_key: str | None = None, *, scoped: bool = True, **options: Any
    ) -> Any:
        """What a call of a routing client comes to."""
        key = api_key or (API_KEY if scoped else UNSCOPED_API_KEY)
        base_url = f"https://{ROUTING_HOST}" if self.sandbox is None else f"http://{self.host}"
        return self.kind.use(self.kind.routing_class(key, base_url, **options), call)


@contextmanager
def staged(kind: Kind, cassette: Any, *, recording: bool) -> Iterator[Stage]:
    """A stage: with a server of its own while recording, unless a real space is named."""
    if not recording:
        yield Stage(kind, cassette)
    elif space := real_space():
        yield Stage(kind, cassette, *space)
    else:
        sandbox = Sandbox()
        with sandbox.serve() as url:
            yield Stage(kind, cassette, url.removeprefix("http://"), sandbox=sandbox)
