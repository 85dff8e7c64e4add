"""What stands in the cassettes: nothing that belongs to anybody."""

import base64
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import yaml

from numberwire.sandbox import API_KEY, PROJECT, TOKEN, UNSCOPED_API_KEY
from tests.numberwire.recording import HOST, ROUTING_HOST, neutral_request, neutral_response, neutral_text

CASSETTES = sorted((Path(__file__).parents[1] / "cassettes").glob("*.yaml"))


def test_there_are_cassettes():
    """Each call that is to be recorded is."""
    assert {path.stem for path in CASSETTES} == {
        "e911",
        "list",
        "not-found",
        "purchase",
        "release",
        "routing",
        "routing-forbidden",
        "routing-invalid",
        "routing-not-found",
        "routing-unauthorized",
        "search",
        "search-e164",
        "unauthorized",
        "unprocessable",
        "update",
    }


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)
def test_clean(path):
    """A cassette has no credential, no cookie, no host but the made-up ones, and no phone number that rings."""
    text = path.read_text(encoding="utf-8")
    pair = base64.b64encode(f"{PROJECT}:{TOKEN}".encode()).decode()
    assert [secret for secret in (TOKEN, API_KEY, UNSCOPED_API_KEY, PROJECT, pair) if secret in text] == []
    assert re.findall(r"(?i)authorization|cookie|bearer|basic |127\.0\.0\.1|localhost", text) == []
    assert set(re.findall(r"https?://([^/\"'\s?]+)", text)) <= {HOST, ROUTING_HOST, "example.com"}
    assert neutral_text(text) == text
    numbers = re.findall(r"(?:\+|%2B)(\d{7,15})", text)
    assert [number for number in numbers if number[4:7] != "555"] == []
    recorded = yaml.safe_load(text)["interactions"]
    assert {urlsplit(one["request"]["uri"]).hostname for one in recorded} <= {HOST, ROUTING_HOST}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('{"number": "+12065550123"}', '{"number": "+12065550123"}'),
        ("filter_number=%2B12065550123", "filter_number=%2B12065550123"),
        ("(206) 555-0123", "(206) 555-0123"),
        ("4b8e9c6f-2068-4757-8123-206867530901", "4b8e9c6f-2068-4757-8123-206867530901"),
        ("2025-01-15T09:30:00Z", "2025-01-15T09:30:00Z"),
        ("http://127.0.0.1:8000/search?x=1", f"https://{HOST}/search?x=1"),
    ],
)
def test_kept(text, kept):
    """What belongs to nobody is kept; a server of this machine is replaced."""
    assert neutral_text(text) == kept


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ('"+12068675309"', r'"\+1206555\d{4}"'),
        ("number=%2B12068675309", r"number=%2B1206555\d{4}"),
        ("(206) 867-5309", r"\(206\) 555-\d{4}"),
        ("+1 206-867-5309", r"\+1 206-555-\d{4}"),
        ("2068675309", r"206555\d{4}"),
        ("+442071838750", r"\+1500555\d{4}"),
    ],
)
def test_made_up(text, shape):
    """A phone number that may ring is replaced, each time by the same one of fiction."""
    assert re.fullmatch(shape, neutral_text(text))
    assert neutral_text(neutral_text(text)) == neutral_text(text)


def test_real_space(monkeypatch):
    """The host of a real space is replaced wherever it stands."""
    monkeypatch.setenv("SIGNALWIRE_SPACE", "acme.signalwire.com")
    monkeypatch.setenv("SIGNALWIRE_PROJECT_ID", "p")
    monkeypatch.setenv("SIGNALWIRE_API_TOKEN", "t")
    assert neutral_text('"https://acme.signalwire.com/api?x"') == f'"https://{HOST}/api?x"'


def test_request():
    """Of a request the cassette keeps what it says, and nothing of who said it."""
    request = SimpleNamespace(
        uri="http://127.0.0.1:8000/api/relay/rest/phone_numbers?x=1",
        headers={
            "Authorization": "Basic x",
            "Cookie": "a=b",
            "host": "127.0.0.1",
            "Accept": "application/json",
        },
        body=b'{"number": "+12065550123"}',
    )
    assert vars(neutral_request(request)) == {
        "uri": f"https://{HOST}/api/relay/rest/phone_numbers?x=1",
        "headers": {"Accept": "application/json"},
        "body": b'{"number": "+12065550123"}',
    }


def test_response():
    """Of an answer too."""
    response = {
        "status": {"code": 200, "message": "OK"},
        "headers": {"Set-Cookie": ["session=1"], "x-request-id": ["r1"], "server": ["s"]},
        "body": {"string": b'{"links": {"next": "http://127.0.0.1:8000/api?x"}}'},
    }
    assert neutral_response(response) == {
        "status": {"code": 200, "message": "OK"},
        "headers": {"x-request-id": ["r1"]},
        "body": {"string": f'{{"links": {{"next": "https://{HOST}/api?x"}}}}'.encode()},
    }
