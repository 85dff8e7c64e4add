"""Where connections go: directly or through a proxy, as arguments and variables say."""

import os
import ssl

import httpx2
import pytest
from httpx2._utils import get_environment_proxies

from numberwire._network import Network, Proxy, Route, find_route, hide_proxy, require_network
from numberwire.credential import require_value
from numberwire.errors import APIConnectionError, InvalidRequestError
from numberwire.sandbox import Sandbox
from tests.numberwire.faults.exposure import exposures
from tests.numberwire.subjects import ID

API = "https://space.example.com"
PROXY = "http://proxy.example.com:3128"


def route(environ=None, url=API, **said):
    """The route for what is said and set."""
    proxy = require_value(hide_proxy(said.pop("proxy", None)))
    return find_route(url, Network(proxy, **said), environ or {})


def place(route):
    """The host and port of its proxy."""
    return route.proxy and (route.proxy.host, route.proxy.port)


def test_direct():
    """Without a proxy a route leads to the API."""
    assert route() == Route("space.example.com", 443, is_tls=True)
    assert route(url="https://[::1]:8443/v2") == Route("::1", 8443, is_tls=True)
    assert route(url="https://[::1]:8443/v2").place == "[::1]:8443"
    assert route(url="http://127.0.0.1:8000") == Route("127.0.0.1", 8000, is_tls=False)


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTPS_PROXY": PROXY},
        {"https_proxy": PROXY, "HTTPS_PROXY": "http://other"},
        {"ALL_PROXY": PROXY},
        {"HTTPS_PROXY": PROXY, "ALL_PROXY": "http://other"},
        {"all_proxy": "proxy.example.com:3128"},
        {"https_proxy": "", "ALL_PROXY": PROXY},
        {"HTTPS_PROXY": PROXY, "NO_PROXY": "other.example.com, .org,127.0.0.1"},
        {"HTTPS_PROXY": PROXY, "NO_PROXY": "*", "no_proxy": ""},
    ],
    ids=str,
)
def test_environment(environ):
    """The proxy of the environment is used; a variable in small letters counts first, even an empty one."""
    assert place(route(environ)) == ("proxy.example.com", 3128)


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_PROXY": PROXY},
        {"https_proxy": "", "HTTPS_PROXY": PROXY},
        {"FTP_PROXY": PROXY},
        {"HTTPS_PROXY": PROXY, "NO_PROXY": "*"},
        {"HTTPS_PROXY": PROXY, "no_proxy": "example.com"},
    ],
    ids=str,
)
def test_no_proxy_of_the_environment(environ):
    """A variable for another scheme, an empty one, and an exception leave a route direct."""
    assert route(environ).proxy is None


def test_environment_not_trusted():
    """With trust_env=False the environment's proxy is not used, and a wrong one is no error."""
    assert route({"HTTPS_PROXY": PROXY}, trust_env=False).proxy is None
    assert route({"HTTPS_PROXY": "socks5://x"}, trust_env=False).proxy is None


def test_argument():
    """An argument counts before the environment, its exceptions included."""
    environ = {"HTTPS_PROXY": "http://other", "NO_PROXY": "*"}
    assert place(route(environ, proxy=PROXY)) == ("proxy.example.com", 3128)
    assert place(route(proxy="http://[::1]")) == ("::1", 80)


ENTRIES = (
    "example.com",
    ".example.com",
    "*.example.com",
    "space.example.com",
    "xspace.example.com",
    "space.example.com:8443",
    "example",
    "com",
    "10.0.0.0/8",
    "10.1.2.3",
    "::1",
    "[::1]",
    "fe80::/16",
    "localhost",
    "https://space.example.com",
    "http://space.example.com",
    "all://*.example.com",
    "",
    "/",
    "10.0.0.0/99",
)
URLS = (
    API,
    "https://example.com",
    "https://deep.space.example.com",
    "https://space.example.com:8443",
    "https://10.1.2.3",
    "https://11.1.2.3",
    "https://[::1]",
    "https://localhost",
    "https://a.localhost",
)


@pytest.mark.parametrize("entry", ENTRIES)
def test_exceptions_as_in_httpx2(entry, monkeypatch):
    """NO_PROXY means what it means to httpx2."""
    for name in ("HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", entry)
    with httpx2.Client() as client:
        for url in URLS:
            is_direct = client._transport_for_url(httpx2.URL(url)) is client._transport
            assert (route(dict(os.environ), url).proxy is None) is is_direct, url
    assert "https://" in get_environment_proxies()


def test_credential():
    """The user and the password of a proxy's URL are what it is asked with, and show nowhere else."""
    found = route(proxy="http://us%40er:p%20ss@proxy.example.com:3128").proxy
    assert found.headers("space.example.com:443") == (
        ("host", "space.example.com:443"),
        ("proxy-authorization", "Basic dXNAZXI6cCBzcw=="),
    )
    assert Proxy("proxy", 80).headers("a:443") == (("host", "a:443"),)
    assert "p ss" not in repr(found)


