"""What a phone number can do with an incoming call: one value per call handler, with its own parameters.

Each parameter is a field of an update without its ``call_`` prefix; the first one is required. The rules
stand on the page "Phone Numbers, REST API reference".
"""

from typing import ClassVar
from uuid import UUID

from numberwire.signalwire.handlers.kind import CallHandler, Method

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
    relay_script_url: str


class RelayContext(CallHandler, frozen=True):
    """Sends the call to a Relay context. Deprecated by the vendor: use `RelayTopic` or `RelayApplication`."""

    handler: ClassVar[str] = "relay_context"
    relay_context: str
    relay_context_status_callback_url: str | None = None


class RelayTopic(CallHandler, frozen=True):
    """Sends the call to the consumers of a Relay topic."""

    handler: ClassVar[str] = "relay_topic"
    relay_topic: str
    relay_topic_status_callback_url: str | None = None


class RelayApplication(CallHandler, frozen=True):
    """Sends the call to a Relay application."""

    handler: ClassVar[str] = "relay_application"
    relay_application: str


class LamlWebhooks(CallHandler, frozen=True):
    """Asks a URL for a cXML (LaML) document, and a second one if the first fails."""

    handler: ClassVar[str] = "laml_webhooks"
    request_url: str
    request_method: Method | None = None
    fallback_url: str | None = None
    fallback_method: Method | None = None
    status_callback_url: str | None = None
    status_callback_method: Method | None = None


class LamlApplication(CallHandler, frozen=True):
    """Uses a stored cXML (LaML) application."""

    handler: ClassVar[str] = "laml_application"
    laml_application_id: str | UUID


class Dialogflow(CallHandler, frozen=True):
    """Starts a Dialogflow agent."""

    handler: ClassVar[str] = "dialogflow"
    dialogflow_agent_id: str | UUID


class RelayConnector(CallHandler, frozen=True):
    """Sends the call to a Relay connector."""

    handler: ClassVar[str] = "relay_connector"
    relay_connector_id: str | UUID


class RelaySipEndpoint(CallHandler, frozen=True):
    """Sends the call to a SIP endpoint."""

    handler: ClassVar[str] = "relay_sip_endpoint"
    sip_endpoint_id: str | UUID


class RelayVertoEndpoint(CallHandler, frozen=True):
    """Sends the call to a Verto endpoint."""

    handler: ClassVar[str] = "relay_verto_endpoint"
    verto_resource: str


class VideoRoom(CallHandler, frozen=True):
    """Sends the call into a video room."""

    handler: ClassVar[str] = "video_room"
    video_room_id: str | UUID
