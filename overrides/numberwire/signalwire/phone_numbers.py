"""The methods of ``client.phone_numbers``: those that are generated, and those that need more than the spec says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Unpack, overload

from numberwire._bulk import AsyncBulk, Bulk
from numberwire._call import Call, RawResponse
from numberwire._listing import AsyncListing, Listing
from numberwire._paging import OnBadRecord
from numberwire.resource import AsyncRawResource, AsyncResource, RawResource, Resource, takes_parameters_of
from numberwire.signalwire import _bulk_calls, _calls
from numberwire.signalwire._bulk_calls import Offer, Target
from numberwire.signalwire._calls import LOOK_UP, RECORD, NumberId
from numberwire.signalwire._lookup import Lookup, checked_since, meanings_of, was_bought_since
from numberwire.signalwire.available import AvailablePhoneNumber, AvailablePhoneNumbers, available
from numberwire_api import CallOptions
from numberwire_api.signalwire import phone_numbers as generated
from numberwire_api.signalwire.models import PhoneNumber
from numberwire_api.signalwire.phone_numbers import PhoneNumberUpdateFields

__all__ = ["AsyncPhoneNumbers", "AsyncRawPhoneNumbers", "PhoneNumbers", "RawPhoneNumbers"]

_CALLS: Mapping[str, Callable[..., Call[Any]]] = {"update": _calls.update, "release": _calls.release}
"""The methods that are as they are generated, but for what is sent; each makes its call."""


def _update(numbers: PhoneNumbers, change: tuple[NumberId, PhoneNumberUpdateFields]) -> PhoneNumber:
    number_id, fields = change
    return numbers.update(number_id, **fields)


async def _update_async(
    numbers: AsyncPhoneNumbers, change: tuple[NumberId, PhoneNumberUpdateFields]
) -> PhoneNumber:
    number_id, fields = change
    return await numbers.update(number_id, **fields)


class PhoneNumbers(
    Resource, generated.PhoneNumbers, record=RECORD, look_up=LOOK_UP, kind=PhoneNumber, calls=_CALLS
):
    """A project's phone numbers, and those it can buy."""

    def list(  # type: ignore[override] # a listing asks for its pages by itself
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        prefetch: bool = False,
        errors: OnBadRecord = "raise",
        **options: Unpack[CallOptions],
    ) -> Listing[PhoneNumber]:
        """List your numbers, the newest first; nothing is sent before you iterate.

        Args:
            filter_name: Only numbers whose name contains this.
            filter_number: Only numbers that contain these characters; the whole number matches, but so does
                any number that contains it.
            limit: How many numbers to give at most; None for all of them.
            page_size: Records a page asks for, 1 to 1000; the client's option where it is left out.
            cursor: Where to continue: the ``cursor`` of a page of an earlier listing, which includes its filters.
            prefetch: Ask for the next page while you work on this one (a sync listing: in a thread).
            errors: What to do with a record that can't be read: ``"raise"`` stops with an error that also
                carries the readable records of its page, ``"skip"`` logs a warning and continues.

        Returns:
            All numbers, page after page; ``.pages()`` gives the pages themselves, ``.first()`` one number or None.

        Raises:
            InvalidRequestError: A parameter is out of its range.

        Documentation: page "Phone Numbers, REST API reference", list all phone numbers.
        """
        filters = {"filter_name": filter_name, "filter_number": filter_number}
        operation = _calls.list_(
            cursor, page_size, self._client.options, filters, prefetch=prefetch, limit=limit
        )
        return Listing(
            self._client.for_call(**options), operation, prefetch, _calls.on_bad_record(errors), limit
        )

    @takes_parameters_of(generated.PhoneNumbers.search)
    def search(self, **parameters: Any) -> AvailablePhoneNumbers:  # type: ignore[override] # a shape of its own
        """Search for numbers that can be bought.

        Returns:
            The numbers found, in one shape whichever of the documented two the API answered with.

        Raises:
            InvalidRequestError: The parameters can't be combined, or the server would ignore one.
            NumberwireError: See `numberwire.errors`.

        Documentation: page "Phone Numbers, REST API reference", search for available phone numbers.
        """
        _calls.check_search(parameters)
        return available(generated.PhoneNumbers(self._client.send).search(**parameters))

    def purchase(self, number: str | AvailablePhoneNumber, **options: Unpack[CallOptions]) -> PhoneNumber:  # pyright: ignore[reportIncompatibleMethodOverride]: by place as well
        """Buy a number; it is never bought twice.

        The request is sent once. Where its answer is lost, the number is looked up among your numbers.

        Args:
            number: What a search found, or the number itself in E.164 format.

        Returns:
            The number, now yours.

        Raises:
            UnprocessableEntityError: The number can't be bought; ``errors`` says why.
            PurchaseOutcomeUnknownError: The answer was lost, and a look-up did not show whether it was bought.
            NumberwireError: See `numberwire.errors`.

        Documentation: page "Purchase a Phone Number".
        """
        return self._perform(_calls.purchase(number), **options)

    def find(self, number: str | AvailablePhoneNumber, **options: Unpack[CallOptions]) -> PhoneNumber | None:
        """Find one of your numbers by the number itself; only the whole number counts.

            number = client.phone_numbers.find("+1 (503) 555-1763")

        Args:
            number: The number, with blanks, dots, hyphens and parentheses as people write it. Ten digits without a
                plus sign are those of a number of the country code 1.

        Returns:
            The number with all its settings, or None where you don't have it.

        Raises:
            InvalidRequestError: It is not a whole phone number, or it matches two of yours.
            NumberwireError: See `numberwire.errors`.
        """
        lookup = Lookup(meanings_of(number))
        for page in Listing[PhoneNumber](
            self._client.for_call(**options), lookup.listing, prefetch=False, errors="skip"
        ).pages():
            if lookup.take_page(page):
                break
        return lookup.result()

    def by_number(
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        **options: Unpack[CallOptions],
    ) -> dict[str, PhoneNumber]:
        """List your numbers as a mapping from the number in E.164 format.

            owned = client.phone_numbers.by_number()
            owned["+15035551763"].name

        Args:
            filter_name: Only numbers whose name contains this.
            filter_number: Only numbers that contain these characters.

        Raises:
            NumberwireError: See `numberwire.errors`.
        """
        numbers = PhoneNumbers(self._client.for_call(**options))
        listing = numbers.list(filter_name=filter_name, filter_number=filter_number)
        return {number.number: number for number in listing}

    def settle(
        self, number: str | AvailablePhoneNumber, *, since: datetime, **options: Unpack[CallOptions]
    ) -> PhoneNumber | None:
        """Find out whether a purchase with an unknown outcome happened; nothing is bought.

            except PurchaseOutcomeUnknownError as error:
                number = client.phone_numbers.settle(error.number, since=error.since)

        Args:
            number: The number.
            since: When its purchase was sent. A time without a zone is UTC.

        Returns:
            The number, bought since then; None where it is not yours, or was yours before. The server may still be
            buying it: look again before you buy it once more. It goes by the number's own date: None proves nothing
            where the server's clock is more than five minutes behind.

        Raises:
            NumberwireError: See `numberwire.errors`.
        """
        since = checked_since(since)
        owned = self.find(number, **options)
        return owned if owned is not None and was_bought_since(owned, since) else None

    def get_many(
        self, ids: Iterable[Target], *, in_flight: int = 50, **options: Unpack[CallOptions]
    ) -> Bulk[Target, PhoneNumber]:
        """Retrieve many numbers at a time; see `update_many` for how the outcomes come.

        Args:
            ids: Ids, or the records of numbers.
            in_flight: How many calls may be under way at a time.
        """
        return self._run_many(_bulk_calls.get_calls(ids, in_flight), PhoneNumbers.get, **options)

    @overload
    def update_many(
        self,
        changes: Mapping[Target, PhoneNumberUpdateFields],
        *,
        in_flight: int = 50,
        timeout: float | None = None,
        deadline: float | None = None,
        max_retries: int | None = None,
        checks: Mapping[str, bool] | None = None,
        extra_query: Mapping[str, str | int | bool] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Bulk[Target, PhoneNumber]: ...

    @overload
    def update_many(
        self,
        changes: Iterable[tuple[Target, PhoneNumberUpdateFields]],
        *,
        in_flight: int = 50,
        timeout: float | None = None,
        deadline: float | None = None,
        max_retries: int | None = None,
        checks: Mapping[str, bool] | None = None,
        extra_query: Mapping[str, str | int | bool] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Bulk[Target, PhoneNumber]: ...

    def update_many(
        self,
        changes: Mapping[Target, PhoneNumberUpdateFields] | Iterable[tuple[Target, PhoneNumberUpdateFields]],
        *,
        in_flight: int = 50,
        **options: Unpack[CallOptions],
    ) -> Bulk[Target, PhoneNumber]:
        """Change many numbers at a time; nothing is sent before the outcomes are iterated.

            call = handlers.call.LamlWebhooks(request_url="https://example.com/voice")
            numbers = client.phone_numbers.list(filter_name="Support")
            for outcome in client.phone_numbers.update_many((number, {"call": call}) for number in numbers):
                if outcome.error:
                    print(outcome.item.number, outcome.error)

        Each outcome comes when its call is over, in no set order. None is raised: a call that fails is an outcome with
        an ``error``. Ctrl-C begins nothing more; the calls under way end, their outcomes come, and then it is raised.
        Leaving the loop waits for the calls under way. With the option ``pace`` so many writes a second are sent.

        Args:
            changes: Pairs of an id, or a number's record, and the fields to change, as `update` takes them; or a
                mapping of such pairs. Each number may be there once. A variable that holds them is annotated with
                `PhoneNumberUpdateFields`, such as ``dict[PhoneNumber, PhoneNumberUpdateFields]``.
            in_flight: How many calls may be under way at a time.

        Raises:
            InvalidRequestError: The changes can't be iterated, or ``in_flight`` is out of range.
        """
        return self._run_many(_bulk_calls.update_calls(changes, in_flight), _update, **options)

    def release_many(
        self, ids: Iterable[Target], *, in_flight: int = 50, **options: Unpack[CallOptions]
    ) -> Bulk[Target, None]:
        """Release many numbers at a time, each for good; see `update_many` for how the outcomes come.

        Args:
            ids: Ids, or the records of numbers; each may be there once.
            in_flight: How many calls may be under way at a time.
        """
        return self._run_many(_bulk_calls.release_calls(ids, in_flight), PhoneNumbers.release, **options)

    def purchase_many(
        self, numbers: Iterable[Offer], *, in_flight: int = 50, **options: Unpack[CallOptions]
    ) -> Bulk[Offer, PhoneNumber]:
        """Buy many numbers at a time, each at most once; see `update_many` for how the outcomes come.

            found = client.phone_numbers.search(areacode="503", max_results=20)
            bought = [outcome.value for outcome in client.phone_numbers.purchase_many(found) if outcome.value]

        Where an outcome's error is a `PurchaseOutcomeUnknownError`, `settle` finds out whether it happened.

        Args:
            numbers: What a search found, or numbers in E.164 format; each may be there once.
            in_flight: How many calls may be under way at a time.
        """
        return self._run_many(
            _bulk_calls.purchase_calls(numbers, in_flight), PhoneNumbers.purchase, **options
        )


class AsyncPhoneNumbers(
    AsyncResource, generated.AsyncPhoneNumbers, record=RECORD, look_up=LOOK_UP, kind=PhoneNumber, calls=_CALLS
):
    """The same methods as `PhoneNumbers`, awaited; a listing is iterated with ``async for``."""

    def list(  # type: ignore[override] # a listing asks for its pages by itself
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        limit: int | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        prefetch: bool = True,
        errors: OnBadRecord = "raise",
        **options: Unpack[CallOptions],
    ) -> AsyncListing[PhoneNumber]:
        """List your numbers; see `PhoneNumbers.list`. The next page is asked for ahead unless ``prefetch=False``."""
        filters = {"filter_name": filter_name, "filter_number": filter_number}
        operation = _calls.list_(
            cursor, page_size, self._client.options, filters, prefetch=prefetch, limit=limit
        )
        return AsyncListing(
            self._client.for_call(**options), operation, prefetch, _calls.on_bad_record(errors), limit
        )

    @takes_parameters_of(generated.AsyncPhoneNumbers.search)
    async def search(self, **parameters: Any) -> AvailablePhoneNumbers:  # type: ignore[override] # as above
        """Search for numbers that can be bought; see `PhoneNumbers.search`."""
        _calls.check_search(parameters)
        return available(await generated.AsyncPhoneNumbers(self._client.send).search(**parameters))

    async def purchase(  # pyright: ignore[reportIncompatibleMethodOverride]: by place as well
        self, number: str | AvailablePhoneNumber, **options: Unpack[CallOptions]
    ) -> PhoneNumber:
        """Buy a number; it is never bought twice. See `PhoneNumbers.purchase`."""
        return await self._perform(_calls.purchase(number), **options)

    async def find(
        self, number: str | AvailablePhoneNumber, **options: Unpack[CallOptions]
    ) -> PhoneNumber | None:
        """Find one of your numbers by the number itself; see `PhoneNumbers.find`."""
        lookup = Lookup(meanings_of(number))
        listing = AsyncListing[PhoneNumber](
            self._client.for_call(**options), lookup.listing, prefetch=False, errors="skip"
        )
        async for page in listing.pages():
            if lookup.take_page(page):
                break
        return lookup.result()

    async def by_number(
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        **options: Unpack[CallOptions],
    ) -> dict[str, PhoneNumber]:
        """List your numbers as a mapping from the number in E.164 format; see `PhoneNumbers.by_number`."""
        numbers = AsyncPhoneNumbers(self._client.for_call(**options))
        listing = numbers.list(filter_name=filter_name, filter_number=filter_number)
        return {number.number: number async for number in listing}

    async def settle(
        self, number: str | AvailablePhoneNumber, *, since: datetime, **options: Unpack[CallOptions]
    ) -> PhoneNumber | None:
        """Find out whether a purchase with an unknown outcome happened; see `PhoneNumbers.settle`."""
        since = checked_since(since)
        owned = await self.find(number, **options)
        return owned if owned is not None and was_bought_since(owned, since) else None

    def get_many(
        self, ids: Iterable[Target], *, in_flight: int = 50, **options: Unpack[CallOptions]
    ) -> AsyncBulk[Target, PhoneNumber]:
        """Retrieve many numbers at a time, iterated with ``async for``; see `PhoneNumbers.get_many`."""
        return self._run_many(_bulk_calls.get_calls(ids, in_flight), AsyncPhoneNumbers.get, **options)

    @overload
    def update_many(
        self,
        changes: Mapping[Target, PhoneNumberUpdateFields],
        *,
        in_flight: int = 50,
        timeout: float | None = None,
        deadline: float | None = None,
        max_retries: int | None = None,
        checks: Mapping[str, bool] | None = None,
        extra_query: Mapping[str, str | int | bool] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncBulk[Target, PhoneNumber]: ...

    @overload
    def update_many(
        self,
        changes: Iterable[tuple[Target, PhoneNumberUpdateFields]],
        *,
        in_flight: int = 50,
        timeout: float | None = None,
        deadline: float | None = None,
        max_retries: int | None = None,
        checks: Mapping[str, bool] | None = None,
        extra_query: Mapping[str, str | int | bool] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncBulk[Target, PhoneNumber]: ...

    def update_many(
        self,
        changes: Mapping[Target, PhoneNumberUpdateFields] | Iterable[tuple[Target, PhoneNumberUpdateFields]],
        *,
        in_flight: int = 50,
        **options: Unpack[CallOptions],
    ) -> AsyncBulk[Target, PhoneNumber]:
        """Change many numbers at a time, iterated with ``async for``; see `PhoneNumbers.update_many`.

        A task that is cancelled while it waits for an outcome begins nothing more; what is under way ends first. A loop
        that is left can't wait for it: closing the client does, as the end of ``async with`` does.
        """
        return self._run_many(_bulk_calls.update_calls(changes, in_flight), _update_async, **options)

    def release_many(
        self, ids: Iterable[Target], *, in_flight: int = 50, **options: Unpack[CallOptions]
    ) -> AsyncBulk[Target, None]:
        """Release many numbers at a time, iterated with ``async for``; see `PhoneNumbers.release_many`."""
        return self._run_many(_bulk_calls.release_calls(ids, in_flight), AsyncPhoneNumbers.release, **options)

    def purchase_many(
        self, numbers: Iterable[Offer], *, in_flight: int = 50, **options: Unpack[CallOptions]
    ) -> AsyncBulk[Offer, PhoneNumber]:
        """Buy many numbers at a time, iterated with ``async for``; see `PhoneNumbers.purchase_many`."""
        return self._run_many(
            _bulk_calls.purchase_calls(numbers, in_flight), AsyncPhoneNumbers.purchase, **options
        )


class RawPhoneNumbers(
    RawResource, generated.RawPhoneNumbers, record=RECORD, look_up=LOOK_UP, kind=PhoneNumber, calls=_CALLS
):
    """The same methods, each returning a `RawResponse`; a page of a listing has its answer as ``response``."""

    @takes_parameters_of(PhoneNumbers.list)
    def list(self, **parameters: Any) -> Listing[PhoneNumber]:  # type: ignore[override] # as above
        """List your numbers; see `PhoneNumbers.list`."""
        return PhoneNumbers(self._client).list(**parameters)

    @takes_parameters_of(generated.RawPhoneNumbers.search)
    def search(self, **parameters: Any) -> RawResponse[AvailablePhoneNumbers]:  # type: ignore[override] # as above
        """Search for numbers that can be bought; see `PhoneNumbers.search`."""
        _calls.check_search(parameters)
        answer = generated.RawPhoneNumbers(self._send_raw).search(**parameters)
        return answer.with_value(available(answer.value))

    def purchase(  # pyright: ignore[reportIncompatibleMethodOverride]: by place as well
        self, number: str | AvailablePhoneNumber, **options: Unpack[CallOptions]
    ) -> RawResponse[PhoneNumber]:
        """Buy a number; see `PhoneNumbers.purchase`."""
        return self._perform(_calls.purchase(number), **options)


class AsyncRawPhoneNumbers(
    AsyncRawResource,
    generated.AsyncRawPhoneNumbers,
    record=RECORD,
    look_up=LOOK_UP,
    kind=PhoneNumber,
    calls=_CALLS,
):
    """The same methods, awaited, each returning a `RawResponse`; a page of a listing has its answer as ``response``."""

    @takes_parameters_of(AsyncPhoneNumbers.list)
    def list(self, **parameters: Any) -> AsyncListing[PhoneNumber]:  # type: ignore[override] # as above
        """List your numbers; see `PhoneNumbers.list`."""
        return AsyncPhoneNumbers(self._client).list(**parameters)

    @takes_parameters_of(generated.AsyncRawPhoneNumbers.search)
    async def search(self, **parameters: Any) -> RawResponse[AvailablePhoneNumbers]:  # type: ignore[override] # as above
        """Search for numbers that can be bought; see `PhoneNumbers.search`."""
        _calls.check_search(parameters)
        answer = await generated.AsyncRawPhoneNumbers(self._send_raw).search(**parameters)
        return answer.with_value(available(answer.value))

    async def purchase(  # pyright: ignore[reportIncompatibleMethodOverride]: by place as well
        self, number: str | AvailablePhoneNumber, **options: Unpack[CallOptions]
    ) -> RawResponse[PhoneNumber]:
        """Buy a number; see `PhoneNumbers.purchase`."""
        return await self._perform(_calls.purchase(number), **options)
