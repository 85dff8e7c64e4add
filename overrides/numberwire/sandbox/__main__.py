"""The command `python -m numberwire.sandbox`: reads its options, and serves a sandbox until it is stopped."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import suppress
from typing import Any

from numberwire.sandbox.rate import Rate
from numberwire.sandbox.settings import Settings
from numberwire.sandbox.standin import APIS, Sandbox
from numberwire.sandbox.store import StateError

_EPILOG = """\
Prints the credentials and, once it answers, a line "ready: URL". Ctrl-C stops it.
With the credentials of either API, faults, clock, rate and state are at URL/_sandbox/:

  curl -u sandbox-project:sandbox-token URL/_sandbox/state
  curl -u sandbox-project:sandbox-token URL/_sandbox/clock  -d '{"forward_seconds": 1209600}'
  curl -u sandbox-project:sandbox-token URL/_sandbox/faults -d '{"kind": "status", "status": 503, "times": 2}'
  curl -u sandbox-project:sandbox-token URL/_sandbox/rate   -d '{"requests": 5, "seconds": 10}'
  curl -u sandbox-project:sandbox-token URL/_sandbox/reset  -X POST
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Its arguments; by default those of the process.

    Returns:
        The exit code: 0 when it was stopped, 1 when it could not start.
    """
    options = _parser().parse_args(arguments)
    try:
        from numberwire.sandbox import server  # noqa: PLC0415 - needs an extra that the sandbox in process doesn't
    except ModuleNotFoundError as error:
        return _fail(f'{error.name} is not installed. Run: pip install "numberwire[sandbox]"')
    try:
        sandbox = _sandbox(options)
        listening = server.listen(options.host, options.port)
    except (StateError, OSError) as error:
        return _fail(str(error))
    # Told to end by whoever started it, it ends as by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with sandbox, listening, suppress(KeyboardInterrupt):
        server.serve(sandbox, listening, lambda: _announce(sandbox, server.url_of(listening)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m numberwire.sandbox",
        description="Serve a stand-in for the documented phone number APIs over HTTP.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for flag, meaning in _OPTIONS.items():
        parser.add_argument(flag, **meaning)
    return parser


def _rate(text: str) -> Rate:
    """A rate, for argparse."""
    try:
        return Rate.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError("give N or N/SECONDS, both more than 0") from None


def _port(text: str) -> int:
    """A port, for argparse."""
    if text.isascii() and text.isdigit() and int(text) <= _LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"give a number from 0 (any free port) to {_LAST_PORT}")


_LAST_PORT = 65_535
_OPTIONS: dict[str, dict[str, Any]] = {
    "--host": {"default": "127.0.0.1", "help": "address to listen on (default: %(default)s)"},
    "--port": {"default": 0, "type": _port, "help": "port to listen on (default: any free one)"},
    "--state": {
        "default": ":memory:",
        "metavar": "FILE",
        "help": "file to keep the state in (default: none)",
    },
    "--seed": {"type": int, "metavar": "N", "help": "what ids and numbers for sale derive from (default: 0)"},
    "--rate": {
        "type": _rate,
        "metavar": "N[/S]",
        "help": "take N requests in S seconds, or in one (default: all)",
    },
    "--api": {
        "choices": [api.name for api in APIS],
        "help": "serve this API alone (default: each, by its path)",
    },
    "--links": {
        "choices": ["relative", "absolute"],
        "default": "relative",
        "help": "what links of pages are",
    },
    "--empty-pages": {"action": "store_true", "help": "make every second page of a listing empty"},
    "--search-items": {
        "choices": ["number", "e164"],
        "default": "number",
        "help": "the shape of search items",
    },
    "--error-items": {
        "choices": ["detail", "message"],
        "default": "detail",
        "help": "the shape of a 422's items",
    },
    "--trial": {"action": "store_true", "help": "a trial account: numbers are kept for 30 days, not 14"},
}


def _sandbox(options: argparse.Namespace) -> Sandbox:
    """The sandbox that the options ask for."""
    settings = Settings(
        links=options.links,
        empty_pages=options.empty_pages,
        search_items=options.search_items,
        error_items=options.error_items,
        trial=options.trial,
    )
    return Sandbox(options.state, seed=options.seed, api=options.api, rate=options.rate, settings=settings)


def _announce(sandbox: Sandbox, url: str) -> None:
    """Say who may ask, and that it may be done now."""
    lines = {
        "signalwire": f"signalwire: project {sandbox.project}, token {sandbox.token}",
        "routing": f"routing: key {sandbox.api_key}, number ids {', '.join(sandbox.routing_ids)}",
    }
    for api in sandbox.apis:
        sys.stdout.write(lines[api.name] + "\n")
    sys.stdout.write(f"ready: {url}\n")
    sys.stdout.flush()


def _fail(reason: str) -> int:
    """Say why it can't be."""
    sys.stderr.write(f"numberwire.sandbox: {reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
