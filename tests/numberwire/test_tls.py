"""Whom a TLS connection trusts: arguments, variables and each kind of system, and what is said where it can't be."""

import shutil
import ssl
import subprocess
from types import SimpleNamespace

import pytest
import trustme

from numberwire import _tls as tls
from numberwire._network import Network
from numberwire._tls import make_context
from numberwire.errors import InvalidRequestError
from tests.numberwire.subjects import PROJECT, TOKEN

VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE", "SIGNALWIRE_REST_CA_FILE")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    """No setting but the test's."""
    for name in (*VARIABLES, "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def refusal(kind, **options):
    """The words in which a call over TLS is refused."""
    client = kind.rest_class(PROJECT, TOKEN, "127.1:9", deadline=1, **options)
    with pytest.raises(InvalidRequestError) as caught:
        kind.use(client, lambda client: client.phone_numbers.get("one"))
    assert caught.value.__context__ is None
    return str(caught.value)


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\xff\x00" * 50], ids=repr)
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SIGNALWIRE_REST_CA_FILE"])
def test_file(kind, monkeypatch, tmp_path, name, content):
    """A file of certificates that is missing, or has none, is named with its variable."""
    path = tmp_path / "authorities.pem"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv(name, str(path))
    words = refusal(kind)
    assert words.startswith(f"{name} names {str(path)!r}, which can't be used: ")
    assert words.endswith("Correct or unset the variable; nothing was sent.")


def test_file_as_argument(kind, tmp_path):
    """So is one that is given as an argument."""
    words = refusal(kind, verify=tmp_path / "missing.pem")
    assert words.startswith(f"verify names {str(tmp_path / 'missing.pem')!r}, which can't be used: ")
    assert words.endswith("Correct it; nothing was sent.")


def test_folder_as_file(kind, monkeypatch, tmp_path):
    """So is a folder in place of the file."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path))
    assert f"SSL_CERT_FILE names {str(tmp_path)!r}" in refusal(kind)


@pytest.mark.parametrize("there", [True, False])
def test_folder(kind, monkeypatch, tmp_path, there):
    """A folder without certificates is refused: with it, no server would be trusted, and nobody told why."""
    folder = tmp_path if there else tmp_path / "missing"
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    assert f"SSL_CERT_DIR names {str(folder)!r}, which can't be used: it has no certificate" in refusal(kind)


def test_keys(kind, monkeypatch, tmp_path):
    """A file for keys that can't be written is named as well."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    (folder / "0a1b2c3d.0").touch()
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "missing" / "keys"))
    assert refusal(kind).startswith("SSLKEYLOGFILE names ")


def test_unknown_reason(monkeypatch):
    """Where no setting is why, the reason is given as it came."""

    def fail(_protocol):
        raise ValueError("no such cipher")

    monkeypatch.setattr(ssl.SSLContext, "set_alpn_protocols", lambda *_: fail(None))
    with pytest.raises(InvalidRequestError) as caught:
        make_context(Network(), {})
    assert str(caught.value) == "no TLS connection can be set up (no such cipher); nothing was sent."


def subjects(context):
    """The organizations whose certificates a context has loaded."""
    return {dict(name[0] for name in one["subject"])["organizationName"] for one in context.get_ca_certs()}


@pytest.fixture
def authority(tmp_path):
    """A file with the certificate of an authority, and the authority's name."""
    made = trustme.CA(organization_name="Example Bank")
    path = tmp_path / "company.pem"
    made.cert_pem.write_to_path(path)
    return path


@pytest.mark.parametrize(
    ("verify", "environ"),
    [
        (True, {}),
        (False, {"SIGNALWIRE_REST_CA_FILE": True, "SSL_CERT_FILE": False}),
        (False, {"SSL_CERT_FILE": True, "SSL_CERT_DIR": False}),
    ],
    ids=["argument", "the API's variable", "the general variable"],
)
def test_chosen_file(authority, verify, environ):
    """The argument counts first, then the API's own variable, then the general ones; nothing else is trusted then."""
    network = Network(verify=str(authority) if verify else None, ca_variable="SIGNALWIRE_REST_CA_FILE")
    context = make_context(
        network, {name: str(authority) if right else "/x" for name, right in environ.items()}
    )
    assert subjects(context) == {"Example Bank"}
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_environment_not_trusted(authority):
    """With trust_env=False no variable counts, be it right or wrong."""
    wrong = dict.fromkeys(VARIABLES, "/missing")
    context = make_context(Network(trust_env=False, ca_variable="SIGNALWIRE_REST_CA_FILE"), wrong)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert subjects(make_context(Network(verify=authority, trust_env=False), wrong)) == {"Example Bank"}


def test_context_of_a_callers_own():
    """A context is used as it is."""
    context = ssl.create_default_context()
    assert make_context(Network(verify=context), {}) is context


@pytest.mark.parametrize(
    ("certificates", "hashed", "chosen"),
    [
        (2, 2, "folder"),
        (2, 3, "folder"),
        (3, 2, "both"),
        (2, 0, "file"),
        (None, 2, "folder"),
        (None, 0, "elsewhere"),
    ],
    ids=["Debian", "more hashed", "a stale folder", "a file alone", "a folder alone", "neither"],
)
def test_system(monkeypatch, tmp_path, certificates, hashed, chosen):
    """A folder of hashed certificates stands for the file where it has as many; whatever has more is read."""
    file, folder, elsewhere = tmp_path / "cert.pem", tmp_path / "certs", tmp_path / "elsewhere.pem"
    folder.mkdir()
    elsewhere.touch()
    if certificates is not None:
        file.write_bytes(b"-----BEGIN CERTIFICATE-----\n" * certificates)
    for number in range(hashed):
        (folder / f"{number:08x}.0").touch()
    (folder / "README").touch()
    monkeypatch.setattr(tls, "_CANDIDATES", (str(tmp_path / "missing"), str(elsewhere)))
    paths = SimpleNamespace(openssl_cafile=str(file), openssl_capath=str(folder))
    assert (
        tls._system_certificates(paths)
        == {
            "folder": (None, str(folder)),
            "both": (str(file), str(folder)),
            "file": (str(file), None),
            "elsewhere": (str(elsewhere), None),
        }[chosen]
    )


@pytest.mark.skipif(
    shutil.which("openssl") is None, reason="this system has no openssl to hash a certificate"
)
def test_folder_is_trusted(tmp_path):
    """An authority in a folder, under the name that OpenSSL looks for, is trusted though nothing is read before."""
    made = trustme.CA(organization_name="Example Bank")
    made.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = make_context(Network(), {"SSL_CERT_DIR": str(hash_folder(tmp_path))})
    assert handshake(context, made) == "example.com"


def hash_folder(folder):
    """Give the certificate of a folder every name that it could be looked for by."""
    ran = subprocess.run(
        ["openssl", "x509", "-hash", "-noout", "-in", folder / "ca.pem"],  # noqa: S607 the system's own
        capture_output=True,
        text=True,
        check=True,
    )
    (folder / f"{ran.stdout.strip()}.0").write_bytes((folder / "ca.pem").read_bytes())
    return folder


def handshake(context, authority):
    """Shake hands with a server of an authority in memory; returns the name that was verified."""
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("example.com").configure_cert(server_context)
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(to_client, to_server, server_hostname="example.com")
    server = server_context.wrap_bio(to_server, to_client, server_side=True)
    for side in (client, server, client, server):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return dict(client.getpeercert()["subjectAltName"])["DNS"]
