"""The command in this process, on the account of a sandbox that is served over HTTP."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result

from numberwire.cli._main import cli
from numberwire.sandbox import PROJECT, TOKEN, Outcome, Sandbox
from numberwire_api import Request

NOW = 1_736_933_400.0  # 2025-01-15T09:30:00Z
Run = Callable[..., Result]


def owned(sandbox: Sandbox) -> dict[str, str | None]:
    """The account's numbers, and their names."""
    return {number.number: number.name for number in sandbox.client().phone_numbers.list()}


class WatchedSandbox(Sandbox):
    """A sandbox that tells of each request once it had its effect, and before it is answered."""

    on_request: Callable[[Request], None] | None = None

    def handle(self, request: Request) -> Outcome:
        """Answer a request, once it was told of."""
        outcome = super().handle(request)
        if self.on_request:
            self.on_request(request)
        return outcome


@pytest.fixture
def sandbox() -> WatchedSandbox:
    """A new sandbox whose time stands still."""
    return WatchedSandbox(time=lambda: NOW)


@pytest.fixture
def environment(sandbox, monkeypatch, tmp_path) -> Iterator[dict[str, str]]:
    """The variables that lead to the sandbox, set; the user's own files and variables are out of reach."""
    for name in [name for name in os.environ if name.startswith(("SIGNALWIRE_", "NUMBERWIRE_"))]:
        monkeypatch.delenv(name)
    with sandbox.serve() as url:
        variables = {
            "SIGNALWIRE_PROJECT_ID": PROJECT,
            "SIGNALWIRE_API_TOKEN": TOKEN,
            "SIGNALWIRE_SPACE": url.removeprefix("http://"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
        }
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield variables


@pytest.fixture
def run(environment) -> Run:
    """Runs the command; no secret of the account is ever in what it writes."""

    def run(*arguments: str, stdin: str = "") -> Result:
        result = CliRunner().invoke(cli, arguments, input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert TOKEN not in result.output
        return result

    return run


@pytest.fixture
def add(sandbox) -> Callable[..., str]:
    """Adds a number with these fields to the account; gives it in E.164."""

    def add(*, age: int = 0, **fields: Any) -> str:
        (number_id,) = sandbox.add_numbers(1, age=timedelta(days=age), **fields)
        return sandbox.client().phone_numbers.get(number_id).number

    return add