WRONG = {
    "socks5://proxy:1080": "its scheme is 'socks5', and only http is. For any other proxy, pass transport=",
    "https://proxy:443": "only an http proxy is supported, not https. For any other proxy, pass transport=",
    "http://": "it is not a URL such as http://proxy.example.com:3128",
    "http://proxy:99999": "it is not a URL such as http://proxy.example.com:3128",
    "http://pro xy": "it is not a URL such as http://proxy.example.com:3128",
}


@pytest.mark.parametrize("url", WRONG)
def test_wrong_proxy(url, kind):
    """A proxy that can't be used is an error that names the argument or the variable, and no password."""
    secret = url.replace("://", "://user:PT-secret@")
    with pytest.raises(InvalidRequestError) as caught:
        route({"HTTPS_PROXY": secret})
    assert str(caught.value).startswith("HTTPS_PROXY names ")
    assert WRONG[url] in str(caught.value)
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest(None, proxy=secret)
    assert str(caught.value).startswith("proxy is ")
    assert exposures(caught.value, ("PT-secret",)) == []


def test_proxy_with_a_password_that_cant_be_sent():
    """A password that can't stand in a header is named by its variable, and not shown."""
    with pytest.raises(InvalidRequestError, match=r"^the password of HTTPS_PROXY has a character") as caught:
        route({"HTTPS_PROXY": "http://user:a%0d%0ab@proxy"})
    assert "a\r\nb" not in str(caught.value)


def test_plain_http_is_never_proxied():
    """Plain http goes to this machine directly, whatever the environment says: a proxy would see the credential."""
    environ = {"HTTP_PROXY": PROXY, "ALL_PROXY": PROXY, "HTTPS_PROXY": PROXY}
    assert route(environ, "http://127.0.0.1:8000").proxy is None
    assert route({}, "http://127.0.0.1:8000", proxy=PROXY).proxy is None
    with pytest.raises(InvalidRequestError, match="unencrypted"):
        route({}, "http://sandbox:8000", proxy=PROXY)


def test_reason_of_a_route():
    """A route says which proxy it leads through, or why through none; nothing where no proxy is named."""
    environ = {"HTTPS_PROXY": "http://user:PT-secret@proxy:3128"}
    assert route(environ).reason == "through the proxy proxy:3128 of HTTPS_PROXY"
    assert route(proxy="http://user:PT-secret@proxy:3128").reason == "through the proxy proxy:3128 of proxy="
    exempt = route({**environ, "no_proxy": "*"}).reason
    assert exempt == "directly, since no_proxy exempts it from the proxy of HTTPS_PROXY"
    assert "plain http doesn't use the proxy of HTTPS_PROXY" in route(environ, "http://127.0.0.1:8000").reason
    assert route({"NO_PROXY": "*"}).reason == route(environ, trust_env=False).reason == ""


@pytest.mark.parametrize("host", ["space.example.com", "127.0.0.1:9"])
def test_error_names_the_proxy(kind, monkeypatch, host):
    """Where no connection comes about, the error names the variable of the proxy, whether it was used or not."""
    for name in ("ALL_PROXY", "https_proxy", "all_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://user:PT-secret@127.0.0.1:9")
    client = kind.rest_class("p", "t", host, max_retries=0)
    with pytest.raises(APIConnectionError) as caught:
        kind.drive(client, lambda one: one.phone_numbers.get(ID))
    assert "the proxy" in str(caught.value)
    assert "of HTTPS_PROXY" in str(caught.value)
    assert exposures(caught.value, ("PT-secret",)) == []


REFUSED = [
    ({"verify": False}, "verify=False is not offered"),
    ({"verify": 7}, "verify must be a file or folder of certificates, or an ssl.SSLContext, not int."),
    ({"trust_env": None}, "trust_env must be True or False."),
    ({"proxy": 7}, "proxy must be a URL such as"),
    ({"proxy": PROXY, "transport": Sandbox()}, "proxy and verify have no effect beside transport"),
    ({"verify": "ca.pem", "transport": Sandbox()}, "proxy and verify have no effect beside transport"),
]


@pytest.mark.parametrize(("options", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_refused(options, why, kind):
    """What can't be meant is refused when a client is made."""
    for make in (kind.rest, kind.routing):
        with pytest.raises(InvalidRequestError) as caught:
            make(**options)
        assert str(caught.value).startswith(why)


@pytest.mark.parametrize(
    "verify",
    [None, True, "ca.pem", ssl.create_default_context()],
    ids=["unset", "yes", "a file", "a context"],
)
def test_taken(verify, tmp_path):
    """Whom to trust may be said in any of these ways."""
    require_network(Network(verify=verify), None)
    require_network(Network(verify=tmp_path), None)
