"""What the loopback server answers with: numbers with all their fields, the same in every run; pure."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

__all__ = ["FIELDS", "PAGE", "encoded", "page", "record", "records"]

PAGE = 1000
"""Numbers of a page, the most that the API gives."""

FIELDS = (
    "id",
    "number",
    "name",
    "country_code",
    "capabilities",
    "number_type",
    "e911_address_id",
    "created_at",
    "updated_at",
    "next_billed_at",
    "call_handler",
    "calling_handler_resource_id",
    "call_receive_mode",
    "call_relay_script_url",
    "call_relay_context",
    "call_relay_context_status_callback_url",
    "call_relay_topic",
    "call_relay_topic_status_callback_url",
    "call_relay_application",
    "call_request_url",
    "call_request_method",
    "call_fallback_url",
    "call_fallback_method",
    "call_status_callback_url",
    "call_status_callback_method",
    "call_laml_application_id",
    "call_dialogflow_agent_id",
    "call_relay_connector_id",
    "call_sip_endpoint_id",
    "call_verto_resource",
    "call_video_room_id",
    "message_handler",
    "messaging_handler_resource_id",
    "message_relay_context",
    "message_relay_topic",
    "message_relay_application",
    "message_request_url",
    "message_request_method",
    "message_fallback_url",
    "message_fallback_method",
    "message_laml_application_id",
)
"""Every field of a number, in the order of the documentation; a test compares them with the spec."""

_FIRST = datetime(2024, 1, 1, 9, 30, tzinfo=UTC)
_BILLED_EVERY = timedelta(days=30)
_URL = "https://example.com/numbers"
_WEBHOOKS = {"request": "POST", "fallback": "POST", "status_callback": "GET"}


def _webhooks(kind: str, *events: str) -> dict[str, str]:
    urls = {f"{kind}_{event}_url": f"{_URL}/{kind}/{event.replace('_', '-')}" for event in events}
    return urls | {f"{kind}_{event}_method": _WEBHOOKS[event] for event in events}


def _id(*parts: object) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, parts))))


_CALLS: tuple[dict[str, str], ...] = (
    {"call_handler": "laml_webhooks", **_webhooks("call", "request", "fallback", "status_callback")},
    {"call_handler": "relay_script", "call_relay_script_url": f"{_URL}/call/script"},
    {"call_handler": "laml_webhooks", **_webhooks("call", "request", "status_callback")},
    {
        "call_handler": "relay_topic",
        "call_relay_topic": "office",
        "call_relay_topic_status_callback_url": f"{_URL}/call/status",
        "call_relay_application": "office",
    },
    {"call_handler": "laml_application", "call_laml_application_id": _id("application")},
)
_MESSAGES: tuple[dict[str, str], ...] = (
    {"message_handler": "laml_webhooks", **_webhooks("message", "request", "fallback")},
    {
        "message_handler": "relay_topic",
        "message_relay_topic": "office",
        "message_relay_application": "office",
    },
    {},
    {},
)
_KINDS: tuple[dict[str, Any], ...] = (
    {"number_type": "longcode", "capabilities": ["voice", "sms", "mms", "fax"]},
    {"number_type": "toll-free", "capabilities": ["voice", "fax"]},
)


def record(position: int) -> dict[str, Any]:
    """Make the number at a position: every field of it, in the documented order, about 57% of them null."""
    added = _FIRST + timedelta(minutes=7 * position)
    calls, messages = _CALLS[position % len(_CALLS)], _MESSAGES[position % len(_MESSAGES)]
    said = {
        "id": _id("number", position),
        "number": f"+1503{5_550_000 + position:07}",
        "name": f"Support Line {position}",
        "country_code": "US",
        "e911_address_id": _id("address", position % 9) if position % 3 == 0 else None,
        "created_at": _stamp(added),
        "updated_at": _stamp(added + timedelta(hours=position % 500)),
        "next_billed_at": _stamp(added + _BILLED_EVERY),
        "call_receive_mode": "voice",
        "calling_handler_resource_id": _id("calls", position),
        "messaging_handler_resource_id": _id("messages", position) if messages else None,
        **_KINDS[position % len(_KINDS)],
        **calls,
        **messages,
    }
    return {name: said.get(name) for name in FIELDS}


def _stamp(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


def encoded(value: object) -> bytes:
    """Write JSON without blanks, as servers do."""
    return json.dumps(value, separators=(",", ":")).encode()


@cache
def records(size: int, start: int = 0) -> bytes:
    """Write the JSON list of a page's numbers.

    Args:
        size: How many.
        start: The position of the first.
    """
    return encoded([record(position) for position in range(start, start + size)])


def page(size: int = PAGE, start: int = 0, links: dict[str, str] | None = None) -> bytes:
    """Write a page of numbers, as the API answers with it."""
    return b'{"links":' + encoded(links or {}) + b',"data":' + records(size, start) + b"}"
