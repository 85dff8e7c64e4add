"""The user's profiles: a file of spaces and projects by name, which never holds a token.

A profile's token is in the keyring of the operating system, or is what a command prints, such as a password manager.
"""

import json
import subprocess
import tomllib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from platformdirs import user_config_path

from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._streams import write_file

__all__ = [
    "Profile",
    "Profiles",
    "delete_token",
    "edit_profiles",
    "profiles_path",
    "read_profiles",
    "read_token",
    "store_token",
]

_SERVICE = "numberwire"
_LOCK_SECONDS = 10
_COMMAND_SECONDS = 60


@dataclass(frozen=True)
class Profile:
    """An account by name.

    Attributes:
        space: The space's host.
        project: The project's id.
        token_command: The command that prints the token; empty where the keyring has it.
    """

    space: str
    project: str
    token_command: tuple[str, ...] = ()

    @property
    def token_source(self) -> str:
        """Where the token is."""
        return f"command {self.token_command[0]}" if self.token_command else "keyring"


@dataclass(frozen=True)
class Profiles:
    """All profiles, and the name of the one that is used where none is named."""

    by_name: dict[str, Profile] = field(default_factory=dict[str, Profile])
    default: str | None = None

    def with_profile(self, name: str, profile: Profile) -> "Profiles":
        """These with one more; the first is the default."""
        return Profiles({**self.by_name, name: profile}, self.default or name)

    def without(self, name: str) -> "Profiles":
        """These without one."""
        rest = {other: profile for other, profile in self.by_name.items() if other != name}
        default = next(iter(rest), None) if self.default == name else self.default
        return replace(self, by_name=rest, default=default)


def profiles_path() -> Path:
    """Where the profiles are kept."""
    return user_config_path("numberwire") / "profiles.toml"


def read_profiles() -> Profiles:
    """Read the profiles; none where there is no file.

    Raises:
        Failure: The file can't be used.
    """
    path = profiles_path()
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        profiles = {name: _parse_profile(table) for name, table in document.get("profiles", {}).items()}
        default = document.get("default")
        if default is not None and default not in profiles:
            raise ValueError(f"default names no profile: {default!r}")  # noqa: TRY301 one sentence for all
    except FileNotFoundError:
        return Profiles()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Failure(
            f"The profiles in {path} can't be used ({error}). Correct the file, or remove it and run: numberwire login",
            ExitCode.USAGE,
        ) from error
    return Profiles(profiles, default)


def _parse_profile(table: dict[str, Any]) -> Profile:
    space, project, token_command = table["space"], table["project"], table.get("token_command", [])
    if not isinstance(token_command, list):
        raise TypeError(
            'token_command must be a list: the command and its arguments, as in ["pass", "show", "token"]'
        )
    texts: list[Any] = [space, project, *token_command]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("space, project and what token_command lists must be strings")
    if any("\0" in text for text in texts):
        raise ValueError("space, project and token_command can't contain the character NUL")
    return Profile(space, project, tuple(texts[2:]))


@contextmanager
def edit_profiles() -> Generator[list[Profiles]]:
    """Lock the profiles and read them into a list of one; what is in the list at the end is written.

    Raises:
        Failure: The file can't be read, locked or written.
    """
    path = profiles_path()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
            profiles = read_profiles()
            edit = [profiles]
            yield edit
            if edit[0] != profiles:
                write_file(path, _format(edit[0]))
    except Timeout as error:
        raise Failure(f"Another command has locked {path}; nothing was changed. Run it again.") from error
    except OSError as error:
        raise Failure(
            f"{path} can't be written ({error.strerror}); the profiles are as they were."
        ) from error


def _format(profiles: Profiles) -> str:
    """The file's text."""
    lines = [f"default = {_quote(profiles.default)}"] if profiles.default is not None else []
    for name, profile in profiles.by_name.items():
        lines += ["", f"[profiles.{_quote(name)}]"]
        lines += [f"space = {_quote(profile.space)}", f"project = {_quote(profile.project)}"]
        if profile.token_command:
            lines.append(f"token_command = [{', '.join(map(_quote, profile.token_command))}]")
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    """A basic string of TOML: one of JSON, but for surrogate pairs and the character DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_token(name: str, profile: Profile) -> str:
    """The token of a profile.

    Raises:
        Failure: It can't be had.
    """
    if profile.token_command:
        return _token_of_command(name, profile.token_command)
    keyring = _load_keyring()
    try:
        token: str | None = keyring.get_password(_SERVICE, _key(profile))
    except keyring.errors.KeyringError as error:
        raise _keyring_failure(error) from error
    if not token:
        raise Failure(
            f"The keyring has no token for profile {name}. Give it again: numberwire login --profile {name}",
            ExitCode.CREDENTIALS,
        )
    return token


def _token_of_command(name: str, command: tuple[str, ...]) -> str:
    try:
        ended = subprocess.run(  # noqa: S603 the user's own command
            command, stdout=subprocess.PIPE, check=True, timeout=_COMMAND_SECONDS, text=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise Failure(
            f"The token_command of profile {name} ({command[0]}) gave no token: {why}. Run it by hand to see why.",
            ExitCode.CREDENTIALS,
        ) from None  # the error has what the command printed
    return ended.stdout.strip()


def store_token(profile: Profile, token: str) -> None:
    """Keep a token in the keyring.

    Raises:
        Failure: There is none, or it refuses.
    """
    keyring = _load_keyring()
    try:
        keyring.set_password(_SERVICE, _key(profile), token)
    except keyring.errors.KeyringError as error:
        raise _keyring_failure(error) from error


def delete_token(profile: Profile) -> None:
    """Take a profile's token out of the keyring; one that isn't there is gone.

    Raises:
        Failure: There is no keyring, or it refuses.
    """
    keyring = _load_keyring()
    try:
        if keyring.get_password(_SERVICE, _key(profile)) is not None:
            keyring.delete_password(_SERVICE, _key(profile))
    except keyring.errors.KeyringError as error:
        raise _keyring_failure(error) from error


def _key(profile: Profile) -> str:
    return f"{profile.space}/{profile.project}"


def _load_keyring() -> Any:
    try:
        import keyring  # noqa: PLC0415 an extra of its own, and slow to import
    except ModuleNotFoundError as error:
        raise Failure(
            "A token is kept in the keyring, which needs its extra: python -m pip install 'numberwire[cli,keyring]'. "
            f"Without it, {_WITHOUT_KEYRING}",
            ExitCode.USAGE,
        ) from error
    return keyring


_WITHOUT_KEYRING = (
    "set SIGNALWIRE_PROJECT_ID, SIGNALWIRE_API_TOKEN and SIGNALWIRE_SPACE, or name a command that prints the token: "
    "numberwire login --token-command COMMAND"
)


def _keyring_failure(error: Exception) -> Failure:
    return Failure(
        f"This machine's keyring can't be used ({error}). Instead, {_WITHOUT_KEYRING}", ExitCode.CREDENTIALS
    )
