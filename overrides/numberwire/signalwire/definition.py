"""SignalWire's habits."""

from numberwire.definition import Definition
from numberwire.signalwire.checks import CHECKS
from numberwire.signalwire.settling import POLICIES

__all__ = ["SIGNALWIRE"]

SIGNALWIRE = Definition(
    name="signalwire",
    policies=POLICIES,
    checks=CHECKS,
    echoes={"purchase_phone_number": "number"},
    pages=frozenset({"list_phone_numbers", "search_available_phone_numbers"}),
)
