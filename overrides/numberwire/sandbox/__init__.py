"""A stand-in for the documented APIs, so that everyone can try and test without an account.

The sandbox answers every documented request as the documentation and the known facts of the service say,
errors included, and makes no promise about undocumented behaviour.

    from datetime import timedelta

    from numberwire.sandbox import Fault, Sandbox

    sandbox = Sandbox()
    client = sandbox.client()
    number = client.phone_numbers.purchase(client.phone_numbers.search(areacode="503")[0].number)
    sandbox.faults.add(Fault(kind="status", status=503, times=2))  # the next two requests fail
    sandbox.clock.advance(timedelta(days=14))  # now the number can be released
    client.phone_numbers.release(number.id)

Over HTTP it is served by ``python -m numberwire.sandbox``, and by ``sandbox.serve()`` in a test.
"""

from numberwire.sandbox._clock import Clock
from numberwire.sandbox._faults import Fault, Faults, Outcome
from numberwire.sandbox._rate import Rate
from numberwire.sandbox._sandbox import Sandbox
from numberwire.sandbox._settings import API_KEY, PROJECT, TOKEN, UNSCOPED_API_KEY, UNSCOPED_TOKEN, Settings
from numberwire.sandbox._store import StateError
from numberwire.sandbox._writes import Write

__all__ = [
    "API_KEY",
    "PROJECT",
    "TOKEN",
    "UNSCOPED_API_KEY",
    "UNSCOPED_TOKEN",
    "Clock",
    "Fault",
    "Faults",
    "Outcome",
    "Rate",
    "Sandbox",
    "Settings",
    "StateError",
    "Write",
]
