"""The command `python -m numberwire.sandbox`: reads its options, and serves a sandbox until it is stopped."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from contextlib import suppress
from datetime import timedelta
from typing import Any

from numberwire.errors import NumberwireError
from numberwire.sandbox._rate import Rate
from numberwire.sandbox._sandbox import APIS, Sandbox
from numberwire.sandbox._server import listen, serve_until_signal, url_of
from numberwire.sandbox._settings import Settings

_EPILOG = """\
Prints the credentials, how to point a client at the sandbox and, once it answers, a line "ready: URL".
Ctrl-C stops it. With the credentials of either API, its state, clock, faults and rate are at URL/_sandbox/:

  curl -u sandbox-project:sandbox-token URL/_sandbox/state
  curl -u sandbox-project:sandbox-token URL/_sandbox/clock  -d '{"forward_seconds": 1209600}'
  curl -u sandbox-project:sandbox-token URL/_sandbox/faults -d '{"kind": "status", "status": 503, "times": 2}'
  curl -u sandbox-project:sandbox-token URL/_sandbox/faults -X DELETE
  curl -u sandbox-project:sandbox-token URL/_sandbox/rate   -d '{"requests": 5, "seconds": 10}'
  curl -u sandbox-project:sandbox-token URL/_sandbox/rate   -X DELETE
  curl -u sandbox-project:sandbox-token URL/_sandbox/writes
  curl -u sandbox-project:sandbox-token URL/_sandbox/reset  -X POST
"""
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - the address that a client asks instead
_LAST_PORT = 65_535
_MOST_NUMBERS = 100_000
_MOST_DAYS = 10_000


def main(arguments: list[str] | None = None, program: str = "python -m numberwire.sandbox") -> int:
    """Run the command.

    Args:
        arguments: Its arguments; by default those of the process.
        program: The command's name, for its messages.

    Returns:
        The exit code: 0 when it was stopped, 1 when it could not start.
    """
    parser = _parser(program)
    options = parser.parse_args(arguments)
    if options.age and not options.numbers:
        parser.error("--age needs --numbers: it is the age of the numbers that are added")
    # SIGTERM ends the command as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            _serve(options)
    except (NumberwireError, OSError, UnicodeError) as error:
        print(f"numberwire.sandbox: {error}", file=sys.stderr)  # noqa: T201 - unlike write, print bears a closed stream
        return 1
    return 0


def _serve(options: argparse.Namespace) -> None:
    """Serve the sandbox that the options ask for.

    Raises:
        NumberwireError: If it can't be.
        OSError: If its address can't be had.
    """
    with _make_sandbox(options) as sandbox, listen(options.host, options.port) as listener:
        serve_until_signal(sandbox.handle, listener, lambda: _print_start(sandbox, url_of(listener)))


def _make_sandbox(options: argparse.Namespace) -> Sandbox:
    """The sandbox that the options ask for."""
    settings = Settings(
        links=options.links,
        empty_pages=options.empty_pages,
        search_items=options.search_items,
        error_items=options.error_items,
        number_limit=options.number_limit,
        trial=options.trial,
    )
    sandbox = Sandbox(options.state, seed=options.seed, api=options.api, rate=options.rate, settings=settings)
    with sandbox.store.transaction():
        missing = options.numbers - sandbox.store.count("signalwire")
        sandbox.add_numbers(max(missing, 0), age=timedelta(days=options.age))
    return sandbox


def _print_start(sandbox: Sandbox, url: str) -> None:
    """Print the credentials, the lines that point a client here, and that the sandbox answers now."""
    client_url = _client_url(url)
    host = client_url.removeprefix("http://")
    project, token, key = sandbox.project, sandbox.token, sandbox.api_key
    lines = {
        "signalwire": (
            f"signalwire: project {project}, token {token}",
            f"  export SIGNALWIRE_PROJECT_ID={project} SIGNALWIRE_API_TOKEN={token} SIGNALWIRE_SPACE={host}",
            f'  client = RestClient("{project}", "{token}", "{host}")',
        ),
        "routing": (
            f"routing: key {key}, number ids {', '.join(sandbox.routing_ids)}",
            f'  client = RoutingClient(api_key="{key}", base_url="{client_url}")',
        ),
    }
    try:
        text = "\n".join([line for api in sandbox.apis for line in lines[api.name]])
        print(f"{text}\nready: {url}", flush=True)  # noqa: T201 - as above
    except OSError:  # nobody reads it; the rest must not be written at the end of the program either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _client_url(url: str) -> str:
    """The URL for a client on this machine."""
    for address, own_address in _EVERY_ADDRESS.items():
        url = url.replace(f"//{address}:", f"//{own_address}:")
    return url


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program,
        description="Serve a stand-in for the documented phone number APIs over HTTP.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for flag, meaning in OPTIONS.items():
        parser.add_argument(flag, **meaning)
    return parser


def _parse_rate(text: str) -> Rate:
    """A rate, for argparse."""
    try:
        return Rate.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError("give N or N/SECONDS, both more than 0") from None


def _parse_port(text: str) -> int:
    """A port, for argparse."""
    return _parse_count(text, 0, _LAST_PORT, "a number from 0 (any free port) to {most}")


def _parse_numbers(text: str) -> int:
    """A count of numbers, for argparse."""
    return _parse_count(text, 0, _MOST_NUMBERS)


def _parse_days(text: str) -> int:
    """A count of days, for argparse."""
    return _parse_count(text, 0, _MOST_DAYS)


def _parse_count(
    text: str, least: int, most: int, words: str = "a whole number from {least} to {most}"
) -> int:
    """A whole number within bounds, for argparse."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if is_number and least <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"give {words.format(least=least, most=most)}")


