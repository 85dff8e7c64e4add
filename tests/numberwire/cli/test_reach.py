"""Whether hosts of webhooks answer, on servers of this machine: once each, without a request, never privately."""

import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from numberwire.cli._audit_rules import find_all
from numberwire.cli._reach import Host, Reach, check_host, make_reach_rules
from numberwire.signalwire import PhoneNumber

AUTHORITY = trustme.CA()
ANY = {"is_refused": lambda _: False}


@contextmanager
def server(certificate=None):
    """A server that keeps what it is sent; gives its port and what came, connection by connection."""
    received = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if certificate:
        certificate.configure_cert(context)

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    if certificate:
                        connection = context.wrap_socket(connection, server_side=True)
                    received.append(connection.recv(100))
                except OSError:
                    received.append(b"")
                connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1], received
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def trusting():
    """A context that trusts the authority of these tests."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def test_certificate_is_read_without_a_request():
    """TCP and TLS are spoken, the certificate's last day is known, and nothing is sent."""
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(days=9)
    with server(AUTHORITY.issue_cert("localhost", not_after=ends)) as (port, received):
        reach = check_host(Host("localhost", port, is_encrypted=True), context=trusting(), **ANY)
    assert reach == Reach(ends=ends)
    assert set(received) <= {b""}


def test_plain_host():
    """A host without TLS is connected to, and nothing is sent."""
    with server() as (port, received):
        assert check_host(Host("127.0.0.1", port, is_encrypted=False), **ANY) == Reach()
    assert set(received) <= {b""}


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::ffff:127.0.0.1", "0.0.0.0"])  # noqa: S104 nothing listens there
def test_private_addresses_are_left_alone(name):
    """No connection is made to a private address, however it is written and whatever name leads to it."""
    with server() as (port, received):
        reach = check_host(Host(name, port, is_encrypted=False))
    assert "private address" in reach.problem
    assert received == []


def test_what_is_wrong_with_a_host():
    """A certificate of nobody known, a host without TLS and a closed port are told apart."""
    with server(AUTHORITY.issue_cert("localhost")) as (port, _):
        unknown = check_host(Host("localhost", port, is_encrypted=True), **ANY)
        other = check_host(Host("127.0.0.1", port, is_encrypted=True), context=trusting(), **ANY)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    refused = check_host(Host("127.0.0.1", port, is_encrypted=True), **ANY)
    name = check_host(Host("a" * 64 + ".example", 443, is_encrypted=True), **ANY)
    assert unknown.problem.startswith("its certificate is not accepted: ")
    assert "127.0.0.1" in other.problem
    assert refused.problem.startswith("it can't be connected to: ")
    assert name.problem


def test_each_host_once():
    """Each distinct host is connected to once for all numbers and rules, and hosts of this machine never."""
    checked = []
    ends = datetime.now(UTC) + timedelta(days=3)

    def check(host):
        checked.append(host)
        return Reach("it is down") if host.name == "down.example" else Reach(ends=ends)

    numbers = [
        PhoneNumber(
            id=str(index),
            number=f"+1503555{index:04}",
            call_handler="laml_webhooks",
            call_request_url=f"https://a.example/{index}?token=secret",
            call_fallback_url=fallback,
        )
        for index, fallback in enumerate(
            ("http://down.example:81/", "https://10.0.0.1/", "https://[::1", None)
        )
    ]
    findings = find_all(numbers, make_reach_rules(check))
    assert checked == [
        Host("a.example", 443, is_encrypted=True),
        Host("down.example", 81, is_encrypted=False),
    ]
    assert [(finding.rule, finding.number.id) for finding in findings] == [
        ("host-unreachable", "0"),
        *(("certificate-ends-soon", str(index)) for index in range(4)),
    ]
    assert findings[0].message == ("call fallback_url http://down.example:81/ can't be reached: it is down")
    assert "secret" not in findings[1].message
    assert f"that of a.example ends on {ends:%Y-%m-%d}" in findings[1].message
