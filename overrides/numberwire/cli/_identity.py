"""`numberwire whoami`: the account that the other commands would use, and where it is known from."""

import click

from numberwire.cli._account import VARIABLES, Account, find_account, open_account
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._options import account_option, command, format_options
from numberwire.cli._streams import format_json, say, write
from numberwire.errors import AuthenticationError, NumberwireError, PermissionDeniedError

__all__ = ["whoami"]


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire whoami", "The account of the other commands"),
        ("numberwire whoami --profile acme --json", "The account of a profile, as JSON"),
    ],
)
@format_options("json")
@account_option
def whoami(output_format: str, profile: str | None) -> None:
    """Show the account, and where its values come from.

    Space, project and token all come from the first of these that is set: --profile, the variable NUMBERWIRE_PROFILE,
    the variables SIGNALWIRE_SPACE, SIGNALWIRE_PROJECT_ID and SIGNALWIRE_API_TOKEN, the default profile. The command
    requests one number to see whether the API accepts the credentials. The token is never shown.
    """
    account = find_account(profile)
    refusal = _find_refusal(account)
    record: dict[str, str | bool] = {
        "space": account.space,
        "project": account.project,
        "token": _token_source(account),
        "source": account.source,
        "accepted": refusal is None,
    }
    if output_format:
        write(format_json("account", record))
    else:
        write("".join(f"{name:<10}{_in_words(value)}\n" for name, value in record.items()))
    if refusal is not None:
        say(f"numberwire: The API refused the credentials: {refusal}")
        raise click.exceptions.Exit(int(ExitCode.CREDENTIALS))


def _find_refusal(account: Account) -> NumberwireError | None:
    """Why the API does not take the credentials; None where it does."""
    with open_account(account) as client:
        try:
            next(iter(client.phone_numbers.list(page_size=1).pages()), None)
        except (AuthenticationError, PermissionDeniedError) as error:
            return error
    return None


def _in_words(value: str | bool) -> str:  # noqa: FBT001 a value of the record
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _token_source(account: Account) -> str:
    """Where the token is, in words."""
    return f"in {VARIABLES['token']}" if account.profile is None else f"in {account.profile.token_source}"
