"""SignalWire's phone number API in the sandbox."""

from numberwire.sandbox.signalwire._numbers import add_number, load_number, number_fields
from numberwire.sandbox.signalwire._operations import SIGNALWIRE

__all__ = ["SIGNALWIRE", "add_number", "load_number", "number_fields"]
