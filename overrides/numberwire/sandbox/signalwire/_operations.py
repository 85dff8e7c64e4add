"""SignalWire's phone number API as a value: its operations, its credentials and its words for a refusal."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from numberwire.sandbox._api import Api, Route
from numberwire.sandbox._replies import ErrorReply, status_phrase
from numberwire.sandbox._settings import Settings
from numberwire.sandbox.signalwire._e911 import assign_address, remove_address
from numberwire.sandbox.signalwire._number_list import list_numbers
from numberwire.sandbox.signalwire._phone_numbers import API, purchase, release, retrieve
from numberwire.sandbox.signalwire._search import search_numbers
from numberwire.sandbox.signalwire._updates import update_number
from numberwire_api import signalwire

_PATH = "/api/relay/rest/phone_numbers"
_SCOPE = "Numbers"
_WITH_LIST = (422, 429)
_TITLES = {
    "invalid_parameter": "Invalid parameter",
    "page_token_required": "Page token required",
    "page_token_is_invalid": "Page token is invalid",
    "provided_id_is_unrecognized": "Provided id is unrecognized",
    "purchased_too_recently": "Purchased too recently",
    "rate_limit_exceeded": "Rate limit exceeded",
}


def _find_scopes(authorization: str, settings: Settings) -> tuple[str, ...] | None:
    """The scopes of an HTTP Basic credential; None if it is unknown."""
    scheme, _, encoded = authorization.partition(" ")
    try:
        project, colon, token = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    if scheme.lower() != "basic" or not colon or project != settings.project:
        return None
    return {settings.token: (_SCOPE,), settings.unscoped_token: ()}.get(token)


def _render_refusal(refusal: ErrorReply, settings: Settings, _request_id: str) -> dict[str, Any]:
    """A refusal as SignalWire words it: a message, or for 422 and 429 a list."""
    if refusal.status not in _WITH_LIST:
        return {"error": refusal.detail}
    details = refusal.fields or {"": refusal.detail}
    return {"errors": [_render_item(refusal, field, words, settings) for field, words in details.items()]}


def _render_item(refusal: ErrorReply, field: str, words: str, settings: Settings) -> dict[str, str | None]:
    """One complaint, in the shape of phone numbers or in that of the vendor's other products."""
    if settings.error_items == "message":
        url = f"https://example.com/errors/{refusal.code}"
        shape = {"type": "validation_error", "code": refusal.code, "message": words}
        return {**shape, "attribute": field or None, "url": url}
    title = _TITLES.get(refusal.code, status_phrase(refusal.status))
    detail = f"{field} {words}" if field else words
    return {"detail": detail, "status": str(refusal.status), "title": title, "code": refusal.code}


SIGNALWIRE = Api(
    name=API,
    prefix="/api/relay/rest/",
    scheme="Basic",
    scope=_SCOPE,
    find_scopes=_find_scopes,
    routes=(
        Route("GET", _PATH, "list_phone_numbers", list_numbers),
        Route("POST", _PATH, "purchase_phone_number", purchase),
        Route("GET", f"{_PATH}/search", "search_available_phone_numbers", search_numbers),
        Route("GET", f"{_PATH}/{{id}}", "retrieve_phone_number", retrieve),
        Route("PUT", f"{_PATH}/{{id}}", "update_phone_number", update_number),
        Route("DELETE", f"{_PATH}/{{id}}", "release_phone_number", release),
        Route("POST", f"{_PATH}/{{id}}/e911_address", "assign_e911_address", assign_address),
        Route("DELETE", f"{_PATH}/{{id}}/e911_address", "remove_e911_address", remove_address),
    ),
    render_refusal=_render_refusal,
    package=signalwire,
)
