"""The account that a plan is for: the one that its file names, with credentials for that one and no other."""

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from numberwire.cli._account import Account, find_account, make_client, suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._project import APIS
from numberwire.cli._state import State, open_state
from numberwire.errors import InvalidRequestError, NumberwireError
from numberwire.fleet._plan import Plan
from numberwire.fleet._protocols import Api, Connection, OwnedNumber
from numberwire.signalwire import AsyncRestClient

__all__ = ["ROUTING_VARIABLE", "Target", "find_target", "probe_numbers", "target_of_plan"]

T = TypeVar("T")
ROUTING_VARIABLE = "NUMBERWIRE_ROUTING_API_KEY"


@dataclass(frozen=True)
class Target:
    """An account to plan for and to write to.

    Attributes:
        api: What its API's numbers have.
        account: What names it.
        state: Its runs.
        profile: The account of the credentials, where the API has profiles.
        ids: The number of each id that a file gives, for an API that can't be asked.
        pace: Writes a second; None for the client's own.
    """

    api: Api
    account: Mapping[str, str]
    state: State
    profile: Account | None = None
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    pace: float | None = None

    @property
    def title(self) -> str:
        """The account, as a line begins with it."""
        first, *rest = self.account.items()
        return ", ".join([first[1], *(f"{name} {value}" for name, value in rest)])

    def run(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Do something with the account's numbers."""

        async def run() -> T:
            async with self.connect() as connection:
                return await work(connection)

        return asyncio.run(run())

    def list_numbers(self) -> list[OwnedNumber]:
        """All numbers of the account."""
        return self.run(lambda connection: connection.list_numbers())

    @asynccontextmanager
    async def connect(self) -> AsyncGenerator[Connection]:
        """Reach the account.

        Raises:
            Failure: The credentials can't be right.
        """
        if self.profile is not None:
            from numberwire.signalwire._fleet import SignalWireAccount  # noqa: PLC0415 of this API alone

            async with make_client(AsyncRestClient, self.profile, pace=self.pace) as client:
                yield SignalWireAccount(client)
        else:
            async with self._connect_routing() as connection:
                yield connection

    @asynccontextmanager
    async def _connect_routing(self) -> AsyncGenerator[Connection]:
        from numberwire.routing import AsyncRoutingClient  # noqa: PLC0415 of this API alone
        from numberwire.routing._fleet import RoutingAccount  # noqa: PLC0415 the same

        key = os.environ.get(ROUTING_VARIABLE)
        if not key:
            raise Failure(
                f"The key of the routing API is missing: set {ROUTING_VARIABLE}.", ExitCode.CREDENTIALS
            )
        try:
            made = AsyncRoutingClient(api_key=key, base_url=self.account["base_url"], pace=self.pace or 0)
        except InvalidRequestError as error:
            raise Failure(str(error), ExitCode.CREDENTIALS) from None
        async with made as client:
            yield RoutingAccount(client, self.ids, self.state.read_answers(), self.state.keep_answer)


def find_target(
    api_name: str,
    account: Mapping[str, str],
    *,
    profile: str | None,
    state_dir: str | None,
    ids: Mapping[str, str] | None = None,
    pace: float | None = None,
) -> Target:
    """The account that a file or a plan names, if the credentials are those of it.

    Args:
        api_name: The API.
        account: What the file says of the account; nothing leaves it to the credentials.
        profile: The profile that the command line names.
        state_dir: Where runs are kept.
        ids: The number of each id that a file gives.
        pace: Writes a second.

    Raises:
        Failure: There are no credentials, or those of another account.
    """
    api = _find_api(api_name, account)
    if not api.can_list:
        return Target(api, account, open_state(account, state_dir), ids=ids or {}, pace=pace)
    credentials = find_account(profile)
    own = {"space": credentials.space, "project": credentials.project}
    for name, value in account.items():
        if own[name].lower() != value.lower():
            raise Failure(
                f"The file is for {name} {value}, and the credentials ({credentials.source}) are for {own[name]}. "
                "Nothing was sent. Use a profile of that account: --profile NAME",
                ExitCode.REFUSED,
            )
    return Target(api, own, open_state(own, state_dir), credentials, pace=pace)


def target_of_plan(
    plan: Plan, profile: str | None, state_dir: str | None, pace: float | None = None
) -> Target:
    """The account that a plan is for.

    Args:
        plan: The plan.
        profile: The profile that the command line names.
        state_dir: Where runs are kept.
        pace: Writes a second.

    Raises:
        Failure: It names none, or the credentials are those of another.
    """
    missing = set(_find_api(plan.api, plan.account).account_keys) - set(plan.account)
    if missing:  # the credentials would be all that says where it goes
        raise Failure(
            f"The plan does not say which {' and '.join(sorted(missing))} it is for; nothing was sent. "
            f"Plan again: {suggest('plan')}",
            ExitCode.USAGE,
        )
    ids = {change.id: change.number for change in plan.changes if change.id}
    return find_target(plan.api, plan.account, profile=profile, state_dir=state_dir, ids=ids, pace=pace)


def _find_api(name: str, account: Mapping[str, str]) -> Api:
    """The API of a name, whose accounts are named by nothing but its own keys.

    Raises:
        Failure: There is none, which only a plan can say that was made by another version.
    """
    api = APIS().get(name)
    if api is None or not set(account) <= set(api.account_keys):
        raise Failure(
            f"This version of numberwire knows no account {', '.join(account.values()) or '(none)'} of an API {name}. "
            f"Plan again: {suggest('plan')}",
            ExitCode.USAGE,
        )
    return api


def probe_numbers(target: Target) -> list[NumberwireError]:
    """Read the numbers of an API that can't be asked for them, by updates that change nothing.

    Returns:
        What failed.
    """
    problems: list[NumberwireError] = []

    async def probe(connection: Connection) -> None:
        from numberwire.routing._fleet import RoutingAccount  # noqa: PLC0415 of this API alone

        assert isinstance(connection, RoutingAccount)  # noqa: S101 the other one lists its numbers
        for number_id in target.ids:
            try:
                await connection.read_number(number_id)
            except NumberwireError as error:
                problems.append(error)

    target.run(probe)
    return problems
