# pyright: reportUnnecessaryTypeIgnoreComment=true
"""What type checkers refuse, each line for one reason; a line that is refused no more is an error. Never run."""

from numberwire.signalwire import PhoneNumber, PhoneNumberUpdateFields, RestClient, handlers
from numberwire_api.signalwire import phone_numbers

client = RestClient()
numbers = client.phone_numbers


def imports() -> None:
    """A name that isn't there is not imported."""
    from numberwire import CLAER  # type: ignore[attr-defined] # noqa: PLC0415
    from numberwire.signalwire import RestCleint  # type: ignore[attr-defined] # noqa: PLC0415

    del CLAER, RestCleint


def options() -> None:
    """Options and hooks have names and types."""
    RestClient(retries=3)  # type: ignore[call-arg]
    RestClient(timeout="3")  # type: ignore[arg-type]
    RestClient(transport="proxy")  # type: ignore[arg-type]
    client.with_options(dead_line=3)  # type: ignore[call-arg]


def arguments(number: PhoneNumber) -> None:
    """Ids are texts, UUIDs or records; a number to buy is a text or what was found; a search takes the wire's names."""
    numbers.get(7)  # type: ignore[arg-type]
    numbers.get(number.capabilities)  # type: ignore[arg-type]
    numbers.purchase(12065550123)  # type: ignore[arg-type]
    numbers.search(area_code="503")  # type: ignore[call-arg]
    numbers.search(quantity=5)  # type: ignore[call-arg]
    numbers.search(max_results="5")  # type: ignore[arg-type]
    numbers.search(number_type="mobile")  # type: ignore[arg-type]
    numbers.list(errors="ignore")  # type: ignore[arg-type]
    numbers.list("name")  # type: ignore[call-arg]


def updates() -> None:
    """An update refuses an unknown field, a wrong type, and a value that only answers carry."""
    numbers.update("id", nam="Desk")  # type: ignore[call-arg]
    numbers.update("id", name=7)  # type: ignore[arg-type]
    numbers.update("id", call_handler="ai_agent")  # type: ignore[arg-type]
    numbers.update("id", call_handler="nonsense")  # type: ignore[arg-type]
    numbers.update("id", call_request_method="PATCH")  # type: ignore[arg-type]
    numbers.update("id", call="relay_topic")  # type: ignore[arg-type]
    numbers.update("id", "Desk")  # type: ignore[call-arg, arg-type]


def many_updates(number: PhoneNumber) -> None:
    """A change of many is checked as an update is, however it is written."""
    numbers.update_many({number: {"nam": "Desk"}})  # type: ignore[typeddict-unknown-key]
    numbers.update_many([("id", {"name": 7})])  # type: ignore[typeddict-item]
    changes: dict[str, PhoneNumberUpdateFields] = {"id": {"nam": "Desk"}}  # type: ignore[typeddict-unknown-key]
    numbers.update_many(changes)


def kinds_of_handlers() -> None:
    """A handler has its own parameters, the first required, and is of calls or of messages."""
    topic = handlers.message.RelayTopic("office")
    numbers.update("id", call=topic)  # type: ignore[arg-type]
    numbers.update("id", call=handlers.Other("ai_agent"))  # type: ignore[arg-type]
    handlers.call.LamlWebhooks()  # type: ignore[call-arg]
    handlers.call.RelayScript()  # type: ignore[call-arg]
    handlers.message.RelayTopic()  # type: ignore[call-arg]
    handlers.call.RelayTopic(None)  # type: ignore[arg-type]
    handlers.call.RelayTopic("a", request_url="b")  # type: ignore[call-arg]
    handlers.message.LamlWebhooks("u", status_callback_url="u")  # type: ignore[call-arg]
    handlers.call.LamlWebhooks("u", request_method="PUT")  # type: ignore[arg-type]
    topic.relay_topic = "other"  # type: ignore[misc]


def answers(number: PhoneNumber) -> None:
    """What an answer may lack must be asked about; what it has does not change."""
    number.name.lower()  # type: ignore[union-attr]
    number.name = "Desk"  # type: ignore[misc]
    number.friendly_name  # type: ignore[attr-defined]  # noqa: B018


def operations() -> None:
    """The generated layer takes models, not mappings, and its answers keep their types."""
    phone_numbers.update_phone_number("id", {"name": "Desk"})  # type: ignore[arg-type]
    sent: str = client.send(phone_numbers.retrieve_phone_number("id"))  # type: ignore[assignment]
    del sent
    client.send("retrieve_phone_number")  # type: ignore[arg-type]
