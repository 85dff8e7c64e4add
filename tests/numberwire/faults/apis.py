"""The APIs whose clients go through the battery: all that its cases need to know of one."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from numberwire.errors import FieldError
from numberwire.routing import AsyncRoutingClient, RoutingClient
from numberwire.signalwire import AsyncRestClient, RestClient
from numberwire_api import with_extra
from numberwire_api.routing.models import RoutedPhoneNumber
from numberwire_api.signalwire.models import PhoneNumber

TOKEN = "PT0123456789abcdefsecret"
KEY = "am_live_0123456789abcdefsecret"
PROJECT = "5c1b-project"
ID = "6f1c2a54-8d3b-4e0f-9a77-0b5a1c9e4d21"
OTHER_ID = "b2d9e8c3-41f6-4a9b-8e55-7c0f3d6a1b94"
NUMBER = "+12065550123"
NUMBERS = "/api/relay/rest/phone_numbers"


@dataclass(frozen=True, eq=False)
class Api:
    """An API's client, and the one call of it that meets every fault that can meet any call.

    Attributes:
        name: Its name.
        clients: The sync and the async client.
        arguments: The keywords that construct a client for a host.
        secrets: What must never show.
        method: The HTTP method of the call.
        target: What the call asks for.
        call: Makes the call; it may be repeated, whatever became of its first attempt.
        model: What the call returns.
        text: A field of it that can hold any text.
        wrapped: Puts a record into what the API answers.
        refusal: What the API answers when it refuses, in these words.
        told: The words as the error has them.
    """

    name: str
    clients: dict[str, Any]
    arguments: Callable[[str], dict[str, Any]]
    secrets: tuple[str, ...]
    method: str
    target: str
    call: Callable[[Any], Any]
    model: Any
    text: str
    wrapped: Callable[[Any], Any]
    refusal: Callable[[str], dict[str, Any]]
    told: Callable[[str], tuple[FieldError, ...]]

    @property
    def record(self) -> dict[str, Any]:
        """The record that the call is answered with, as it goes over the wire."""
        return {"id": ID, "number": NUMBER, self.text: "Support Line"}

    def value(self, record: dict[str, Any]) -> Any:
        """What the call returns for a record."""
        return model_of(record, self.model)


def model_of(record: dict[str, Any], kind: Any) -> Any:
    """A record as a model; what the model has no field for is its ``extra``."""
    known = _encoded_names(kind)
    more = {name: value for name, value in record.items() if name not in known}
    return with_extra(msgspec.convert(record, kind), more)


@cache
def _encoded_names(kind: Any) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(kind))


def number(**fields: Any) -> dict[str, Any]:
    """A phone number of the first API as it goes over the wire."""
    return {"id": ID, "number": NUMBER, "name": "Support Line", **fields}


def phone_number(record: dict[str, Any]) -> PhoneNumber:
    """The same as a client returns it."""
    number: PhoneNumber = model_of(record, PhoneNumber)
    return number


SIGNALWIRE = Api(
    name="signalwire",
    clients={"sync": RestClient, "async": AsyncRestClient},
    arguments=lambda host: {"project": PROJECT, "token": TOKEN, "host": host},
    secrets=(TOKEN, base64.b64encode(f"{PROJECT}:{TOKEN}".encode()).decode()),
    method="GET",
    target=f"{NUMBERS}/{ID}",
    call=lambda client: client.phone_numbers.get(ID),
    model=PhoneNumber,
    text="name",
    wrapped=lambda record: record,
    refusal=lambda words: {"error": words},
    told=lambda words: (FieldError(None, words),),
)
ROUTING = Api(
    name="routing",
    clients={"sync": RoutingClient, "async": AsyncRoutingClient},
    arguments=lambda host: {"api_key": KEY, "base_url": f"http://{host}"},
    secrets=(KEY,),
    method="PATCH",
    target=f"/v1/phone-numbers/{ID}",
    call=lambda client: client.phone_numbers.update(ID, label="Support Line"),
    model=RoutedPhoneNumber,
    text="label",
    wrapped=lambda record: {"success": True, "error": None, "meta": {"total": 1}, "data": record},
    refusal=lambda words: {"success": False, "error": {"code": "E1", "message": words, "request_id": None}},
    told=lambda words: (FieldError("E1", words),),
)

APIS = (SIGNALWIRE, ROUTING)
KINDS = ("sync", "async")
