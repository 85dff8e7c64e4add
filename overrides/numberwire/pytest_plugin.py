"""Fixtures for pytest, there wherever numberwire is installed: a sandbox for each test, and clients of it.

def test_my_job(numberwire_client):
    numberwire_client.phone_numbers.purchase("+15035551763")
    ...

Nothing else of numberwire is loaded before a test asks for one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from numberwire.sandbox import Sandbox
    from numberwire.signalwire import AsyncRestClient, RestClient

__all__ = ["numberwire_async_client", "numberwire_client", "numberwire_sandbox"]


@pytest.fixture
def numberwire_sandbox() -> Iterator[Sandbox]:
    """A new sandbox: its clock and its faults are the test's."""
    from numberwire.sandbox import Sandbox  # noqa: PLC0415 see the module's first lines

    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def numberwire_client(numberwire_sandbox: Sandbox) -> RestClient:
    """A client that the test's sandbox answers, in process."""
    return numberwire_sandbox.client()


@pytest.fixture
def numberwire_async_client(numberwire_sandbox: Sandbox) -> AsyncRestClient:
    """An async client that the test's sandbox answers, in process."""
    return numberwire_sandbox.async_client()
