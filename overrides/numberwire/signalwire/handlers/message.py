"""What a phone number can do with an incoming message: one value per message handler, with its own parameters.

Each parameter is a field of an update without its ``message_`` prefix; the first one is required. The rules
stand on the page "Phone Numbers, REST API reference".
"""

from typing import ClassVar
from uuid import UUID

from numberwire.signalwire.handlers.kind import MessageHandler, Method

__all__ = ["LamlApplication", "LamlWebhooks", "RelayApplication", "RelayContext", "RelayTopic"]


class RelayContext(MessageHandler, frozen=True):
    """Sends the message to a Relay context. Deprecated by the vendor: use `RelayTopic` or `RelayApplication`."""

    handler: ClassVar[str] = "relay_context"
    relay_context: str


class RelayTopic(MessageHandler, frozen=True):
    """Sends the message to the consumers of a Relay topic."""

    handler: ClassVar[str] = "relay_topic"
    relay_topic: str


class RelayApplication(MessageHandler, frozen=True):
    """Sends the message to a Relay application."""

    handler: ClassVar[str] = "relay_application"
    relay_application: str


class LamlWebhooks(MessageHandler, frozen=True):
    """Asks a URL for a cXML (LaML) document, and a second one if the first fails."""

    handler: ClassVar[str] = "laml_webhooks"
    request_url: str
    request_method: Method | None = None
    fallback_url: str | None = None
    fallback_method: Method | None = None


class LamlApplication(MessageHandler, frozen=True):
    """Uses a stored cXML (LaML) application."""

    handler: ClassVar[str] = "laml_application"
    laml_application_id: str | UUID
