"""Settings of TLS in the environment that can't be used."""

import pytest

from numberwire._tls import make_transport
from numberwire.errors import InvalidRequestError
from tests.numberwire.subjects import PROJECT, TOKEN


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    """No setting but the test's."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)


def refusal(kind, host="127.1:9"):
    """The words in which a call over TLS is refused."""
    client = kind.rest_class(PROJECT, TOKEN, host, deadline=1)
    with pytest.raises(InvalidRequestError) as caught:
        kind.use(client, lambda client: client.phone_numbers.get("one"))
    assert caught.value.__context__ is None
    return str(caught.value)


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\xff\x00" * 50], ids=repr)
@pytest.mark.parametrize("name", ["SSL_CERT_FILE"])
def test_file(kind, monkeypatch, tmp_path, name, content):
    """A file of certificates that is missing, or has none, is named with its variable."""
    path = tmp_path / "authorities.pem"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv(name, str(path))
    words = refusal(kind)
    assert words.startswith(f"SSL_CERT_FILE names {str(path)!r}, which can't be used: ")
    assert words.endswith("Correct or unset the variable; nothing was sent.")


def test_folder_as_file(kind, monkeypatch, tmp_path):
    """So is a folder in place of the file."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path))
    assert f"SSL_CERT_FILE names {str(tmp_path)!r}" in refusal(kind)


@pytest.mark.parametrize("there", [True, False])
def test_folder(kind, monkeypatch, tmp_path, there):
    """A folder without certificates is refused: with it, no server would be trusted, and nobody told why."""
    folder = tmp_path if there else tmp_path / "missing"
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    assert f"SSL_CERT_DIR names {str(folder)!r}, which can't be used: no certificate" in refusal(kind)


def test_keys(kind, monkeypatch, tmp_path):
    """A file for keys that can't be written is named as well."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    (folder / "0a1b2c3d.0").touch()
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "missing" / "keys"))
    assert refusal(kind).startswith("SSLKEYLOGFILE names ")


def test_unknown_reason():
    """Where no setting is why, the reason is given as it came."""

    def make():
        raise ValueError("no such cipher")

    with pytest.raises(InvalidRequestError) as caught:
        make_transport(make, {}, tls=True)
    assert str(caught.value) == "no connection can be set up (no such cipher); nothing was sent."


def test_without_tls(monkeypatch):
    """Without TLS its settings don't matter."""
    assert make_transport(lambda: 7, {"SSL_CERT_DIR": "/missing"}, tls=False) == 7
