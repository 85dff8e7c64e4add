"""`numberwire login`, `logout` and `profiles`: accounts by name, with the token in the keyring or behind a command."""

import shlex
import sys

import click

from numberwire.cli._account import Account, open_account, suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._options import command, format_options
from numberwire.cli._profiles import (
    Profile,
    Profiles,
    delete_token,
    edit_profiles,
    profiles_path,
    read_profiles,
    read_token,
    store_token,
)
from numberwire.cli._streams import Listing, say, write, write_listing

__all__ = ["login", "logout", "profiles"]

_DEFAULT = "default"


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire login", "Asks for space, project and token"),
        ("numberwire login --profile acme --space acme.signalwire.com", "A second account"),
        (
            "numberwire login --profile acme --token-command 'pass show acme'",
            "The token stays in a password manager",
        ),
    ],
)
@click.option("--profile", default=_DEFAULT, show_default=True, metavar="NAME", help="The profile's name.")
@click.option(
    "--space", metavar="HOST", help="The space, such as your-space.signalwire.com; prompted for if left out."
)
@click.option("--project", metavar="ID", help="The project's id; prompted for if left out.")
@click.option(
    "--token-command",
    metavar="COMMAND",
    help="A command that prints the token; run whenever it is needed.",
)
def login(profile: str, space: str | None, project: str | None, token_command: str | None) -> None:
    """Check credentials and keep them as a profile.

    The token is prompted for without being shown, or read from stdin if that is not a terminal; it is never an
    argument. It is kept in the keyring of the operating system, which needs numberwire[keyring], unless --token-command
    is given. Credentials that the API refuses are not saved.
    """
    if not profile.strip():
        raise Failure("The profile's name is empty; nothing was saved.", ExitCode.USAGE)
    wanted = Profile(
        space=space or _ask("Space", "--space"),
        project=project or _ask("Project", "--project"),
        token_command=_split_command(token_command),
    )
    token = read_token(profile, wanted) if wanted.token_command else _ask_token()
    with open_account(Account(f"profile {profile}", profile, wanted), token) as client:
        next(iter(client.phone_numbers.list(page_size=1).pages()), None)
    with edit_profiles() as edit:
        if not wanted.token_command:
            store_token(wanted, token)
        earlier = edit[0].by_name.get(profile)
        edit[0] = edit[0].with_profile(profile, wanted)
        if earlier is not None:
            _delete_unused_token(earlier, edit[0])
    write(
        f"Saved profile {profile}: project {wanted.project} in {wanted.space}, token in {wanted.token_source}.\n"
    )
    say(f"See its numbers: {suggest('numbers', 'list')}")


def _split_command(text: str | None) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(text or ""))
    except ValueError as error:
        raise Failure(
            f"--token-command can't be read ({error}); nothing was saved.", ExitCode.USAGE
        ) from error
    if text is not None and not words:
        raise Failure("--token-command is empty; nothing was saved.", ExitCode.USAGE)
    return words


def _ask(title: str, flag: str) -> str:
    """Ask for a value.

    Raises:
        Failure: There is no terminal to ask on.
    """
    if not sys.stdin.isatty():
        raise Failure(
            f"{flag} is missing, and there is no terminal to ask for it; nothing was saved.", ExitCode.USAGE
        )
    answer: str = click.prompt(title, err=True)
    return answer.strip()


def _ask_token() -> str:
    """Ask for the token without showing it, or read it from a pipe."""
    token: str = (
        click.prompt("Token", hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.readline()
    )
    if not token.strip():
        raise Failure("The token is empty; nothing was saved. Type it, or pipe it in.", ExitCode.CREDENTIALS)
    return token.strip()


def _delete_unused_token(gone: Profile, profiles: Profiles) -> None:
    """Take the token of a profile that is gone out of the keyring, unless another profile uses it."""
    used = {(other.space, other.project) for other in profiles.by_name.values() if not other.token_command}
    if not gone.token_command and (gone.space, gone.project) not in used:
        delete_token(gone)


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    examples=[("numberwire logout --profile acme", "Forget the profile acme, and its token in the keyring")],
)
@click.option("--profile", default=_DEFAULT, show_default=True, metavar="NAME", help="The profile's name.")
def logout(profile: str) -> None:
    """Forget a profile and its token.

    The token stays valid. To end it, delete it in the space itself.
    """
    with edit_profiles() as edit:
        forgotten = edit[0].by_name.get(profile)
        if forgotten is None:
            raise Failure(f"No profile is named {profile}. See them: numberwire profiles", ExitCode.USAGE)
        edit[0] = edit[0].without(profile)
        _delete_unused_token(forgotten, edit[0])
    write(f"Forgot profile {profile}.\n")


@command(
    examples=[
        ("numberwire profiles", "All profiles"),
        ("numberwire profiles --default acme", "Use acme if no profile is named"),
    ],
)
@click.option("--default", metavar="NAME", help="Make this the default profile.")
@format_options()
def profiles(default: str | None, output_format: str) -> None:
    """List the profiles.

    They are kept in a file of yours, without their tokens.
    """
    if default is not None:
        with edit_profiles() as edit:
            if default not in edit[0].by_name:
                raise Failure(f"No profile is named {default}. See them: numberwire profiles", ExitCode.USAGE)
            edit[0] = type(edit[0])(edit[0].by_name, default)
    known = read_profiles()
    records = [
        {
            "name": name,
            "space": profile.space,
            "project": profile.project,
            "token": profile.token_source,
            "default": name == known.default,
        }
        for name, profile in known.by_name.items()
    ]
    write_listing(
        Listing(
            key="profiles",
            records=records,
            fields=("name", "space", "project", "token", "default"),
            columns={
                "NAME": lambda record: f"{record['name']}{' (default)' if record['default'] else ''}",
                "SPACE": lambda record: str(record["space"]),
                "PROJECT": lambda record: str(record["project"]),
                "TOKEN": lambda record: str(record["token"]),
            },
        ),
        output_format,
    )
    if not records:
        say(f"No profiles in {profiles_path()}. Make one: numberwire login")
