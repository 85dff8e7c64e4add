"""Whose numbers a command works on, and how accounts are kept."""

import json
import shlex
import sys

import keyring
import keyring.backend
import pytest

from numberwire.cli import _login, _profiles
from numberwire.sandbox import PROJECT, TOKEN, UNSCOPED_TOKEN

VARIABLES = ("SIGNALWIRE_PROJECT_ID", "SIGNALWIRE_API_TOKEN", "SIGNALWIRE_SPACE")
PRINT_TOKEN = shlex.join([sys.executable, "-c", f"print({TOKEN!r})"])


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that lives as long as a test."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.tokens = {}

    def get_password(self, service, username):
        """Look a token up."""
        return self.tokens.get((service, username))

    def set_password(self, service, username, password):
        """Keep a token."""
        self.tokens[service, username] = password

    def delete_password(self, service, username):
        """Forget a token."""
        del self.tokens[service, username]


class LockedTokens(dict):
    """Tokens that a locked keyring holds."""

    def __setitem__(self, key, token):
        raise keyring.errors.KeyringLocked("it is locked")


@pytest.fixture
def ring():
    """A keyring of this test's own."""
    earlier = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(earlier)


@pytest.fixture
def space(environment, monkeypatch):
    """The sandbox's host, with none of the variables set that lead to it."""
    for name in VARIABLES:
        monkeypatch.delenv(name)
    return environment["SIGNALWIRE_SPACE"]


@pytest.fixture
def login(run, space):
    """Logs in with the token on stdin."""

    def login(*arguments, token=TOKEN):
        return run("login", "--space", space, "--project", PROJECT, *arguments, stdin=f"{token}\n")

    return login


def test_whoami_by_variables(run, environment):
    """The client's variables lead to an account, and are named as its source."""
    result = run("whoami")
    assert (result.exit_code, result.stdout) == (
        0,
        (
            f"space     {environment['SIGNALWIRE_SPACE']}\n"
            f"project   {PROJECT}\n"
            "token     in SIGNALWIRE_API_TOKEN\n"
            "source    environment\n"
            "accepted  yes\n"
        ),
    )


@pytest.mark.parametrize("token", [UNSCOPED_TOKEN, "wrong"])
def test_refused_credentials(run, monkeypatch, token):
    """Credentials that the API does not take end with a code of their own; whoami says where they come from."""
    monkeypatch.setenv("SIGNALWIRE_API_TOKEN", token)
    listed = run("numbers", "list")
    assert (listed.exit_code, listed.stdout, token in listed.stderr) == (8, "", False)
    asked = run("whoami", "--json")
    assert (asked.exit_code, json.loads(asked.stdout)["account"]["accepted"]) == (8, False)
    assert asked.stderr.startswith("numberwire: The API refused the credentials: ")


def test_no_account(run, space):
    """Without any account the variables and the command to go on with are named."""
    result = run("numbers", "list")
    assert (result.exit_code, result.stderr) == (
        8,
        (
            "numberwire: No account is known: set SIGNALWIRE_SPACE, SIGNALWIRE_PROJECT_ID, SIGNALWIRE_API_TOKEN, "
            "or save them as a profile: numberwire login\n"
        ),
    )


def test_part_of_an_account(run, space, monkeypatch, ring, login):
    """One variable alone is no account, and a profile does not fill it up: the two may be of different projects."""
    assert login().exit_code == 0
    monkeypatch.setenv("SIGNALWIRE_PROJECT_ID", "another-project")
    result = run("numbers", "list")
    assert result.exit_code == 8
    assert "SIGNALWIRE_API_TOKEN" in result.stderr


def test_login(run, login, ring, space, tmp_path):
    """A login is checked, the token goes into the keyring alone, and the account is used from then on."""
    result = login()
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        f"Saved profile default: project {PROJECT} in {space}, token in keyring.\n",
        "See its numbers: numberwire numbers list --profile default\n",
    )
    path = tmp_path / "config" / "numberwire" / "profiles.toml"
    assert path.read_text() == (
        f'default = "default"\n\n[profiles."default"]\nspace = "{space}"\nproject = "{PROJECT}"\n'
    )
    assert path.stat().st_mode & 0o777 == 0o600
    assert ring.tokens == {("numberwire", f"{space}/{PROJECT}"): TOKEN}
    assert run("whoami").stdout.splitlines()[2:4] == [
        "token     in keyring",
        "source    default profile default",
    ]


