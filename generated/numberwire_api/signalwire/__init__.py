# Generated from spec/signalwire.yaml by `python -m generator generate`; edit that, not this.
"""SignalWire phone numbers: models, and operations by tag.

The phone number part of the SignalWire REST API, as its documentation describes it. Curated by
hand: x-sources names the pages that each part is taken from.
"""

from __future__ import annotations

from . import call_handlers, checks, handlers, message_handlers, models, phone_numbers
from .models import (
    AssignE911AddressRequest,
    AvailableNumberType,
    AvailablePhoneNumberItem,
    AvailablePhoneNumberPage,
    CallHandler,
    CallReceiveMode,
    Capability,
    CapabilityFlags,
    E911Status,
    ErrorItem,
    ErrorList,
    ErrorMessage,
    HttpMethod,
    MessageHandler,
    NumberType,
    PageLinks,
    PhoneNumber,
    PhoneNumberPage,
    PhoneNumberPurchase,
    PhoneNumberUpdate,
)

__all__ = [
    "AssignE911AddressRequest",
    "AvailableNumberType",
    "AvailablePhoneNumberItem",
    "AvailablePhoneNumberPage",
    "CallHandler",
    "CallReceiveMode",
    "Capability",
    "CapabilityFlags",
    "E911Status",
    "ErrorItem",
    "ErrorList",
    "ErrorMessage",
    "HttpMethod",
    "MessageHandler",
    "NumberType",
    "PageLinks",
    "PhoneNumber",
    "PhoneNumberPage",
    "PhoneNumberPurchase",
    "PhoneNumberUpdate",
    "call_handlers",
    "checks",
    "handlers",
    "message_handlers",
    "models",
    "phone_numbers",
]
