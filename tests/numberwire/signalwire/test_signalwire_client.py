"""What a REST client is made of: its arguments, the environment, its host."""

import pytest

from numberwire.errors import InvalidRequestError
from tests.numberwire.servers import Script, header, said
from tests.numberwire.subjects import HOST, ID, RECORD

VARIABLES = {"project": "SIGNALWIRE_PROJECT_ID", "token": "SIGNALWIRE_API_TOKEN", "host": "SIGNALWIRE_SPACE"}
GIVEN = {"project": "p-1", "token": "t-1", "host": "example.signalwire.com"}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    """None of the variables is set."""
    for name in VARIABLES.values():
        monkeypatch.delenv(name, raising=False)


def asked(kind, **arguments):
    """The request that a client of these arguments sends, and the client."""
    server = Script(said(RECORD))
    client = kind.rest_class(transport=server, **arguments)
    kind.drive(client, lambda one: one.phone_numbers.get(ID))
    return server.asked[0], client


def test_arguments(kind):
    """Project and token are sent as HTTP Basic to the host."""
    request, client = asked(kind, **GIVEN)
    assert header(request, "authorization") == "Basic cC0xOnQtMQ=="
    assert header(request, "host") == "example.signalwire.com"
    assert client.base_url == "https://example.signalwire.com"


def test_environment(kind, monkeypatch):
    """What is not given comes from the environment; what is given wins."""
    for name, variable in VARIABLES.items():
        monkeypatch.setenv(variable, GIVEN[name])
    request, client = asked(kind)
    assert header(request, "authorization") == "Basic cC0xOnQtMQ=="
    assert client.base_url == "https://example.signalwire.com"
    assert asked(kind, host="other.signalwire.com")[1].base_url == "https://other.signalwire.com"


@pytest.mark.parametrize("variable", [None, "", " "])
@pytest.mark.parametrize("name", VARIABLES)
def test_missing(kind, monkeypatch, name, variable):
    """What is missing is refused at construction, naming its variable; one that is set and empty is told of."""
    if variable is not None:
        monkeypatch.setenv(VARIABLES[name], variable)
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest_class(**{**GIVEN, name: None})
    is_set = "" if variable is None else f" {VARIABLES[name]} is set, and empty."
    assert (
        str(caught.value)
        == f"{name} is missing: give {name}=, or set the environment variable {VARIABLES[name]}.{is_set}"
    )


@pytest.mark.parametrize("empty", ["", " ", "\n", 0, [], b"", b"x", False])
@pytest.mark.parametrize("name", VARIABLES)
def test_empty(kind, monkeypatch, name, empty):
    """What is given and is empty, or no text, is a mistake: the environment's account never takes its place."""
    for other, variable in VARIABLES.items():
        monkeypatch.setenv(variable, GIVEN[other])
    with pytest.raises(InvalidRequestError, match=f"^{name} (is|must be) "):
        kind.rest_class(**{name: empty})


@pytest.mark.parametrize("name", ["space", "credential", "signalwire_space_url", "definition"])
def test_unknown_keyword(kind, name):
    """A keyword that is no option is named, before anything is said to be missing."""
    with pytest.raises(InvalidRequestError, match=f"^No such option: {name}\\."):
        kind.rest_class("p-1", "t-1", **{name: "x"})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("space", "host"),
        ("signalwire_space_url", "host"),
        ("api_token", "token"),
        ("transprt", "transport"),
        ("hook", "hooks"),
        ("retries", "max_retries"),
        ("project_id", "project"),
    ],
)
def test_keyword_that_is_meant(kind, name, meant):
    """A misspelt keyword, or one of another client, names what it is here: an option or an argument of the client."""
    with pytest.raises(InvalidRequestError, match=rf"^No such option: {name}\. Did you mean {meant}\?$"):
        kind.rest_class("p-1", "t-1", HOST, **{name: "x"})


def test_keyword_of_with_options_that_is_meant(kind):
    """So does one of ``with_options``."""
    client = kind.rest_class("p-1", "t-1", HOST)
    with pytest.raises(InvalidRequestError, match=r"^No such option: hook\. Did you mean hooks\?$"):
        client.with_options(hook=print)