def test_login_that_is_refused(run, login, ring, tmp_path):
    """Nothing is kept that the API does not take."""
    result = login(token="wrong")
    assert (result.exit_code, ring.tokens, "wrong" in result.output) == (8, {}, False)
    assert not (tmp_path / "config").exists()


def test_login_without_a_token(run, login, ring):
    """An empty token, as a broken pipe gives it, is refused before anything is sent."""
    result = login(token="")
    assert (result.exit_code, ring.tokens) == (8, {})
    assert result.stderr == "numberwire: The token is empty; nothing was saved. Type it, or pipe it in.\n"


def test_login_with_a_command(run, login, ring, space):
    """A token may stay behind a command, which is asked each time."""
    assert login("--profile", "acme", "--token-command", PRINT_TOKEN).exit_code == 0
    assert ring.tokens == {}
    assert run("whoami", "--profile", "acme").stdout.splitlines()[2:4] == [
        f"token     in command {sys.executable}",
        "source    --profile (acme)",
    ]


@pytest.mark.parametrize("command", ["false", "no-such-command-here", "'"])
def test_command_that_gives_no_token(run, login, command):
    """A command that fails is named, without what it printed."""
    result = login("--token-command", command)
    assert (result.exit_code, result.stdout) in [(8, ""), (2, "")]
    assert "gave no token" in result.stderr or "can't be read" in result.stderr


def test_order_of_sources(run, login, ring, space, monkeypatch):
    """--profile wins over NUMBERWIRE_PROFILE, that over the client's variables, those over the default profile."""
    for name in ("first", "second"):
        assert login("--profile", name, "--token-command", PRINT_TOKEN).exit_code == 0

    def source(*arguments):
        return json.loads(run("whoami", "--json", *arguments).stdout)["account"]["source"]

    assert source() == "default profile first"
    for name, value in zip(VARIABLES, (PROJECT, TOKEN, space), strict=True):
        monkeypatch.setenv(name, value)
    assert source() == "environment"
    monkeypatch.setenv("NUMBERWIRE_PROFILE", "second")
    assert source() == "NUMBERWIRE_PROFILE (second)"
    assert source("--profile", "first") == "--profile (first)"


def test_profiles(run, login, ring, space):
    """Profiles are listed without tokens, and one of them is the default."""
    assert run("profiles").stderr.startswith("No profiles in ")
    login("--profile", "first")
    login("--profile", "second", "--token-command", PRINT_TOKEN)
    assert json.loads(run("profiles", "--json", "--default", "second").stdout) == {
        "schema": "numberwire/profiles/1",
        "profiles": [
            {"name": "first", "space": space, "project": PROJECT, "token": "keyring", "default": False},
            {
                "name": "second",
                "space": space,
                "project": PROJECT,
                "token": f"command {sys.executable}",
                "default": True,
            },
        ],
    }
    assert "second (default)" in run("profiles").stdout
    assert run("profiles", "--default", "third").exit_code == 2


@pytest.mark.parametrize("name", ["w\U0001f600", "é", 'a"b\\c', "a\x7fb\x85c", "a\tb"])
def test_profile_of_any_name(run, login, ring, name):
    """A profile is read back whatever its name and its command have in them."""
    command = f"{PRINT_TOKEN} '{name}'"
    assert login("--profile", "first").exit_code == 0
    assert login("--profile", name, "--token-command", command).exit_code == 0
    kept = _profiles.read_profiles()
    assert list(kept.by_name) == ["first", name]
    assert run("whoami", "--profile", "first").exit_code == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            'token_command = "pass show token"',
            'token_command must be a list: the command and its arguments, as in ["',
        ),
        ('token_command = ["a\\u0000"]', "can't contain the character NUL"),
        ("token_command = [1]", "must be strings"),
    ],
)
def test_profile_written_by_hand(run, environment, line, words):
    """A mistake in the file of profiles is named; a mark at the beginning of the file is none."""
    path = _profiles.profiles_path()
    path.parent.mkdir(parents=True)
    table = '[profiles.a]\nspace = "acme.signalwire.com"\nproject = "p"\n'
    path.write_text(f"{table}{line}\n")
    result = run("whoami", "--profile", "a")
    assert (result.exit_code, words in result.stderr) == (2, True)
    path.write_text(f"\ufeff{table}token_command = ['true']\n")
    assert "acme.signalwire.com" in run("profiles").stdout


