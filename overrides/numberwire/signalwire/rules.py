"""The rules of the documentation that no schema states, as literal data.

`python -m generator check` reads this file without importing it, and fails on a row that names an operation,
a field or a value that the spec no longer has.
"""

PAGE = "Phone Numbers, REST API reference"
"""The page that the rules of updates, searches and purchases stand on, unless a row names another."""

CALL_HANDLERS = {
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
}
"""A call handler's parameters; the first is required with it, the others are optional."""

MESSAGE_HANDLERS = {
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
}
"""A message handler's parameters; the first is required with it, the others are optional."""

ALIASES = (
    ("call_relay_application", "call_relay_topic", "call_relay_context"),
    ("message_relay_application", "message_relay_topic", "message_relay_context"),
)
"""Fields that name the same thing; where several are sent, the server takes the first of the row."""

ANSWERS_ONLY = {"call_handler": ("call_flow", "ai_agent", "fabric_subscriber", "sip_gateway", "call_queue")}
"""Values that answers carry and an update may not set."""

DEPRECATED = {
    "call_relay_context": "call_relay_application or call_relay_topic",
    "call_relay_context_status_callback_url": "call_relay_topic_status_callback_url",
    "message_relay_context": "message_relay_application or message_relay_topic",
}
"""Deprecated fields of an update, and what replaces them."""

METHOD_FIELDS = (
    "call_request_method",
    "call_fallback_method",
    "call_status_callback_method",
    "message_request_method",
    "message_fallback_method",
)
URL_FIELDS = (
    "call_request_url",
    "call_fallback_url",
    "call_status_callback_url",
    "call_relay_script_url",
    "call_relay_topic_status_callback_url",
    "call_relay_context_status_callback_url",
    "message_request_url",
    "message_fallback_url",
)

PATTERNS = ("starts_with", "contains", "ends_with")
"""Search parameters of 3 to 7 digits, of which a search takes one."""

NEEDS = {"city": "region"}
"""Search parameters that need another."""

LOCAL_ONLY = ("region", "city")
"""Search parameters that a search for toll-free numbers does not support."""

MISTAKEN = {
    "area_code": "areacode",
    "areaCode": "areacode",
    "quantity": "max_results",
    "limit": "max_results",
}
"""Names that guides use and the server ignores in silence, and what they mean."""
