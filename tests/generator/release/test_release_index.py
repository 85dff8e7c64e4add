"""Indexes: their URLs, what they list, and that no credential is ever reported."""

from __future__ import annotations

import threading

import pytest

from generator.findings import CommandError
from generator.release.index import index_at, read_list

SECRET = "p@ss/word"
FROM_TWINE = {"TWINE_USERNAME": "__token__", "TWINE_PASSWORD": SECRET}
SHA = "a" * 64


@pytest.mark.parametrize(
    ("url", "lists"),
    [
        ("https://upload.pypi.org/legacy/", "https://pypi.org/simple/"),
        ("https://test.pypi.org/legacy/", "https://test.pypi.org/simple/"),
        ("https://example.com/pypi/ours", "https://example.com/pypi/ours/simple/"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/simple/"),
    ],
)
def test_an_index_lists_where_it_is_known_to(url, lists):
    """The two public indexes list elsewhere than they take, the others below."""
    assert index_at(url, {}).lists == lists


@pytest.mark.parametrize(
    ("url", "is_loopback"),
    [
        ("http://127.0.0.1:1/", True),
        ("http://127.9.9.9/", True),
        ("http://[::1]:8080/", True),
        ("http://localhost/", True),
        ("https://localhost.example.com/", False),
        ("https://10.0.0.1/", False),
    ],
)
def test_loopback_is_this_machine(url, is_loopback):
    """Loopback is what can't leave this machine."""
    assert index_at(url, {}).is_loopback is is_loopback


@pytest.mark.parametrize(
    "url", ["", "example.com", "ftp://example.com/", "https://", "https://x:port/", "/folder"]
)
def test_what_is_no_url_is_refused(url):
    """An index is named by a URL, and nothing is guessed."""
    with pytest.raises(CommandError) as refused:
        index_at(url, {})
    assert str(refused.value) == "NUMBERWIRE_INDEX_URL is not the URL of an index: write https://HOST/PATH."


def test_credentials_are_not_sent_in_the_clear():
    """An index elsewhere is spoken to by https alone."""
    with pytest.raises(CommandError) as refused:
        index_at("http://me:hush@example.com/", {})
    assert str(refused.value) == (
        "NUMBERWIRE_INDEX_URL must begin with https: what is sent by http could be read and changed."
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://me:p@ss/word@example.com/",
        "https://me:p@ssword@example.com/",
        "https://me:1/word@example.com/",
        "https://me:1#word@example.com/",
        "https://me:1?word@example.com/",
    ],
)
def test_a_password_that_breaks_the_url_is_not_told(url):
    """A password whose signs aren't encoded is refused, and no part of it is reported as a host or a path."""
    with pytest.raises(CommandError) as refused:
        index_at(url, {})
    assert str(refused.value) == (
        "NUMBERWIRE_INDEX_URL has an @ too many: in a password write %40, and %2F for a slash."
    )


def test_credentials_of_the_url_go_before_those_of_the_environment():
    """What the URL says is for this index; without it twine's variables count."""
    mine = index_at("https://me:p%40ss%2Fword@example.com/simple?x#y", FROM_TWINE)
    assert (mine.url, mine.credentials) == (
        "https://example.com/simple",
        {"TWINE_USERNAME": "me", "TWINE_PASSWORD": SECRET},
    )
    assert index_at("https://example.com/", FROM_TWINE).credentials == FROM_TWINE


def test_no_credential_is_shown():
    """Neither the index's repr nor a text that was masked holds the password, in any spelling."""
    index = index_at("https://me:p%40ss%2Fword@example.com/", {})
    message = f"{index!r} {index.mask_secrets('p@ss/word p%40ss%2Fword p%40ss/word')}"
    assert [word for word in (SECRET, "p%40ss%2Fword", "p%40ss/word") if word in message] == []


def test_a_page_is_read():
    """The files of a page are known by the names in their links, with their hashes."""
    page = f"""
        <a href="../../packages/a%2B1-1.0.whl#sha256={SHA}" data-x="<b>">a</a> <a name="here">no link</a>
        <A HREF='https://files.example.com/x/b-1.0.tar.gz?y#md5=1&sha256={SHA}'>b</A> <a href="c.zip">c</a>
    """
    assert read_list(page) == {"a+1-1.0.whl": SHA, "b-1.0.tar.gz": SHA, "c.zip": ""}


def test_what_an_index_has_is_asked_with_credentials(answering):
    """The listing is asked for with the name and password that twine uses."""
    asked = []

    def answer(request):
        asked.append((request.path, request.headers["authorization"]))
        return 200, {}, f'<a href="a.whl#sha256={SHA}">a</a>'

    with answering(answer) as url:
        files = index_at(url, {"TWINE_USERNAME": "me", "TWINE_PASSWORD": "you"}).files("numberwire")
    assert (files, asked) == ({"a.whl": SHA}, [("/simple/numberwire/", "Basic bWU6eW91")])


def test_a_project_that_is_not_there_has_no_files(answering):
    """A project's first upload is no failure."""
    with answering(lambda _: (404, {}, "none")) as url:
        assert index_at(url, {}).files("numberwire") == {}


def test_the_index_on_loopback_asks_no_other(loopback):
    """For what it doesn't have it says so, and sends nobody on to another index."""
    assert loopback.files("httpx2") == {}


@pytest.mark.parametrize(
    ("status", "page"),
    [
        (403, "403; are the credentials right (TWINE_USERNAME, TWINE_PASSWORD)?."),
        (
            303,
            "303, which sends the asker on to another index; turn that off (pypiserver: --disable-fallback).",
        ),
        (500, "500."),
    ],
)
def test_an_index_that_does_not_say_is_refused(status, page, answering):
    """An index that can't tell what it has gets nothing; another index is not asked in its place."""
    elsewhere = {"location": "https://example.com/"}
    with answering(lambda _: (status, elsewhere, SECRET)) as url, pytest.raises(CommandError) as refused:
        index_at(url, FROM_TWINE).files("numberwire")
    assert str(refused.value) == (
        f"The index doesn't say what it has: {url}/simple/numberwire/ answers {page}"
    )


def test_an_index_that_is_not_there_is_refused(answering):
    """An index that can't be reached is one clear error, without the credentials of its URL."""
    with answering(lambda _: (200, {}, "")) as url:
        gone = url.replace("http://", "http://me:p%40ss%2Fword@")
    with pytest.raises(CommandError) as refused:
        index_at(gone, {}).files("numberwire")
    message = str(refused.value)
    assert message.startswith(f"The index {url} can't be reached: ")
    assert "\n" not in message
    assert "ss/word" not in message.replace("%2F", "/")


def test_a_list_without_an_end_is_refused(answering, monkeypatch):
    """A list is read no further than a list may go."""
    monkeypatch.setattr("generator.release.index._MOST_BYTES", 1_000)
    with (
        answering(lambda _: (200, {}, "x" * 2_000)) as url,
        pytest.raises(CommandError, match="too long to be"),
    ):
        index_at(url, {}).files("numberwire")


def test_an_index_that_takes_too_long_is_refused(answering, monkeypatch):
    """An index that doesn't come to its end in time is left."""
    over = threading.Event()
    monkeypatch.setattr("generator.release.index._SECONDS", 0.2)
    with answering(lambda _: over.wait(30) and (200, {}, "")) as url:
        with pytest.raises(CommandError, match="can't be reached"):
            index_at(url, {}).files("numberwire")
        over.set()
