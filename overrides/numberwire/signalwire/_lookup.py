"""Looking a number up among the project's own; the filter matches parts, so whole numbers are compared; pure.

Also what follows from a record that was found: when it was bought, and from when on it can be released.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from numberwire._keywords import is_uuid
from numberwire._numbers import digits_of, is_number
from numberwire._paging import Page
from numberwire.errors import APIResponseValidationError, InvalidRequestError
from numberwire_api import Operation
from numberwire_api.signalwire import models, phone_numbers

__all__ = ["Lookup", "checked_since", "meanings_of", "releasable_from", "was_bought_since"]

_NATIONAL = 10
_CLOCK_SKEW = timedelta(minutes=5)
"""How far the server's clock may be behind ours."""
_HELD = {False: timedelta(days=14), True: timedelta(days=30)}
"""How long a number is kept at least, by whether the account is a trial (page "Phone Numbers, REST API reference")."""


def meanings_of(number: object) -> frozenset[str]:
    """The numbers in E.164 format that a text may mean: with a plus sign one, else with the country code 1 as well.

    Args:
        number: A number as people write it, or an object with a ``number``.

    Raises:
        InvalidRequestError: It is not a phone number.
    """
    text = getattr(number, "number", number)
    if not isinstance(text, str) or isinstance(number, UUID):
        kind = type(number).__name__
        raise InvalidRequestError(f"number must be a string such as '+15558675309', not {kind}.")
    digits = digits_of(text) or ""
    meant = {f"+{digits.removeprefix('+')}"}
    if len(digits) == _NATIONAL and not digits.startswith("+"):
        meant.add(f"+1{digits}")
    numbers = frozenset(filter(is_number, meant))
    if not numbers:
        id_hint = "is an id, not a phone number: get(id) retrieves it."
        number_hint = "is not a complete phone number, such as '+15558675309'."
        raise InvalidRequestError(f"{text!r} {id_hint if is_uuid(text) else number_hint}")
    return numbers


class Lookup:
    """A search for one number, page by page.

    Attributes:
        listing: What to ask for.
        owned: The numbers that were found; a text without its country code may mean two.
    """

    def __init__(self, meanings: frozenset[str]) -> None:
        """Begin to look.

        Args:
            meanings: What is looked for; see `meanings_of`. The longer one ends as the shorter one does.
        """
        self._meanings = meanings
        shortest = min(meanings, key=len)
        self.listing: Operation[models.PhoneNumberPage] = phone_numbers.list_phone_numbers(
            filter_number=shortest if len(meanings) == 1 else shortest.removeprefix("+"), page_size=1000
        )
        self.owned: list[models.PhoneNumber] = []
        self._unreadable: APIResponseValidationError | None = None

    def take_page(self, page: Page[models.PhoneNumber]) -> bool:
        """Look through a page; returns whether the search is over."""
        known = {owned.id for owned in self.owned}  # a number may be listed again where pages move
        found = {owned.id: owned for owned in page.data if owned.number in self._meanings}
        self.owned += [owned for owned_id, owned in found.items() if owned_id not in known]
        self._unreadable = next(iter(page.skipped), self._unreadable)
        return len(self.owned) >= len(self._meanings)

    def result(self) -> models.PhoneNumber | None:
        """The number, or None where it is not among the project's.

        Raises:
            APIResponseValidationError: It is not among those that can be read, and a record can't be.
            InvalidRequestError: The text means two of the project's numbers.
        """
        if len(self.owned) > 1:
            both = " and ".join(owned.number for owned in self.owned)
            raise InvalidRequestError(f"two of your numbers match: {both}. Give one of them in full.")
        if self.owned:
            return self.owned[0]
        if self._unreadable is not None:
            raise self._unreadable
        return None


def checked_since(since: object) -> datetime:
    """When a purchase was sent.

    Raises:
        InvalidRequestError: It is not a time.
    """
    if not isinstance(since, datetime):
        raise InvalidRequestError(
            f"since must be a datetime, such as the `since` of the error, not {type(since).__name__}."
        )
    return since


def was_bought_since(owned: models.PhoneNumber, since: datetime) -> bool:
    """Whether a number was added after a purchase was sent; one added before was bought by another call."""
    return owned.created_at is not None and _aware(owned.created_at) >= _aware(since) - _CLOCK_SKEW


def releasable_from(number: models.PhoneNumber, *, trial: bool = False) -> datetime | None:
    """From when on a number can be released: 14 days after its purchase, on a trial account 30.

        releasable_from(client.phone_numbers.find("+15558675309"))

    Args:
        number: The number.
        trial: Whether the account is a trial account.

    Returns:
        The time; None where the number's record does not say when it was bought.

    Documentation: page "Phone Numbers, REST API reference", release a phone number.
    """
    if number.created_at is None:
        return None
    return _aware(number.created_at) + _HELD[trial]


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)
