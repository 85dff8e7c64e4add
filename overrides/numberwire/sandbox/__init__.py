"""A stand-in for the documented APIs, so that everyone can try and test without an account.

The sandbox promises to answer every documented request as the documentation and the known facts of the
service say, errors included, and promises nothing where these are silent.

    from datetime import timedelta

    from numberwire.sandbox import PROJECT, TOKEN, Fault, Sandbox
    from numberwire.signalwire import RestClient

    sandbox = Sandbox()
    client = RestClient(project=PROJECT, token=TOKEN, host="example.signalwire.com", transport=sandbox)
    number = client.phone_numbers.purchase(client.phone_numbers.search(areacode="503")[0].number)
    sandbox.faults.add(Fault(kind="status", status=503, times=2))  # the next two requests fail
    sandbox.clock.advance(timedelta(days=14))  # now the number may be released
    client.phone_numbers.release(number.id)

Over HTTP it is served by ``python -m numberwire.sandbox`` (extra ``numberwire[sandbox]``).
"""

from numberwire.sandbox.clock import Clock
from numberwire.sandbox.faults import Fault, Faults, Outcome
from numberwire.sandbox.rate import Rate
from numberwire.sandbox.settings import API_KEY, PROJECT, TOKEN, UNSCOPED_API_KEY, UNSCOPED_TOKEN, Settings
from numberwire.sandbox.standin import Sandbox
from numberwire.sandbox.store import StateError

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
]
