"""What became of a call whose answer was lost: a purchase is looked up, all else is asked about."""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import Any

from numberwire._answer import is_web_page
from numberwire._paging import Page, Pager
from numberwire._retry import KnownOutcome, Policy, SettleSteps, UnknownOutcome
from numberwire.errors import NotFoundError, NumberwireError, PurchaseOutcomeUnknownError
from numberwire.signalwire._lookup import Lookup, was_bought_since
from numberwire.signalwire._pages import leads_on
from numberwire_api import Operation
from numberwire_api.signalwire import models, phone_numbers

__all__ = ["POLICIES"]

_FIRST_WAIT = 0.5
_ASSIGNED = ("pending", "active")
_REMOVED = ("pending_removal", "unregistered")


def _settle_release(operation: Operation[Any], _unknown: UnknownOutcome) -> SettleSteps:
    """Ask for the number: where it is gone, it was released."""
    number_id = str(dict(operation.path_parameters)["id"])
    try:
        yield phone_numbers.retrieve_phone_number(number_id)
    except NotFoundError as error:
        return None if is_web_page(error.body) else KnownOutcome(None)
    except NumberwireError:
        # Whether it is gone can't be told, and a release may be repeated.
        return None
    return None


def _settle_assignment(operation: Operation[Any], _unknown: UnknownOutcome) -> SettleSteps:
    """Ask for the number: where it has the address, and the carrier doesn't remove it, it was assigned."""
    number = yield from _retrieve(operation)
    if number is None or number.e911_status not in _ASSIGNED:
        return None
    shown, sent = str(number.e911_address_id), str(operation.body.e911_address_id)
    return KnownOutcome(number) if shown.lower() == sent.lower() else None


def _settle_removal(operation: Operation[Any], _unknown: UnknownOutcome) -> SettleSteps:
    """Ask for the number: an address that is being removed must not be removed again, which is refused."""
    number = yield from _retrieve(operation)
    return KnownOutcome(number) if number is not None and number.e911_status in _REMOVED else None


def _retrieve(operation: Operation[Any]) -> Generator[Operation[Any], Any, models.PhoneNumber | None]:
    """The number that an operation is about; None where it can't be told."""
    try:
        answered = yield phone_numbers.retrieve_phone_number(str(dict(operation.path_parameters)["id"]))
    except NumberwireError:
        return None
    number = answered.value
    return number if isinstance(number, models.PhoneNumber) else None


def _settle_purchase(operation: Operation[Any], unknown: UnknownOutcome) -> SettleSteps:
    """Look the number up, more than once, since the server may be buying it still; never buy it again."""
    number, why = operation.body.number, ""
    since = datetime.fromtimestamp(unknown.since, UTC)
    for wait in _waits(unknown.settle):
        yield wait
        try:
            found = yield from _look_up(number, unknown)
        except NumberwireError as error:
            why = f"looking it up failed ({error})"
            continue
        if found is not None and was_bought_since(found, since):
            return KnownOutcome(found)
        why = "it was yours before this purchase was sent" if found else "it is not among your numbers (yet)"
    raise _outcome_unknown(number, why, unknown.error, since)


def _waits(seconds: float) -> Iterator[float]:
    """Seconds to wait before each look at the project's numbers: at once, then at doubling intervals."""
    yield 0.0
    step = _FIRST_WAIT
    while seconds > 0:
        wait = min(step, seconds)
        yield wait
        seconds, step = seconds - wait, step * 2


def _look_up(
    number: str, unknown: UnknownOutcome
) -> Generator[Operation[Any] | float, Any, models.PhoneNumber | None]:
    """The project's record of a number; the filter matches substrings, so the whole number is compared."""
    lookup = Lookup(frozenset({number}))
    pager: Pager[models.PhoneNumber] = Pager(lookup.listing, unknown.base_url, "skip", leads_on)
    while pager.operation is not None:
        page = pager.take_page((yield pager.operation))
        if not isinstance(page, Page):
            raise page
        if lookup.take_page(page):
            return lookup.result()
    # What can't be read may be the number that is looked for.
    if pager.end is not None:
        raise pager.end
    return lookup.result()


def _outcome_unknown(
    number: str, why: str, lost: NumberwireError, since: datetime
) -> PurchaseOutcomeUnknownError:
    return PurchaseOutcomeUnknownError(
        f"the purchase of {number} was sent, but its outcome is unknown: {lost}; {why}. It may have been "
        f"bought. Before you try again, look for it: client.phone_numbers.find({number!r}).",
        number=number,
        since=since,
        method=lost.method,
        path=lost.path,
        status_code=lost.status_code,
        errors=lost.errors,
        request_id=lost.request_id,
        attempts=lost.attempts,
        retry_after=lost.retry_after,
        headers=lost.headers,
    )


# Both go out on a new connection: on a kept one a late answer to an earlier call, which for a release need hold nothing
# but its status, would pass for theirs.
POLICIES = {
    "purchase_phone_number": Policy(uncertain=False, settle=_settle_purchase, fresh=True, costly=True),
    "release_phone_number": Policy(settle=_settle_release, gone_is_done=True, fresh=True),
    "assign_e911_address": Policy(uncertain=False, settle=_settle_assignment),
    "remove_e911_address": Policy(settle=_settle_removal),
}
"""The operations that must not simply follow their HTTP method."""