def test_logout(run, login, ring):
    """A profile is forgotten with its token; a token that another profile uses stays."""
    login("--profile", "first")
    login("--profile", "second")
    assert run("logout", "--profile", "first").stdout == "Forgot profile first.\n"
    assert len(ring.tokens) == 1
    assert run("logout", "--profile", "second").exit_code == 0
    assert ring.tokens == {}
    gone = run("logout", "--profile", "second")
    assert (gone.exit_code, gone.stderr) == (
        2,
        "numberwire: No profile is named second. See them: numberwire profiles\n",
    )


def test_login_anew(login, ring, space):
    """A profile that is made anew for a command leaves no token behind in the keyring."""
    login()
    assert login("--token-command", PRINT_TOKEN).exit_code == 0
    assert ring.tokens == {}


def test_unknown_profile(run, login, ring):
    """A profile that isn't there is named with those that are, and with the command that makes it."""
    login("--profile", "acme")
    result = run("numbers", "list", "--profile", "acne")
    assert (result.exit_code, result.stderr) == (
        2,
        "numberwire: No profile is named acne. There are acme. Make it: numberwire login --profile acne\n",
    )


def test_locked_keyring(login, ring, tmp_path):
    """A keyring that refuses leaves no profile behind, and the ways around it are named."""
    ring.tokens = LockedTokens()
    result = login()
    assert result.exit_code == 8
    assert "it is locked" in result.stderr
    assert "--token-command" in result.stderr
    assert not (tmp_path / "config" / "numberwire" / "profiles.toml").exists()


def test_no_keyring(run, login, monkeypatch, tmp_path):
    """Without the extra for keyrings the message says how to get it, and how to do without."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    result = login()
    assert result.exit_code == 2
    assert "numberwire[cli,keyring]" in result.stderr
    assert not (tmp_path / "config" / "numberwire" / "profiles.toml").exists()


def test_token_that_is_gone(run, login, ring):
    """A profile whose token was removed from the keyring says how to give it again."""
    login()
    ring.tokens.clear()
    result = run("numbers", "list")
    assert (result.exit_code, result.stderr) == (
        8,
        (
            "numberwire: The keyring has no token for profile default. Give it again: "
            "numberwire login --profile default\n"
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "[profiles",
        "default = 'x'",
        "[profiles.a]\nspace = 'x'",
        "[profiles.a]\nspace = 1\nproject = 'x'",
        "profiles = 3",
        "[profiles.a]\nspace = 'x'\nproject = 'y'\ntoken_command = 3",
    ],
)
def test_broken_profiles(run, space, tmp_path, text):
    """A file of profiles that can't be read is named, and is not overwritten."""
    path = tmp_path / "config" / "numberwire" / "profiles.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    for arguments in (["numbers", "list"], ["logout"]):
        result = run(*arguments)
        assert (
            result.exit_code,
            result.stderr.startswith(f"numberwire: The profiles in {path} can't be used ("),
        ) == (2, True)
    assert path.read_text() == text


def test_names_are_kept_as_they_are(environment):
    """Any name, space and command survives being written and read."""
    profile = _profiles.Profile('a"b\\c', "é\n\x7f", ("pass", "show 'x'"))
    with _profiles.edit_profiles() as edit:
        edit[0] = edit[0].with_profile('odd "name".é', profile)
    assert _profiles.read_profiles() == _profiles.Profiles({'odd "name".é': profile}, 'odd "name".é')


def test_token_is_no_argument():
    """No option takes a token: arguments are seen by every program of the machine."""
    assert [option.name for option in _login.login.params] == ["profile", "space", "project", "token_command"]
