"""`numberwire rehearse`: a plan carried out on a copy of the account, in the sandbox in this process."""

import tempfile
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from numberwire.cli._account import open_account
from numberwire.cli._apply import read_saved_plan
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._options import account_option, command
from numberwire.cli._plan_run import Consent, RunOptions, carry_out_plan
from numberwire.cli._plan_text import show_value
from numberwire.cli._state import State
from numberwire.cli._streams import say, write
from numberwire.cli._target import Target, target_of_plan
from numberwire.fleet._guards import Allowances
from numberwire.fleet._plan import Plan
from numberwire.fleet._protocols import Connection, OwnedNumber
from numberwire.sandbox import Sandbox, Settings
from numberwire.signalwire import AsyncRestClient
from numberwire.signalwire._fleet import SignalWireAccount

__all__ = ["rehearse"]

_MOST_NUMBERS = 100_000


class _CopiedAccount(SignalWireAccount):
    """A copy of an account, in which every number that is not owned is for sale."""

    def __init__(self, client: AsyncRestClient, sandbox: Sandbox) -> None:
        super().__init__(client)
        self._sandbox = sandbox

    async def buy(self, number: str) -> OwnedNumber:
        """Buy a number: the sandbox sells made-up ones alone, so it is put there."""
        self._sandbox.load([{"id": str(uuid.uuid4()), "number": number}])
        owned = await self.find_number(number)
        assert owned is not None  # noqa: S101 it is there now
        return owned


@dataclass(frozen=True)
class _CopyTarget(Target):
    """The copy, as an account that a plan is carried out in."""

    sandbox: Sandbox = field(default_factory=Sandbox)

    @asynccontextmanager
    async def connect(self) -> AsyncGenerator[Connection]:
        """Reach the copy."""
        sandbox = self.sandbox
        client = AsyncRestClient(sandbox.project, sandbox.token, "sandbox.signalwire.com", transport=sandbox)
        async with client:
            yield _CopiedAccount(client, sandbox)


@command(
    ExitCode.FAILED,
    ExitCode.REFUSED,
    ExitCode.STALE,
    ExitCode.IN_PART,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire rehearse plan.json", "Apply the plan to a copy, and show what its numbers do afterwards")
    ],
)
@click.argument("plan")
@account_option
def rehearse(plan: str, profile: str | None) -> None:
    """Carry out a saved plan on a copy of the account.

    The account is read, and nothing is sent to it: the plan is carried out in the sandbox, in this process, which holds
    a copy. It is refused where the account itself would refuse it, such as a release that is too early. Whether a
    number is still for sale can't be rehearsed.
    """
    made = read_saved_plan(plan)
    real = target_of_plan(made, profile, None)
    if real.profile is None:
        raise Failure(f"The sandbox holds no copy of an account of the API {made.api}.", ExitCode.USAGE)
    sandbox = Sandbox(settings=Settings(number_limit=_MOST_NUMBERS, trial=made.is_trial))
    with open_account(real.profile) as client:
        sandbox.load(client.phone_numbers.list())
    tally = made.tally
    allowed = Allowances(updates="100%", buys=tally.buy, monthly=made.monthly, releases=tally.release)
    with tempfile.TemporaryDirectory() as folder:
        copy = _CopyTarget(real.api, real.account, State(Path(folder)), real.profile, sandbox=sandbox)
        say("Applied to a copy; nothing is sent to the account.")
        code = carry_out_plan(made, copy, Consent(allowed, is_earlier=True), RunOptions(is_quiet=True))
        write("".join(f"{line}\n" for line in _describe(made, copy)))
    raise click.exceptions.Exit(int(code))


def _describe(plan: Plan, copy: Target) -> list[str]:
    """What the plan's numbers do afterwards."""
    owned = {number.number: number for number in copy.list_numbers()}
    lines: list[str] = []
    for change in plan.changes:
        number = owned.get(change.number)
        if number is None:
            lines.append(f"{change.number}  not in the account")
            continue
        parts = [f"{name} {show_value(value)}" for name, value in number.fields.items() if value]
        lines.append(f"{change.number}  {', '.join(parts)}")
    return lines
