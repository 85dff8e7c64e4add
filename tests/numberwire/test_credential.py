"""Secrets, kept out of sight."""

import base64
import copy
import html
import json
import pickle
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numberwire.credential import Credential, basic_auth, bearer_auth, make_credential, require_value
from numberwire.errors import InvalidRequestError

SECRET = "am_live_0123456789"


def test_header():
    """The header is what the schemes of RFC 7617 and RFC 6750 ask for."""
    assert basic_auth("project", "token", names=("project", "token")).header() == (
        "authorization",
        "Basic cHJvamVjdDp0b2tlbg==",
    )
    assert bearer_auth(SECRET).header() == ("authorization", f"Bearer {SECRET}")


def test_unseen():
    """Neither repr nor vars nor a pickle shows the secret."""
    credential = bearer_auth(SECRET)
    assert repr(credential) == "<Credential ***>"
    assert SECRET not in repr([getattr(credential, name) for name in Credential.__slots__])
    with pytest.raises(TypeError):
        pickle.dumps(credential)


def test_redact():
    """An echo of the secret, plain or as the header carries it, is masked."""
    credential = basic_auth("project", SECRET, names=("project", "token"))
    encoded = credential.header()[1].removeprefix("Basic ")
    assert credential.redact(f"you sent {SECRET} as {encoded}") == "you sent *** as ***"
    assert credential.redact_bytes(b"\xff" + SECRET.encode()) == b"\xff***"


@pytest.mark.parametrize("secret", ["", "secret\n", " secret", "sec\x00ret", "s\u00e9cret", None, 7])
def test_unsendable(secret):
    """A secret that can't stand in a header is refused, and not shown."""
    wrong = bearer_auth(secret, name="api_key")
    assert isinstance(wrong, InvalidRequestError)
    assert str(wrong).startswith("api_key ")
    assert "cret" not in str(wrong)


TOKEN = 'PT/se"cret&tok+en<=='


def spelled(write):
    """The token with each character written another way."""
    return "".join(map(write, TOKEN))


ECHOES = {
    "plain": TOKEN,
    "lower": TOKEN.lower(),
    "upper": TOKEN.upper(),
    "percent": quote(TOKEN, safe=""),
    "percent, lower": quote(TOKEN, safe="").lower(),
    "percent, twice": quote(quote(TOKEN, safe=""), safe=""),
    "percent, all": spelled(lambda sign: f"%{ord(sign):02X}"),
    "JSON": json.dumps(TOKEN)[1:-1],
    "JSON, slashes": json.dumps(TOKEN)[1:-1].replace("/", "\\/"),
    "JSON, twice": json.dumps(json.dumps(TOKEN))[3:-3],
    "JSON, all": spelled(lambda sign: f"\\u{ord(sign):04x}"),
    "JSON, all, capitals": spelled(lambda sign: f"\\u{ord(sign):04X}"),
    "Python": spelled(lambda sign: f"\\x{ord(sign):02x}"),
    "HTML": html.escape(TOKEN),
    "HTML, twice": html.escape(html.escape(TOKEN)),
    "HTML, decimal": spelled(lambda sign: f"&#{ord(sign)};"),
    "HTML, hexadecimal": spelled(lambda sign: f"&#x{ord(sign):X};"),
    "mixed": "%50\\u0054\\/&#115;e&quot;cret&amp;tok%2Ben&lt;==",
    "base64": base64.b64encode(TOKEN.encode()).decode().rstrip("="),
    "base64 for URLs": base64.urlsafe_b64encode(TOKEN.encode()).decode(),
    "base64 of the pair": base64.b64encode(f"project:{TOKEN}".encode()).decode(),
    "base64 of the pair, in a URL": quote(base64.b64encode(f"project:{TOKEN}".encode()), safe=""),
    "hexadecimal": TOKEN.encode().hex(),
    "hexadecimal, capitals": TOKEN.encode().hex().upper(),
}


