# Generated from spec/signalwire.yaml by `python -m generator generate`; edit that, not this.
"""The handlers that can be chosen, and the fields that each one reads."""

from __future__ import annotations

from typing import ClassVar

from .._handlers import Handler, HandlerRow

__all__ = ["HANDLERS", "CallHandler", "MessageHandler"]


class CallHandler(Handler, frozen=True):
    """A handler that call_handler chooses, with its parameters; see `call_handlers`."""

    field: ClassVar[str] = "call_handler"


class MessageHandler(Handler, frozen=True):
    """A handler that message_handler chooses, with its parameters; see `message_handlers`."""

    field: ClassVar[str] = "message_handler"


HANDLERS: dict[str, dict[str, HandlerRow]] = {
    "call_handler": {
        "relay_script": HandlerRow(required=("call_relay_script_url",)),
        "relay_context": HandlerRow(
            required=("call_relay_context",), optional=("call_relay_context_status_callback_url",)
        ),
        "relay_topic": HandlerRow(
            required=("call_relay_topic",), optional=("call_relay_topic_status_callback_url",)
        ),
        "relay_application": HandlerRow(required=("call_relay_application",)),
        "laml_webhooks": HandlerRow(
            required=("call_request_url",),
            optional=(
                "call_request_method",
                "call_fallback_url",
                "call_fallback_method",
                "call_status_callback_url",
                "call_status_callback_method",
            ),
        ),
        "laml_application": HandlerRow(required=("call_laml_application_id",)),
        "dialogflow": HandlerRow(required=("call_dialogflow_agent_id",)),
        "relay_connector": HandlerRow(required=("call_relay_connector_id",)),
        "relay_sip_endpoint": HandlerRow(required=("call_sip_endpoint_id",)),
        "relay_verto_endpoint": HandlerRow(required=("call_verto_resource",)),
        "video_room": HandlerRow(required=("call_video_room_id",)),
    },
    "message_handler": {
        "relay_context": HandlerRow(required=("message_relay_context",)),
        "relay_topic": HandlerRow(required=("message_relay_topic",)),
        "relay_application": HandlerRow(required=("message_relay_application",)),
        "laml_webhooks": HandlerRow(
            required=("message_request_url",),
            optional=("message_request_method", "message_fallback_url", "message_fallback_method"),
        ),
        "laml_application": HandlerRow(required=("message_laml_application_id",)),
    },
}
"""By the field that chooses a handler, and the value that it then has."""
