# Generated from spec/signalwire.yaml by `python -m generator generate`; edit that, not this.
"""The rules that a schema can't express, by operation; they are checked before a request is sent."""

from __future__ import annotations

from .._checks import CheckRow

__all__ = ["CHECKS"]

CHECKS: tuple[CheckRow, ...] = (
    CheckRow(
        check="e164",
        operation="purchase_phone_number",
        rule="it must be in E.164 format, such as +15558675309",
        page="Purchase a Phone Number",
        fields=("number",),
    ),
    CheckRow(
        check="search-pattern",
        operation="search_available_phone_numbers",
        rule="each is 3 to 7 digits, and a search takes one of them",
        page="Phone Numbers, REST API reference",
        fields=("starts_with", "contains", "ends_with"),
    ),
    CheckRow(
        check="search-city",
        operation="search_available_phone_numbers",
        rule="a city is searched within a region",
        page="Phone Numbers, REST API reference",
        fields=("city", "region"),
    ),
    CheckRow(
        check="search-toll-free",
        operation="search_available_phone_numbers",
        rule="a search for toll-free numbers supports neither region nor city",
        page="Phone Numbers, REST API reference",
        fields=("region", "city"),
        values={"number_type": ("toll-free",)},
    ),
    CheckRow(
        check="search-empty",
        operation="search_available_phone_numbers",
        rule="the server would silently ignore it",
        page="Phone Numbers, REST API reference",
        fields=("areacode", "region", "city"),
    ),
    CheckRow(
        check="search-number-type",
        operation="search_available_phone_numbers",
        rule="it must be local or toll-free",
        page="Phone Numbers, REST API reference",
        values={"number_type": ("local", "toll-free")},
    ),
    CheckRow(
        check="max-results",
        operation="search_available_phone_numbers",
        rule="it must be a whole number from 1 to 100",
        page="Phone Numbers, REST API reference",
        fields=("max_results",),
    ),
    CheckRow(
        check="handlers",
        operation="update_phone_number",
        rule="a handler needs the first of its parameters and takes the others",
        page="Phone Numbers, REST API reference",
        handlers=("call_handler", "message_handler"),
    ),
    CheckRow(
        check="settable-handler",
        operation="update_phone_number",
        rule="only answers carry it",
        page="Phone Numbers, REST API reference",
        values={
            "call_handler": ("call_flow", "ai_agent", "fabric_subscriber", "sip_gateway", "call_queue"),
            "message_handler": (),
        },
    ),
    CheckRow(
        check="aliases",
        operation="update_phone_number",
        rule="of several the server takes the application",
        page="Phone Numbers, REST API reference",
        fields=("call_relay_application", "call_relay_topic", "call_relay_context"),
    ),
    CheckRow(
        check="aliases",
        operation="update_phone_number",
        rule="of several the server takes the application",
        page="Phone Numbers, REST API reference",
        fields=("message_relay_application", "message_relay_topic", "message_relay_context"),
    ),
    CheckRow(
        check="deprecated",
        operation="update_phone_number",
        rule="it is deprecated",
        page="REST client: update",
        values={"call_handler": ("relay_context",), "message_handler": ("relay_context",)},
        instead=("relay_application", "relay_topic"),
    ),
    CheckRow(
        check="deprecated",
        operation="update_phone_number",
        rule="it is deprecated",
        page="REST client: update",
        fields=("call_relay_context",),
        instead=("call_relay_application", "call_relay_topic"),
    ),
    CheckRow(
        check="deprecated",
        operation="update_phone_number",
        rule="it is deprecated",
        page="REST client: update",
        fields=("call_relay_context_status_callback_url",),
        instead=("call_relay_topic_status_callback_url",),
    ),
    CheckRow(
        check="deprecated",
        operation="update_phone_number",
        rule="it is deprecated",
        page="REST client: update",
        fields=("message_relay_context",),
        instead=("message_relay_application", "message_relay_topic"),
    ),
    CheckRow(
        check="http-method",
        operation="update_phone_number",
        rule="it must be GET or POST",
        page="Phone Numbers, REST API reference",
        fields=(
            "call_request_method",
            "call_fallback_method",
            "call_status_callback_method",
            "message_request_method",
            "message_fallback_method",
        ),
    ),
    CheckRow(
        check="url",
        operation="update_phone_number",
        rule="it must be a URL that starts with http:// or https://",
        page="Phone Numbers, REST API reference",
        fields=(
            "call_request_url",
            "call_fallback_url",
            "call_status_callback_url",
            "call_relay_script_url",
            "call_relay_topic_status_callback_url",
            "call_relay_context_status_callback_url",
            "message_request_url",
            "message_fallback_url",
        ),
    ),
)
