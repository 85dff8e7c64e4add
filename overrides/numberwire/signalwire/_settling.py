"""What became of a call whose answer was lost: a release is asked about, a purchase is looked up."""

from collections.abc import Generator
from datetime import UTC
from typing import Any

from numberwire._paging import Page, Pager
from numberwire._retry import Policy, Settled, Settling, Unknown
from numberwire.errors import NotFoundError, NumberwireError, PurchaseOutcomeUnknownError
from numberwire.signalwire._pages import leads_on
from numberwire_api import Operation
from numberwire_api.signalwire import models, phone_numbers

__all__ = ["POLICIES"]

_CLOCK_SKEW = 300.0
"""Seconds that the server's clock may be behind ours."""

_LOOKS = (0.0, 0.5)
"""Seconds to wait before each look at the project's numbers."""


def _settle_release(operation: Operation[Any], _unknown: Unknown) -> Settling:
    """Ask for the number: where it is gone, it was released."""
    number_id = str(dict(operation.path_parameters)["id"])
    try:
        yield phone_numbers.retrieve_phone_number(number_id)
    except NotFoundError:
        return Settled(None)
    except NumberwireError:
        # Whether it is gone can't be told, and a release may be repeated.
        return None
    return None


def _settle_purchase(operation: Operation[Any], unknown: Unknown) -> Settling:
    """Look the number up, twice, since the server may be buying it still; never buy it again."""
    number, why = operation.body.number, ""
    for wait in _LOOKS:
        yield wait
        try:
            found = yield from _look_up(number, unknown)
        except NumberwireError as error:
            why = f"looking it up failed ({error})"
            continue
        if found is not None and _was_bought(found, unknown.since):
            return Settled(found)
        why = "it was yours before this purchase was sent" if found else "it is not among your numbers (yet)"
    raise _outcome_unknown(number, why, unknown.error)


def _look_up(
    number: str, unknown: Unknown
) -> Generator[Operation[Any] | float, Any, models.PhoneNumber | None]:
    """The project's record of a number; the filter matches substrings, so the whole number is compared."""
    listing = phone_numbers.list_phone_numbers(filter_number=number, page_size=1000)
    pager: Pager[models.PhoneNumber] = Pager(listing, unknown.base_url, "skip", leads_on)
    problem: NumberwireError | None = None
    while pager.operation is not None:
        page = pager.take_page((yield pager.operation))
        if not isinstance(page, Page):
            raise page
        for found in page.data:
            if found.number == number:
                return found
        problem = next(iter(page.skipped), problem)
    # What can't be read may be the number that is looked for.
    if (problem := problem or pager.end) is not None:
        raise problem
    return None


def _was_bought(found: models.PhoneNumber, since: float) -> bool:
    """Whether a number was added after a purchase was sent; one added before was bought by another call."""
    created = found.created_at
    if created is None:
        return False
    return (created if created.tzinfo else created.replace(tzinfo=UTC)).timestamp() >= since - _CLOCK_SKEW


def _outcome_unknown(number: str, why: str, lost: NumberwireError) -> PurchaseOutcomeUnknownError:
    return PurchaseOutcomeUnknownError(
        f"the purchase of {number} was sent, but what became of it is unknown: {lost}; {why}. It may have been "
        f"bought. Before you try again, look for it: client.phone_numbers.list(filter_number={number!r}).",
        number=number,
        method=lost.method,
        path=lost.path,
        status_code=lost.status_code,
        errors=lost.errors,
        request_id=lost.request_id,
        attempts=lost.attempts,
        retry_after=lost.retry_after,
    )


# Both go out on a new connection: on a kept one a late answer to an earlier call, which for a release need hold nothing
# but its status, would pass for theirs.
POLICIES = {
    "purchase_phone_number": Policy(uncertain=False, settle=_settle_purchase, fresh=True, costly=True),
    "release_phone_number": Policy(settle=_settle_release, gone_is_done=True, fresh=True),
}
"""The operations that must not simply follow their HTTP method."""
