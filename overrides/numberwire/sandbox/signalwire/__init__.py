"""SignalWire's phone number API in the sandbox."""

from numberwire.sandbox.signalwire._operations import SIGNALWIRE
from numberwire.sandbox.signalwire._phone_numbers import add_number, load_number, number_fields

__all__ = ["SIGNALWIRE", "add_number", "load_number", "number_fields"]
