"""What a phone number can do with an incoming message: one value per message handler, with its own parameters.

Each parameter is a field of an update without its ``message_`` prefix; the first one is required. The rules
stand on the page "Phone Numbers, REST API reference".
"""

from dataclasses import dataclass
from uuid import UUID

from numberwire.signalwire.handlers.kind import MessageHandler, Method

__all__ = ["LamlApplication", "LamlWebhooks", "RelayApplication", "RelayContext", "RelayTopic"]


@dataclass(frozen=True, slots=True)
class RelayContext(MessageHandler, handler="relay_context"):
    """Sends the message to a Relay context. Deprecated by the vendor: use `RelayTopic` or `RelayApplication`."""

    relay_context: str


@dataclass(frozen=True, slots=True)
class RelayTopic(MessageHandler, handler="relay_topic"):
    """Sends the message to the consumers of a Relay topic."""

    relay_topic: str


@dataclass(frozen=True, slots=True)
class RelayApplication(MessageHandler, handler="relay_application"):
    """Sends the message to a Relay application."""

    relay_application: str


@dataclass(frozen=True, slots=True)
class LamlWebhooks(MessageHandler, handler="laml_webhooks"):
    """Asks a URL for a cXML (LaML) document, and a second one if the first fails."""

    request_url: str
    request_method: Method | None = None
    fallback_url: str | None = None
    fallback_method: Method | None = None


@dataclass(frozen=True, slots=True)
class LamlApplication(MessageHandler, handler="laml_application"):
    """Uses a stored cXML (LaML) application."""

    laml_application_id: str | UUID
