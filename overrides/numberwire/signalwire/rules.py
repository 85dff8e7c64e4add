"""The rules of the documentation that no schema states: which operation, fields and values, and on which page.

`python -m generator check` reads the table RULES without importing it, and refuses a row that names an
operation, a field or a value which the spec no longer has.
"""

from typing import Any, Final

__all__ = ["ALIASES", "CALL_HANDLERS", "MESSAGE_HANDLERS", "MISTAKEN", "RULES", "rows"]

RULES: Final[tuple[dict[str, Any], ...]] = (
    {
        "check": "handlers",
        "operation": "update_phone_number",
        "rule": "a handler needs the first of its parameters and takes the others",
        "page": "Phone Numbers, REST API reference",
        "parameters": {
            "call_handler": {
                "relay_script": ("call_relay_script_url",),
                "relay_context": ("call_relay_context", "call_relay_context_status_callback_url"),
                "relay_topic": ("call_relay_topic", "call_relay_topic_status_callback_url"),
                "relay_application": ("call_relay_application",),
                "laml_webhooks": (
                    "call_request_url",
                    "call_request_method",
                    "call_fallback_url",
                    "call_fallback_method",
                    "call_status_callback_url",
                    "call_status_callback_method",
                ),
                "laml_application": ("call_laml_application_id",),
                "dialogflow": ("call_dialogflow_agent_id",),
                "relay_connector": ("call_relay_connector_id",),
                "relay_sip_endpoint": ("call_sip_endpoint_id",),
                "relay_verto_endpoint": ("call_verto_resource",),
                "video_room": ("call_video_room_id",),
            },
            "message_handler": {
                "relay_context": ("message_relay_context",),
                "relay_topic": ("message_relay_topic",),
                "relay_application": ("message_relay_application",),
                "laml_webhooks": (
                    "message_request_url",
                    "message_request_method",
                    "message_fallback_url",
                    "message_fallback_method",
                ),
                "laml_application": ("message_laml_application_id",),
            },
        },
    },
    {
        "check": "settable-handler",
        "operation": "update_phone_number",
        "rule": "only answers carry it",
        "page": "Phone Numbers, REST API reference",
        "values": {
            "call_handler": ("call_flow", "ai_agent", "fabric_subscriber", "sip_gateway", "call_queue")
        },
    },
    {
        "check": "aliases",
        "operation": "update_phone_number",
        "rule": "of several the server takes the application",
        "page": "Phone Numbers, REST API reference",
        "fields": ("call_relay_application", "call_relay_topic", "call_relay_context"),
    },
    {
        "check": "aliases",
        "operation": "update_phone_number",
        "rule": "of several the server takes the application",
        "page": "Phone Numbers, REST API reference",
        "fields": ("message_relay_application", "message_relay_topic", "message_relay_context"),
    },
    {
        "check": "deprecated",
        "operation": "update_phone_number",
        "rule": "it is deprecated",
        "page": "REST client: update",
        "values": {"call_handler": ("relay_context",), "message_handler": ("relay_context",)},
        "instead": ("relay_application", "relay_topic"),
    },
    {
        "check": "deprecated",
        "operation": "update_phone_number",
        "rule": "it is deprecated",
        "page": "REST client: update",
        "fields": ("call_relay_context",),
        "instead": ("call_relay_application", "call_relay_topic"),
    },
    {
        "check": "deprecated",
        "operation": "update_phone_number",
        "rule": "it is deprecated",
        "page": "REST client: update",
        "fields": ("call_relay_context_status_callback_url",),
        "instead": ("call_relay_topic_status_callback_url",),
    },
    {
        "check": "deprecated",
        "operation": "update_phone_number",
        "rule": "it is deprecated",
        "page": "REST client: update",
        "fields": ("message_relay_context",),
        "instead": ("message_relay_application", "message_relay_topic"),
    },
    {
        "check": "http-method",
        "operation": "update_phone_number",
        "rule": "it must be GET or POST",
        "page": "Phone Numbers, REST API reference",
        "fields": (
            "call_request_method",
            "call_fallback_method",
            "call_status_callback_method",
            "message_request_method",
            "message_fallback_method",
        ),
    },
    {
        "check": "url",
        "operation": "update_phone_number",
        "rule": "it must be a URL that starts with http:// or https://",
        "page": "Phone Numbers, REST API reference",
        "fields": (
            "call_request_url",
            "call_fallback_url",
            "call_status_callback_url",
            "call_relay_script_url",
            "call_relay_topic_status_callback_url",
            "call_relay_context_status_callback_url",
            "message_request_url",
            "message_fallback_url",
        ),
    },
    {
        "check": "e164",
        "operation": "purchase_phone_number",
        "rule": "it must be in E.164 format, such as +15558675309",
        "page": "Purchase a Phone Number",
        "fields": ("number",),
    },
    {
        "check": "search-pattern",
        "operation": "search_available_phone_numbers",
        "rule": "each is 3 to 7 digits, and a search takes one of them",
        "page": "Phone Numbers, REST API reference",
        "fields": ("starts_with", "contains", "ends_with"),
    },
    {
        "check": "search-city",
        "operation": "search_available_phone_numbers",
        "rule": "a city is searched within a region",
        "page": "Phone Numbers, REST API reference",
        "fields": ("city", "region"),
    },
    {
        "check": "search-toll-free",
        "operation": "search_available_phone_numbers",
        "rule": "a search for toll-free numbers supports neither region nor city",
        "page": "Phone Numbers, REST API reference",
        "fields": ("region", "city"),
        "values": {"number_type": ("toll-free",)},
    },
    {
        "check": "search-empty",
        "operation": "search_available_phone_numbers",
        "rule": "the server would take it for left out, in silence",
        "page": "Phone Numbers, REST API reference",
        "fields": ("areacode", "region", "city"),
    },
    {
        "check": "search-number-type",
        "operation": "search_available_phone_numbers",
        "rule": "it must be local or toll-free",
        "page": "Phone Numbers, REST API reference",
        "values": {"number_type": ("local", "toll-free")},
    },
    {
        "check": "max-results",
        "operation": "search_available_phone_numbers",
        "rule": "it must be a whole number from 1 to 100",
        "page": "Phone Numbers, REST API reference",
        "fields": ("max_results",),
    },
)

MISTAKEN: Final = {
    "area_code": "areacode",
    "areaCode": "areacode",
    "quantity": "max_results",
    "limit": "max_results",
}
"""Names that guides use and the server ignores in silence, and what they mean."""


def rows(check: str) -> list[dict[str, Any]]:
    """The rows of a check."""
    return [row for row in RULES if row["check"] == check]


CALL_HANDLERS: Final[dict[str, tuple[str, ...]]] = rows("handlers")[0]["parameters"]["call_handler"]
"""A call handler's parameters; the first is required with it."""

MESSAGE_HANDLERS: Final[dict[str, tuple[str, ...]]] = rows("handlers")[0]["parameters"]["message_handler"]
"""A message handler's parameters; the first is required with it."""

ALIASES: Final[tuple[tuple[str, ...], ...]] = tuple(row["fields"] for row in rows("aliases"))
"""Fields that name the same thing; where several are sent, the server takes the first."""