def _parse_name(text: str) -> str:
    """A name that may not be empty, as that of a variable that is not set is, for argparse."""
    if not text:
        raise argparse.ArgumentTypeError("give a value: this one is empty")
    return text


OPTIONS: dict[str, dict[str, Any]] = {
    "--host": {
        "default": "127.0.0.1",
        "type": _parse_name,
        "help": "address to listen on (default: %(default)s)",
    },
    "--port": {"default": 0, "type": _parse_port, "help": "port to listen on (default: any free port)"},
    "--state": {
        "default": ":memory:",
        "type": _parse_name,
        "metavar": "FILE",
        "help": "file that keeps the state (default: none, the state ends with the sandbox)",
    },
    "--seed": {"type": int, "metavar": "N", "help": "seed for ids and the numbers on sale (default: 0)"},
    "--rate": {
        "type": _parse_rate,
        "metavar": "N[/S]",
        "help": "limit to N requests per S seconds (S defaults to 1; default: no limit)",
    },
    "--api": {"choices": [api.name for api in APIS], "help": "serve only this API (default: both)"},
    "--numbers": {
        "default": 0,
        "type": _parse_numbers,
        "metavar": "N",
        "help": "start with N SignalWire numbers; with --state, add those that are missing",
    },
    "--age": {
        "default": 0,
        "type": _parse_days,
        "metavar": "DAYS",
        "help": "age of the numbers that --numbers adds: they can be released after 14 days (default: 0)",
    },
    "--number-limit": {
        "default": Settings().number_limit,
        "type": _parse_numbers,
        "metavar": "N",
        "help": "how many numbers the project may hold (default: %(default)s)",
    },
    "--links": {
        "choices": ["relative", "absolute"],
        "default": "relative",
        "help": "form of page links (default: %(default)s)",
    },
    "--empty-pages": {"action": "store_true", "help": "leave every second page of a listing empty"},
    "--search-items": {
        "choices": ["number", "e164"],
        "default": "number",
        "help": "shape of search results (default: %(default)s)",
    },
    "--error-items": {
        "choices": ["detail", "message"],
        "default": "detail",
        "help": "shape of the errors in a 422 (default: %(default)s)",
    },
    "--trial": {
        "action": "store_true",
        "help": "a trial account: numbers can be released after 30 days, not 14",
    },
}


if __name__ == "__main__":
    sys.exit(main())
