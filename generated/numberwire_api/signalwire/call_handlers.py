# Generated from spec/signalwire.yaml by `python -m generator generate`; edit that, not this.
"""The values of call_handler: a class for each handler, with its parameters."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from . import models
from .handlers import CallHandler

__all__ = [
    "Dialogflow",
    "LamlApplication",
    "LamlWebhooks",
    "RelayApplication",
    "RelayConnector",
    "RelayContext",
    "RelayScript",
    "RelaySipEndpoint",
    "RelayTopic",
    "RelayVertoEndpoint",
    "VideoRoom",
]


class RelayScript(CallHandler, frozen=True):
    """Runs the SWML script that a URL answers with."""

    handler: ClassVar[str] = "relay_script"
    parameters: ClassVar[tuple[str, ...]] = ("call_relay_script_url",)

    relay_script_url: str
    """URL fetched for each inbound call by the relay_script handler, which requires it. It must answer
    with a SWML document.
    """


class RelayContext(CallHandler, frozen=True):
    """Sends the call to a Relay context. Deprecated: use `RelayApplication` or `RelayTopic`."""

    handler: ClassVar[str] = "relay_context"
    parameters: ClassVar[tuple[str, ...]] = ("call_relay_context", "call_relay_context_status_callback_url")

    relay_context: str
    """Deprecated: use call_relay_topic or call_relay_application. Name of the Relay context that
    receives inbound calls; required by the deprecated relay_context handler. It is an alias of
    call_relay_application, which takes precedence if both are sent.
    """

    relay_context_status_callback_url: str | None = None
    """Deprecated: use call_relay_topic_status_callback_url. URL that receives status changes of calls
    under the deprecated relay_context handler.
    """


class RelayTopic(CallHandler, frozen=True):
    """Sends the call to a Relay topic."""

    handler: ClassVar[str] = "relay_topic"
    parameters: ClassVar[tuple[str, ...]] = ("call_relay_topic", "call_relay_topic_status_callback_url")

    relay_topic: str
    """Name of the Relay topic that receives inbound calls; required by the relay_topic handler. It is
    an alias of call_relay_application, which takes precedence if both are sent.
    """

    relay_topic_status_callback_url: str | None = None
    """URL that receives status changes of calls under the relay_topic handler."""


class RelayApplication(CallHandler, frozen=True):
    """Sends the call to a Relay application."""

    handler: ClassVar[str] = "relay_application"
    parameters: ClassVar[tuple[str, ...]] = ("call_relay_application",)

    relay_application: str
    """Name of the Relay application that receives inbound calls; required by the relay_application
    handler. It takes precedence over its aliases call_relay_topic and call_relay_context if several
    are sent.
    """


class LamlWebhooks(CallHandler, frozen=True):
    """Asks a URL for a cXML (LaML) document, and a second one if the first fails."""

    handler: ClassVar[str] = "laml_webhooks"
    parameters: ClassVar[tuple[str, ...]] = (
        "call_request_url",
        "call_request_method",
        "call_fallback_url",
        "call_fallback_method",
        "call_status_callback_url",
        "call_status_callback_method",
    )

    request_url: str
    """URL fetched for each inbound call by the laml_webhooks handler, which requires it; it answers
    with a cXML (LaML) document.
    """

    request_method: models.HttpMethod | Literal["POST", "GET"] | None = None
    """HTTP method used with call_request_url; POST if it was never set."""

    fallback_url: str | None = None
    """URL fetched by the laml_webhooks handler when call_request_url fails."""

    fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None
    """HTTP method used with call_fallback_url; POST if it was never set."""

    status_callback_url: str | None = None
    """URL that receives status changes of calls under the laml_webhooks handler."""

    status_callback_method: models.HttpMethod | Literal["POST", "GET"] | None = None
    """HTTP method used with call_status_callback_url; POST if it was never set."""


class LamlApplication(CallHandler, frozen=True):
    """Runs a cXML (LaML) application."""

    handler: ClassVar[str] = "laml_application"
    parameters: ClassVar[tuple[str, ...]] = ("call_laml_application_id",)

    laml_application_id: UUID | str
    """Id of the cXML (LaML) application that answers inbound calls; required by the laml_application
    handler.
    """


class Dialogflow(CallHandler, frozen=True):
    """Starts a Dialogflow agent."""

    handler: ClassVar[str] = "dialogflow"
    parameters: ClassVar[tuple[str, ...]] = ("call_dialogflow_agent_id",)

    dialogflow_agent_id: UUID | str
    """Id of the Dialogflow agent that answers inbound calls; required by the dialogflow handler."""


class RelayConnector(CallHandler, frozen=True):
    """Sends the call to a Relay connector."""

    handler: ClassVar[str] = "relay_connector"
    parameters: ClassVar[tuple[str, ...]] = ("call_relay_connector_id",)

    relay_connector_id: UUID | str
    """Id of the Relay connector that takes inbound calls; required by the relay_connector handler."""


class RelaySipEndpoint(CallHandler, frozen=True):
    """Sends the call to a SIP endpoint."""

    handler: ClassVar[str] = "relay_sip_endpoint"
    parameters: ClassVar[tuple[str, ...]] = ("call_sip_endpoint_id",)

    sip_endpoint_id: UUID | str
    """Id of the SIP endpoint that receives inbound calls; required by the relay_sip_endpoint handler."""


class RelayVertoEndpoint(CallHandler, frozen=True):
    """Sends the call to a Verto endpoint."""

    handler: ClassVar[str] = "relay_verto_endpoint"
    parameters: ClassVar[tuple[str, ...]] = ("call_verto_resource",)

    verto_resource: str
    """Name of the Verto endpoint that receives inbound calls; required by the relay_verto_endpoint
    handler.
    """


class VideoRoom(CallHandler, frozen=True):
    """Sends the call to a video room."""

    handler: ClassVar[str] = "video_room"
    parameters: ClassVar[tuple[str, ...]] = ("call_video_room_id",)

    video_room_id: UUID | str
    """Id (UUID) of the video room that inbound calls join; required by the video_room handler."""
