"""Items -> the calls of a run: what the methods that make many calls take, the same for sync and async; pure."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from numberwire._bulk import BulkCalls, Job
from numberwire._keywords import checked_id
from numberwire._numbers import e164_of
from numberwire.errors import InvalidRequestError
from numberwire.signalwire._calls import LOOK_UP, RECORD
from numberwire.signalwire.available import AvailablePhoneNumber
from numberwire_api.signalwire.models import PhoneNumber
from numberwire_api.signalwire.phone_numbers import PhoneNumberUpdateFields

__all__ = ["Offer", "Target", "get_calls", "purchase_calls", "release_calls", "update_calls"]

Target = TypeVar("Target", bound=UUID | str | PhoneNumber)
"""What a number is named by: its id, or the number's record."""
Offer = TypeVar("Offer", bound=str | AvailablePhoneNumber)
"""What a number is bought by: itself in E.164 format, or what a search found."""


def get_calls(items: Iterable[Target], in_flight: int) -> BulkCalls[Target]:
    """The calls that get numbers."""
    return BulkCalls("get_many", items, _job_about, in_flight, distinct=False)


def release_calls(items: Iterable[Target], in_flight: int) -> BulkCalls[Target]:
    """The calls that release numbers."""
    return BulkCalls("release_many", items, _job_about, in_flight)


def update_calls(
    changes: Mapping[Target, PhoneNumberUpdateFields] | Iterable[tuple[Target, PhoneNumberUpdateFields]],
    in_flight: int,
) -> BulkCalls[Target]:
    """The calls that update numbers."""
    pairs: Any = cast("Mapping[Any, Any]", changes).items() if isinstance(changes, Mapping) else changes
    return BulkCalls("update_many", pairs, _update_job, in_flight)


def purchase_calls(offers: Iterable[Offer], in_flight: int) -> BulkCalls[Offer]:
    """The calls that buy numbers."""
    return BulkCalls("purchase_many", offers, _purchase_job, in_flight)


def _job_about(item: Any) -> Job[Any]:
    try:
        number_id = checked_id(item, LOOK_UP, RECORD, PhoneNumber)
    except InvalidRequestError as error:
        return Job(item, error=error)
    return Job(item, item, str(number_id).casefold())


def _update_job(change: Any) -> Job[Any]:
    try:
        item, fields = change
        fields = {**fields}
    except (TypeError, ValueError):
        problem = "a change must be a pair of an id (or a number's record) and its fields as a mapping"
        return Job(change, error=InvalidRequestError(f"{problem}, not {type(change).__name__}."))
    if not all(isinstance(name, str) for name in cast("dict[object, Any]", fields)):
        return Job(item, error=InvalidRequestError("the names of the fields to change must be strings."))
    job = _job_about(item)
    return job if job.error else Job(item, (item, fields), job.about)


def _purchase_job(item: Any) -> Job[Any]:
    text = getattr(item, "number", item)
    return Job(item, item, (e164_of(text) or text) if isinstance(text, str) else "")
