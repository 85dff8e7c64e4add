"""The tour: `python -m numberwire.sandbox.tour` buys, routes and releases a number, and prints each step.

It starts the sandbox as a program of its own and talks to it over HTTP, as to the real APIs.
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

__all__ = ["main"]

_DAYS = 15
_SECONDS_A_DAY = 86_400


def main() -> None:
    """Run the tour."""
    argparse.ArgumentParser(
        prog="python -m numberwire.sandbox.tour",
        description="Buy, route and release a number on the sandbox, and print each step.",
    ).parse_args()
    with _run_sandbox() as host:
        _print_step("sandbox", f"a stand-in for both APIs listens at http://{host}")
        with RestClient(project=PROJECT, token=TOKEN, host=host) as client:
            _tour_phone_numbers(client, host)
        with RoutingClient(api_key=API_KEY, base_url=f"http://{host}") as client:
            _tour_routing(client, host)


def _tour_phone_numbers(client: RestClient, host: str) -> None:
    """Search, purchase, route, list and release."""
    numbers = client.phone_numbers
    offers = numbers.search(areacode="503", max_results=3)
    _print_step("search", "for sale in area code 503: " + ", ".join(offer.number for offer in offers))
    _control(host, "faults", {"kind": "lose_answer", "operation": "purchase_phone_number"})
    number = numbers.purchase(offers[0].number)
    _print_step(
        "purchase",
        f"bought {number.number}; the answer was lost, so the number was looked up, not bought again",
    )
    webhook = handlers.call.LamlWebhooks(request_url="https://example.com/voice")
    number = numbers.update(number.id, name="Support Line", call=webhook)
    _print_step("route", f"calls to {number.number} ({number.name}) now go to {number.call_request_url}")
    try:
        numbers.update(number.id, call_handler="relay_topic", call_request_url="https://example.com/voice")
    except errors.InvalidRequestError as error:
        _print_step("mistake", f"refused before it was sent: {error}")
    _print_step("list", "yours: " + ", ".join(f"{own.number} ({own.name})" for own in numbers.list()))
    try:
        numbers.release(number.id)
    except errors.UnprocessableEntityError as error:
        _print_step("release", f"too early: {error.errors[0]}")
    _control(host, "clock", {"forward_seconds": _DAYS * _SECONDS_A_DAY})
    _print_step("clock", f"the sandbox's clock is moved forward by {_DAYS} days")
    numbers.release(number.id)
    _print_step("release", f"{number.number} is released; you have {len(list(numbers.list()))} numbers")


def _tour_routing(client: RoutingClient, host: str) -> None:
    """Route a number by the second API."""
    number_id = _control(host, "state")["routing_ids"][0]
    number = client.phone_numbers.update(
        number_id, inbound_url="https://example.com/inbound", label="Front desk"
    )
    _print_step("routing", f"the second API routes {number.number} ({number.label}) to {number.inbound_url}")
    number = client.phone_numbers.update(number_id, label=CLEAR)
    _print_step("routing", f"its label is cleared; its URL is still {number.inbound_url}")


def _print_step(step: str, text: str) -> None:
    print(f"{step:>9}  {text}", flush=True)  # noqa: T201 - a program that shows itself


def _control(host: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Control the sandbox through its own endpoints, which the real APIs don't have."""
    credential = base64.b64encode(f"{PROJECT}:{TOKEN}".encode()).decode()
    connection = HTTPConnection(host, timeout=10)
    content = None if body is None else json.dumps(body)
    method = "GET" if body is None else "POST"
    connection.request(method, f"/_sandbox/{path}", content, {"authorization": f"Basic {credential}"})
    answer = connection.getresponse().read()
    connection.close()
    return json.loads(answer)


@contextmanager
def _run_sandbox() -> Generator[str]:
    """Run the sandbox as a program of its own; gives its host and port."""
    command = [sys.executable, "-m", "numberwire.sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:  # noqa: S603 our own program
        try:
            yield _read_host(program)
        finally:
            program.terminate()


def _read_host(program: "subprocess.Popen[str]") -> str:
    """Host and port of the sandbox, once it is ready."""
    for line in program.stdout or ():
        if line.startswith("ready: http://"):
            return line.removeprefix("ready: http://").strip()
    raise SystemExit("The sandbox did not start; the message above says why.")


if __name__ == "__main__":
    main()
