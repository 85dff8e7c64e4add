"""Schemathesis against the sandbox: whatever a spec allows to be sent, the answer is one the spec describes."""

import pytest

from numberwire.sandbox._sandbox import APIS

# Those without a route answer 501, see test_sandbox_api.py.
each_operation = pytest.mark.parametrize(
    ("api", "operation"),
    [pytest.param(api.name, route.operation, id=route.operation) for api in APIS for route in api.routes],
)
SUCCESS = {"release_phone_number": 422}


@pytest.fixture
def exchange():
    """Gives a sandbox with one number of each API, to which cases of an operation are put."""
    from tests.numberwire.sandbox import spec_cases  # noqa: PLC0415 see its first lines

    with spec_cases.exchange() as made:
        yield made


@each_operation
def test_answers_are_those_of_the_spec(exchange, api, operation):
    """What the spec allows is answered by a status, a content type and a body that the spec describes."""
    statuses = exchange.put_allowed(api, operation, 30)
    # A number just bought can't be released yet; all else must have succeeded at least once.
    assert SUCCESS.get(operation, 200) in statuses


@each_operation
def test_nonsense_is_no_server_error(exchange, api, operation):
    """What the spec does not allow is answered too, by a refusal or by ignoring it, and never by a failure."""
    assert exchange.put_nonsense(api, operation, 12)
