"""SignalWire's phone number API as a table: its operations, its credentials and its words for a refusal."""

from __future__ import annotations

import base64
import binascii

from numberwire.sandbox.apis import Api
from numberwire.sandbox.errors import forbidden, signalwire_body, unauthorized
from numberwire.sandbox.inquiry import Inquiry
from numberwire.sandbox.numbers import API, purchase, release, retrieve
from numberwire.sandbox.pages import list_numbers
from numberwire.sandbox.routes import Route
from numberwire.sandbox.search import search
from numberwire.sandbox.settings import Settings
from numberwire.sandbox.updates import update

_PATH = "/api/relay/rest/phone_numbers"
_SCOPE = "Numbers"


def scopes_of(authorization: str, settings: Settings) -> tuple[str, ...] | None:
    """The scopes of an HTTP Basic credential; None if nobody knows it."""
    scheme, _, encoded = authorization.partition(" ")
    try:
        project, colon, token = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    if scheme.lower() != "basic" or not colon or project != settings.project:
        return None
    return {settings.token: (_SCOPE,), settings.unscoped_token: ()}.get(token)


def _authorize(inquiry: Inquiry) -> None:
    """Refuse who is unknown (401) or may not (403)."""
    scopes = scopes_of(inquiry.header("authorization"), inquiry.settings)
    if scopes is None:
        raise unauthorized("Basic")
    if _SCOPE not in scopes:
        raise forbidden()


SIGNALWIRE = Api(
    name=API,
    prefix="/api/relay/rest/",
    authorize=_authorize,
    routes=(
        Route("GET", _PATH, "list_phone_numbers", list_numbers),
        Route("POST", _PATH, "purchase_phone_number", purchase),
        Route("GET", f"{_PATH}/search", "search_available_phone_numbers", search),
        Route("GET", f"{_PATH}/{{id}}", "retrieve_phone_number", retrieve),
        Route("PUT", f"{_PATH}/{{id}}", "update_phone_number", update),
        Route("DELETE", f"{_PATH}/{{id}}", "release_phone_number", release),
    ),
    body=signalwire_body,
)