@pytest.mark.parametrize(
    ("host", "base_url"),
    [
        ("example.signalwire.com", "https://example.signalwire.com"),
        ("example.signalwire.com:8443", "https://example.signalwire.com:8443"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("127.1.2.3", "http://127.1.2.3"),
        ("localhost:8000", "http://localhost:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("[2001:db8::1]", "https://[2001:db8::1]"),
        ("127.0.0.1.example.com", "https://127.0.0.1.example.com"),
        ("10.0.0.1", "https://10.0.0.1"),
    ],
)
def test_host(kind, host, base_url):
    """A host of this machine speaks http, any other https."""
    assert kind.rest_class(**{**GIVEN, "host": host}).base_url == base_url


@pytest.mark.parametrize(
    "host",
    [
        "https://example.signalwire.com",
        "example.signalwire.com/",
        "example.signalwire.com/api",
        "user@example.signalwire.com",
        "example.signalwire.com\n",
        "exa mple.com",
        "-example.com",
        "example.com:port",
        "example.com:",
        "example.com.",
        "example.com.:443",
        "my_space.example.com",
        "[::ffff:127.0.0.1]",
        "example.com?x",
        "ex\u00e4mple.com",
        7,
    ],
)
def test_no_host(kind, host):
    """What is no host alone is refused."""
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest_class(**{**GIVEN, "host": host})
    shown = str(host).rpartition("@")[2].replace("?x", "?...")
    assert str(caught.value) == (
        "host must be the space's host alone, such as 'your-space.signalwire.com', without https:// and path, "
        f"not {shown!r}."
    )


@pytest.mark.parametrize("end", ["", "/x", ":x", ":80", "?x", ".example.com/x"])
def test_token_in_the_place_of_the_host(kind, end):
    """A token that was given in place of the host is not repeated."""
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest_class(**{**GIVEN, "host": f"PT0123456789abcdef{end}"})
    assert "0123456789abcdef" not in str(caught.value)


def test_space_alone(kind):
    """Who gives the space's name alone is told the host that was meant."""
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest_class(**{**GIVEN, "host": "your-space"})
    assert str(caught.value) == "host is 'your-space'. Did you mean 'your-space.signalwire.com'?"


def test_host_of_a_container(kind):
    """A name with a port is a server in the same network, and the error says how to reach it."""
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest_class("project", "token", "sandbox:8000")
    hint = "To reach a server of that name: base_url='http://sandbox:8000', allow_http=True."
    assert str(caught.value) == f"host is 'sandbox:8000'. {hint}"


@pytest.mark.parametrize("port", ["0", "99999"])
def test_no_port(kind, port):
    """A port that can't be is refused."""
    with pytest.raises(InvalidRequestError):
        kind.rest_class(**{**GIVEN, "host": f"example.com:{port}"})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("project", "a:b", "project has a colon, which HTTP Basic can't carry there."),
        ("token", "secret\n", "token has a character that is not allowed in a header"),
        ("token", "secret\x00", "token has a character that is not allowed in a header"),
        ("token", 7, "token must be a string that is not empty."),
    ],
)
def test_refused_credentials(kind, name, value, message):
    """Credentials that can't be sent are refused, and not echoed."""
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest_class(**{**GIVEN, name: value})
    assert str(caught.value).startswith(message)
    assert "secret" not in str(caught.value)


def test_no_local_shows_the_token(kind):
    """No frame of ours that the error passes through holds the token."""
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest_class(**{**GIVEN, "token": "PT0123456789\x00"})
    frames, traceback = [], caught.value.__traceback__.tb_next
    while traceback is not None:
        frames.append(dict(traceback.tb_frame.f_locals))
        traceback = traceback.tb_next
    assert frames
    assert "PT0123456789" not in repr(frames)


def test_base_url(kind):
    """A gateway is named by its URL, with a path if it has one; http to another machine has to be meant."""
    server = Script(said(RECORD))
    client = kind.rest_class(
        "p-1", "t-1", base_url="https://gateway.example.com/signalwire/", transport=server
    )
    assert client.base_url == "https://gateway.example.com/signalwire"
    assert kind.drive(client, lambda one: one.phone_numbers.get(ID)).id == ID
    local = kind.rest_class("p-1", "t-1", base_url="http://gateway.example.com:8000", allow_http=True)
    assert local.base_url == "http://gateway.example.com:8000"
    with pytest.raises(InvalidRequestError, match="unencrypted"):
        kind.rest_class("p-1", "t-1", base_url="http://gateway.example.com:8000")
    with pytest.raises(InvalidRequestError, match="host and base_url can't be combined"):
        kind.rest_class("p-1", "t-1", "a.example.com", base_url="https://gateway.example.com")
