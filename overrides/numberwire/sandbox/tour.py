"""The tour: `python -m numberwire.sandbox.tour` buys, routes and releases a number, and says each step.

It starts the sandbox as a program of its own and talks to it over HTTP, as it would to the real APIs.
"""

import argparse
import base64
import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

from numberwire import CLEAR, errors
from numberwire.routing import RoutingClient
from numberwire.sandbox import API_KEY, PROJECT, TOKEN
from numberwire.signalwire import RestClient, handlers

__all__ = ["main", "served"]

_DAYS = 15
_SECONDS_A_DAY = 86_400


def main() -> None:
    """Run the tour."""
    argparse.ArgumentParser(
        prog="python -m numberwire.sandbox.tour",
        description="Buys, routes and releases a number on the sandbox, and says each step.",
    ).parse_args()
    with served() as host:
        _say("sandbox", f"a stand-in for both APIs listens at http://{host}")
        with RestClient(project=PROJECT, token=TOKEN, host=host) as client:
            _tour_phone_numbers(client, host)
        with RoutingClient(api_key=API_KEY, base_url=f"http://{host}") as client:
            _tour_routing(client, host)


def _tour_phone_numbers(client: RestClient, host: str) -> None:
    """Search, purchase, route, list and release."""
    numbers = client.phone_numbers
    found = numbers.search(areacode="503", max_results=3)
    _say("search", "for sale in area code 503: " + ", ".join(one.number for one in found))
    _control(host, "faults", {"kind": "lose_answer", "operation": "purchase_phone_number"})
    number = numbers.purchase(found[0].number)
    _say(
        "purchase",
        f"bought {number.number}; the answer was lost on the way, so it was looked up, not sent again",
    )
    webhook = handlers.call.LamlWebhooks(request_url="https://example.com/voice")
    number = numbers.update(number.id, name="Support Line", call=webhook)
    _say("route", f"calls to {number.number} ({number.name}) now ask {number.call_request_url}")
    try:
        numbers.update(number.id, call_handler="relay_topic", call_request_url="https://example.com/voice")
    except errors.InvalidRequestError as error:
        _say("mistake", f"refused before it was sent: {error}")
    _say("list", "yours: " + ", ".join(f"{one.number} ({one.name})" for one in numbers.list()))
    try:
        numbers.release(number.id)
    except errors.UnprocessableEntityError as error:
        _say("release", f"too early: {error.errors[0]}")
    _control(host, "clock", {"forward_seconds": _DAYS * _SECONDS_A_DAY})
    _say("clock", f"the sandbox's clock is put forward by {_DAYS} days")
    numbers.release(number.id)
    _say("release", f"{number.number} is released; you have {len(list(numbers.list()))} numbers")


def _tour_routing(client: RoutingClient, host: str) -> None:
    """Route a number by the second API."""
    number_id = _control(host, "state")["routing_ids"][0]
    number = client.phone_numbers.update(
        number_id, inbound_url="https://example.com/inbound", label="Front desk"
    )
    _say("routing", f"the second API sends {number.number} ({number.label}) to {number.inbound_url}")
    number = client.phone_numbers.update(number_id, label=CLEAR)
    _say("routing", f"its label is cleared, and its URL stays {number.inbound_url}")


def _say(step: str, text: str) -> None:
    print(f"{step:>9}  {text}", flush=True)  # noqa: T201 a program that shows itself


def _control(host: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Steer the sandbox by its own endpoints, which the real APIs don't have."""
    credential = base64.b64encode(f"{PROJECT}:{TOKEN}".encode()).decode()
    connection = HTTPConnection(host, timeout=10)
    content = None if body is None else json.dumps(body)
    method = "GET" if body is None else "POST"
    connection.request(method, f"/_sandbox/{path}", content, {"authorization": f"Basic {credential}"})
    answer = connection.getresponse().read()
    connection.close()
    return json.loads(answer)


@contextmanager
def served() -> Generator[str]:
    """Run the sandbox as a program of its own; gives its host and port."""
    command = [sys.executable, "-m", "numberwire.sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:  # noqa: S603 our own program
        try:
            yield _host(program)
        finally:
            program.terminate()


def _host(program: "subprocess.Popen[str]") -> str:
    for line in program.stdout or ():
        if "http://" in line:
            return line.partition("http://")[2].split()[0].rstrip("/")
    raise SystemExit("The sandbox did not start; what it printed above says why.")


if __name__ == "__main__":
    main()
