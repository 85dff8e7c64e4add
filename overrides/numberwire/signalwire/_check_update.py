"""What an update would be refused for, found without a client or an account; pure."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from numberwire._keywords import require_known, require_types, sent_value
from numberwire._signatures import parameter_names, show_signature
from numberwire.definition import CheckFinding
from numberwire.errors import InvalidRequestError
from numberwire.options import Options
from numberwire.signalwire import _update
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire_api.signalwire import phone_numbers

if TYPE_CHECKING:
    from inspect import Signature

__all__ = ["check_update"]

_SOME_ID = "an-id"


def check_update(*, checks: Mapping[str, bool] | None = None, **fields: Any) -> list[CheckFinding]:
    """Find everything for which an update would be refused, or warned of; nothing is sent, raised or warned.

        for refusal in check_update(call=handlers.call.RelayTopic(""), call_relay_application="office"):
            print(refusal.message)

    Args:
        checks: Checks that are switched off, as in the clients' option.
        fields: The fields of the update, as ``phone_numbers.update`` takes them.

    Returns:
        What is wrong; an empty list where the update can be sent.

    Raises:
        InvalidRequestError: No check has such a name.
    """
    switches: Mapping[str, bool] = {}
    if checks:
        switches = Options().with_changes(SIGNALWIRE.check_names, checks=checks).checks
    found: list[CheckFinding] = []
    sent: dict[str, Any] = {}
    handlers = {kind: fields.pop(kind, None) for kind in _update.HANDLER_KINDS}
    whole = False
    with _collect(found):
        whole = _update.checked_whole(fields.pop("whole", False), handlers)
    for name, value in fields.items():
        with _collect(found):
            _require_known(name)
            field = {name: sent_value(value)}
            require_types(field, phone_numbers.PhoneNumbers.update)
            sent |= field if value is not None else {}
    for kind, handler in handlers.items():
        with _collect(found):
            sent |= _update.handler_wire(kind, handler, sent, whole=whole)
    if sent or not found:
        with _collect(found):
            _update.require_update(sent)
    operation = phone_numbers.update_phone_number(_SOME_ID, _update.update_body(sent))
    return [*found, *SIGNALWIRE.run_checks(operation, switches)]


def _spell_out_fields(signature: "Signature") -> "Signature":
    """The signature of an update without its number and its call's options, and with the checks: for `help`."""
    from inspect import Parameter  # noqa: PLC0415 loaded by whoever looks at a signature

    fields = [one for one in signature.parameters.values() if one.kind is one.KEYWORD_ONLY]
    checks = Parameter("checks", Parameter.KEYWORD_ONLY, default=None, annotation="Mapping[str, bool] | None")
    return signature.replace(parameters=[*fields, checks], return_annotation="list[CheckFinding]")


show_signature(check_update, phone_numbers.PhoneNumbers.update, _spell_out_fields)


@contextmanager
def _collect(found: list[CheckFinding]) -> Generator[None]:
    try:
        yield
    except InvalidRequestError as error:
        found.append(CheckFinding(str(error)))


def _require_known(name: str) -> None:
    require_known(
        "update", {name: None}, _fields(), consequence=SIGNALWIRE.unknown_field, way_out="extra_body"
    )


@cache
def _fields() -> tuple[str, ...]:
    """The fields of an update, worked out once: a fleet's file is checked number by number."""
    return tuple(
        keyword
        for keyword in parameter_names(phone_numbers.PhoneNumbers.update)[1]
        if keyword not in {"whole", *_update.HANDLER_KINDS}
    )
