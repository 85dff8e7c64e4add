"""Whose numbers a command works on: the account's values and where each comes from, and the client for them.

An account comes whole from one place, so that no project is ever used with the token of another: the option
``--profile``, the variable NUMBERWIRE_PROFILE, the client's own variables, or the default profile, in this order.
"""

import os
import shlex
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._profiles import Profile, read_profiles, read_token
from numberwire.cli._streams import say
from numberwire.client import Hooks
from numberwire.errors import InvalidRequestError, NumberwireError
from numberwire.signalwire import AsyncRestClient, RestClient

__all__ = [
    "PROFILE_VARIABLE",
    "VARIABLES",
    "Account",
    "find_account",
    "make_client",
    "open_account",
    "open_client",
    "suggest",
]

VARIABLES = {
    "space": "SIGNALWIRE_SPACE",
    "project": "SIGNALWIRE_PROJECT_ID",
    "token": "SIGNALWIRE_API_TOKEN",
}
PROFILE_VARIABLE = "NUMBERWIRE_PROFILE"
_WORTH_SAYING = 1.0
_WITH_RUNS = ("plan", "apply", "resume", "undo", "runs", "fleet")
"""The commands that are told where runs are kept."""
_WITH_FLEET = ("plan", "drift", "fleet")
"""The commands that are told where the fleet's files are."""
C = TypeVar("C", RestClient, AsyncRestClient)


@dataclass(frozen=True)
class Account:
    """Where an account is, and where that is known from.

    Attributes:
        source: The place that its values come from.
        name: The profile's name, or None.
        profile: The profile, or None where the variables are used.
    """

    source: str
    name: str | None = None
    profile: Profile | None = None

    @property
    def space(self) -> str:
        """The space's host; empty where it is missing."""
        return self.profile.space if self.profile else os.environ.get(VARIABLES["space"], "")

    @property
    def project(self) -> str:
        """The project's id; empty where it is missing."""
        return self.profile.project if self.profile else os.environ.get(VARIABLES["project"], "")


def find_account(named: str | None) -> Account:
    """Find the account of a command.

    Args:
        named: The profile that ``--profile`` names.

    Raises:
        Failure: There is none, or no such profile.
    """
    variable = os.environ.get(PROFILE_VARIABLE) or None
    if named or variable:
        source = "--profile" if named else PROFILE_VARIABLE
        return _profile_account(named or variable or "", source)
    if any(os.environ.get(name) for name in VARIABLES.values()):
        return Account("environment")
    default = read_profiles().default
    if default is not None:
        return _profile_account(default, "default profile")
    raise Failure(
        f"No account is known: set {', '.join(VARIABLES.values())}, or save them as a profile: numberwire login",
        ExitCode.CREDENTIALS,
    )


def _profile_account(name: str, source: str) -> Account:
    profiles = read_profiles().by_name
    if name not in profiles:
        there = f"There are {', '.join(profiles)}." if profiles else "There are none."
        text = f"No profile is named {name}. {there} Make it: {shlex.join(['numberwire', 'login', '--profile', name])}"
        raise Failure(text, ExitCode.USAGE)
    return Account(
        f"{source} ({name})" if source != "default profile" else f"default profile {name}",
        name,
        profiles[name],
    )


@contextmanager
def open_client(named: str | None, skip_checks: Iterable[str] = ()) -> Generator[RestClient]:
    """A client of the account that a command is to use, closed at the end.

    Args:
        named: The profile that ``--profile`` names.
        skip_checks: The names of the checks that ``--skip-check`` skips.

    Raises:
        Failure: There is no account, or it can't be right.
        InvalidRequestError: No check has such a name.
    """
    with open_account(find_account(named)) as client:
        yield client.with_options(checks=dict.fromkeys(skip_checks, False))


@contextmanager
def open_account(account: Account, token: str | None = None) -> Generator[RestClient]:
    """A client of an account, closed at the end.

    Args:
        account: The account.
        token: Its token, where it is not kept yet.

    Raises:
        Failure: It can't be right.
    """
    with make_client(RestClient, account, token) as client:
        yield client


def make_client(kind: type[C], account: Account, token: str | None = None, **options: Any) -> C:
    """A client of an account, to be closed.

    Args:
        kind: Its class.
        account: The account.
        token: Its token, where it is not kept yet.
        options: The client's options; None leaves one at its default.

    Raises:
        Failure: It can't be right.
    """
    options = {name: value for name, value in options.items() if value is not None}
    hooks = Hooks(on_retry=_say_retry)
    try:
        if account.profile is None:
            return kind(hooks=hooks, **options)
        token = token or read_token(account.name or "", account.profile)
        return kind(account.project, token, account.space, hooks=hooks, **options)
    except InvalidRequestError as error:
        raise Failure(f"{error} ({account.source})", ExitCode.CREDENTIALS) from error


def _say_retry(error: NumberwireError, seconds: float) -> None:
    if seconds >= _WORTH_SAYING:
        say(f"Trying again in {seconds:.0f} s: {error}")


def suggest(*words: str) -> str:
    """A command to go on with, as it is to be typed: with the profile, files and folder that this one was given.

    Args:
        words: Its words, after ``numberwire``.
    """
    context = click.get_current_context(silent=True)
    given = context.params if context else {}
    # `fleet add` names a profile of the file by the option that is the account's elsewhere.
    profile = given.get("account" if "account" in given else "profile")
    option = "--account" if words[0] == "fleet" else "--profile"
    flags = [("--fleet", name) for name in given.get("fleet") or () if words[0] in _WITH_FLEET]
    flags += [(option, profile)] if profile and words[:2] != ("runs", "list") else []
    state_dir = given.get("state_dir") if words[0] in _WITH_RUNS else None
    flags += [("--state-dir", state_dir)] if state_dir else []
    return shlex.join(["numberwire", *words, *(word for flag in flags for word in flag)])
