"""What a phone number can do with an incoming call: one value per call handler, with its own parameters.

Each parameter is a field of an update without its ``call_`` prefix; the first one is required. The rules
stand on the page "Phone Numbers, REST API reference".
"""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class RelayScript(CallHandler, handler="relay_script"):
    """Runs the SWML script that a URL answers with."""

    relay_script_url: str


@dataclass(frozen=True, slots=True)
class RelayContext(CallHandler, handler="relay_context"):
    """Sends the call to a Relay context. Deprecated by the vendor: use `RelayTopic` or `RelayApplication`."""

    relay_context: str
    relay_context_status_callback_url: str | None = None


@dataclass(frozen=True, slots=True)
class RelayTopic(CallHandler, handler="relay_topic"):
    """Sends the call to the consumers of a Relay topic."""

    relay_topic: str
    relay_topic_status_callback_url: str | None = None


@dataclass(frozen=True, slots=True)
class RelayApplication(CallHandler, handler="relay_application"):
    """Sends the call to a Relay application."""

    relay_application: str


@dataclass(frozen=True, slots=True)
class LamlWebhooks(CallHandler, handler="laml_webhooks"):
    """Asks a URL for a cXML (LaML) document, and a second one if the first fails."""

    request_url: str
    request_method: Method | None = None
    fallback_url: str | None = None
    fallback_method: Method | None = None
    status_callback_url: str | None = None
    status_callback_method: Method | None = None


@dataclass(frozen=True, slots=True)
class LamlApplication(CallHandler, handler="laml_application"):
    """Uses a stored cXML (LaML) application."""

    laml_application_id: str | UUID


@dataclass(frozen=True, slots=True)
class Dialogflow(CallHandler, handler="dialogflow"):
    """Starts a Dialogflow agent."""

    dialogflow_agent_id: str | UUID


@dataclass(frozen=True, slots=True)
class RelayConnector(CallHandler, handler="relay_connector"):
    """Sends the call to a Relay connector."""

    relay_connector_id: str | UUID


@dataclass(frozen=True, slots=True)
class RelaySipEndpoint(CallHandler, handler="relay_sip_endpoint"):
    """Sends the call to a SIP endpoint."""

    sip_endpoint_id: str | UUID


@dataclass(frozen=True, slots=True)
class RelayVertoEndpoint(CallHandler, handler="relay_verto_endpoint"):
    """Sends the call to a Verto endpoint."""

    verto_resource: str


@dataclass(frozen=True, slots=True)
class VideoRoom(CallHandler, handler="video_room"):
    """Sends the call into a video room."""

    video_room_id: str | UUID
