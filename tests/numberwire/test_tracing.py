"""Whether something has put itself around the HTTP library."""

import functools
import subprocess
import sys

import httpcore2
import httpx2
import pytest

from numberwire._tracing import has_own_methods, is_library_patched

PLACES = [
    (httpx2.HTTPTransport, "handle_request"),
    (httpx2.AsyncHTTPTransport, "handle_async_request"),
    (httpcore2.ConnectionPool, "handle_request"),
    (httpcore2.AsyncConnectionPool, "handle_async_request"),
]


def test_untouched():
    """The library as it is has its own methods."""
    assert not is_library_patched()
    assert all(has_own_methods(owner) for owner, _ in PLACES)


@pytest.mark.parametrize("wrapped", [True, False], ids=["wrapped", "replaced"])
@pytest.mark.parametrize(("owner", "method"), PLACES, ids=[owner.__name__ for owner, _ in PLACES])
def test_traced(monkeypatch, owner, method, wrapped):
    """Wherever a method that sends was wrapped or replaced, the library has to send; afterwards it has not."""
    own = getattr(owner, method)
    tracer = functools.wraps(own)(lambda *_: None) if wrapped else lambda *_: None
    with monkeypatch.context() as patch:
        patch.setattr(owner, method, tracer)
        assert is_library_patched()
    assert not is_library_patched()


def test_method_that_is_no_function(monkeypatch):
    """What can be called and is no function is not the library's."""
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", functools.partial(print))
    assert is_library_patched()


def test_nothing_is_loaded():
    """To ask loads nothing."""
    code = (
        "import sys; from numberwire._tracing import is_library_patched; "
        "print(is_library_patched(), 'httpx2' in sys.modules, 'httpcore2' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "False False False\n"
