# Generated from spec/signalwire.yaml by `python -m generator generate`; edit that, not this.
"""The values of message_handler: a class for each handler, with its parameters."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from . import models
from .handlers import MessageHandler

__all__ = ["LamlApplication", "LamlWebhooks", "RelayApplication", "RelayContext", "RelayTopic"]


class RelayContext(MessageHandler, frozen=True):
    """Sends the message to a Relay context. Deprecated: use `RelayApplication` or `RelayTopic`."""

    handler: ClassVar[str] = "relay_context"
    parameters: ClassVar[tuple[str, ...]] = ("message_relay_context",)

    relay_context: str
    """Deprecated: use message_relay_topic or message_relay_application. Name of the Relay context that
    receives inbound messages; required by the deprecated relay_context handler. It is an alias of
    message_relay_application, which takes precedence if both are sent.
    """


class RelayTopic(MessageHandler, frozen=True):
    """Sends the message to a Relay topic."""

    handler: ClassVar[str] = "relay_topic"
    parameters: ClassVar[tuple[str, ...]] = ("message_relay_topic",)

    relay_topic: str
    """Name of the Relay topic that receives inbound messages; required by the relay_topic handler. It
    is an alias of message_relay_application, which takes precedence if both are sent.
    """


class RelayApplication(MessageHandler, frozen=True):
    """Sends the message to a Relay application."""

    handler: ClassVar[str] = "relay_application"
    parameters: ClassVar[tuple[str, ...]] = ("message_relay_application",)

    relay_application: str
    """Name of the Relay application that receives inbound messages; required by the relay_application
    handler. It takes precedence over its aliases message_relay_topic and message_relay_context if
    several are sent.
    """


class LamlWebhooks(MessageHandler, frozen=True):
    """Asks a URL for a cXML (LaML) document, and a second one if the first fails."""

    handler: ClassVar[str] = "laml_webhooks"
    parameters: ClassVar[tuple[str, ...]] = (
        "message_request_url",
        "message_request_method",
        "message_fallback_url",
        "message_fallback_method",
    )

    request_url: str
    """URL called for each inbound message by the laml_webhooks handler, which requires it; it answers
    with a cXML (LaML) document.
    """

    request_method: models.HttpMethod | Literal["POST", "GET"] | None = None
    """HTTP method used with message_request_url; POST if it was never set."""

    fallback_url: str | None = None
    """URL called by the laml_webhooks handler when message_request_url fails."""

    fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None
    """HTTP method used with message_fallback_url; POST if it was never set."""


class LamlApplication(MessageHandler, frozen=True):
    """Runs a cXML (LaML) application."""

    handler: ClassVar[str] = "laml_application"
    parameters: ClassVar[tuple[str, ...]] = ("message_laml_application_id",)

    laml_application_id: UUID | str
    """Id of the cXML (LaML) application that receives inbound messages; required by the
    laml_application handler.
    """
