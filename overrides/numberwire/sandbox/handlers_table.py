"""Which wire fields belong to which handler, as data; of a row, the handler needs the first."""

CALL_HANDLERS: dict[str, tuple[str, ...]] = {
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

MESSAGE_HANDLERS: dict[str, tuple[str, ...]] = {
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

# Names of one and the same setting; where several are sent, the one named first is taken.
ALIASES: tuple[tuple[str, ...], ...] = (
    ("call_relay_application", "call_relay_topic", "call_relay_context"),
    ("message_relay_application", "message_relay_topic", "message_relay_context"),
)