@pytest.mark.parametrize("name", ECHOES)
def test_redact_spellings(name):
    """In whatever encoding a server or a proxy repeats a secret, it is masked."""
    credential = basic_auth("project", TOKEN, names=("project", "token"))
    assert credential.redact(f"a {ECHOES[name]} b") in ("a *** b", "a ***== b", "a ***%3D%3D b", "a ***= b")
    assert b"ret" not in credential.redact_bytes(f"x{ECHOES[name]}".encode())


@pytest.mark.parametrize(
    "name", ["plain", "lower", "upper", "percent", "JSON", "JSON, slashes", "HTML", "base64", "hexadecimal"]
)
def test_redact_in_a_large_answer(name):
    """In a large answer, too, a secret is masked in the spellings that occur."""
    credential = basic_auth("project", TOKEN, names=("project", "token"))
    padding = "x%" * 200_000
    assert ECHOES[name] not in credential.redact(padding + ECHOES[name])


def test_mask_of_a_call():
    """What a call shows is searched closely at its beginning, and for the common spellings all the way."""
    credential = basic_auth("project", TOKEN, names=("project", "token"))
    odd, common = f"a%2525{ord(TOKEN[0]):02x}{TOKEN[1:]}".encode(), quote(TOKEN, safe="").encode()
    mask = credential.make_mask()
    assert mask(odd) == b"a***"
    mask(b"%" * 300_000)
    assert (mask(common), mask(odd)) == (b"***", odd)


@settings(max_examples=40)
@given(st.binary(min_size=4, max_size=12).map(lambda content: base64.b85encode(content).decode()), st.data())
def test_every_spelling_begins_with_its_first_character(secret, data):
    """Looking ahead for the first character passes over no spelling of it."""
    [sign] = data.draw(st.tuples(st.sampled_from(_first_spellings(secret[0]))))
    assert bearer_auth(secret).redact(f"%25\\&{sign}{secret[1:]}")[-3:] == "***"


def _first_spellings(sign):
    code = ord(sign)
    named = {"&": ["&amp;"], "<": ["&lt;"], ">": ["&gt;"]}.get(sign, [])
    return [
        sign,
        f"%{code:02X}",
        f"%252525{code:02x}",
        f"\\\\u00{code:02x}",
        f"\\x{code:02X}",
        f"&#00{code};",
        f"&amp;#x{code:X};",
        *named,
    ]


@given(st.text())
def test_nothing_else_is_redacted(text):
    """A text without the secret stays as it is."""
    assert bearer_auth(SECRET).redact(text) == text


def test_copied():
    """A credential is shared by copies of what holds it."""
    credential = bearer_auth(SECRET)
    assert copy.copy(credential) is credential
    assert copy.deepcopy([credential])[0] is credential


def test_places():
    """A credential stands where it belongs, beside what the request has there already."""
    credential = require_value(
        make_credential(
            ("key", "query", "api key", "a&b=c/1"),
            ("tenant", "header", "X-Tenant", "acme"),
            ("session", "cookie", "sid", "c00kie"),
            ("token", "bearer", "", None),
        )
    )
    assert credential.add_to_target("/a") == "/a?api+key=a%26b%3Dc%2F1"
    assert credential.add_to_target("/a?b=1") == "/a?b=1&api+key=a%26b%3Dc%2F1"
    assert credential.add_to_headers((("accept", "*/*"), ("cookie", "a=b"))) == (
        ("accept", "*/*"),
        ("x-tenant", "acme"),
        ("cookie", "a=b; sid=c00kie"),
    )
    assert credential.redact("a&b=c/1 a%26b%3Dc%2F1 c00kie") == "*** *** ***"


def test_no_credential():
    """Without any secret a request stays as it is."""
    credential = require_value(make_credential(("token", "bearer", "", None)))
    assert (credential.add_to_headers(()), credential.add_to_target("/a?b")) == ((), "/a?b")
