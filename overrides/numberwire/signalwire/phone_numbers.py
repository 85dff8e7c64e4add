"""The methods of ``client.phone_numbers``: those that are generated, and the four that need more than the spec says."""

from typing import Any
from uuid import UUID

from numberwire._call import RawResponse
from numberwire._listing import AsyncListing, Listing
from numberwire._paging import OnBadRecord
from numberwire.resource import AsyncRawResource, AsyncResource, RawResource, Resource, takes_parameters_of
from numberwire.signalwire import _calls
from numberwire.signalwire._calls import LOOK_UP, RECORD
from numberwire.signalwire.available import AvailablePhoneNumber
from numberwire_api.signalwire import phone_numbers as generated
from numberwire_api.signalwire.models import PhoneNumber

__all__ = ["AsyncPhoneNumbers", "AsyncRawPhoneNumbers", "PhoneNumbers", "RawPhoneNumbers"]

AvailablePhoneNumbers = list[AvailablePhoneNumber]
"""A name for it outside the classes, in which `list` is a method."""


class PhoneNumbers(Resource, generated.PhoneNumbers, record=RECORD, look_up=LOOK_UP):
    """A project's phone numbers, and those it can buy."""

    def list(  # type: ignore[override] # a listing asks for its pages by itself
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        prefetch: bool = False,
        errors: OnBadRecord = "raise",
    ) -> Listing[PhoneNumber]:
        """List your numbers, the newest first; nothing is sent before you iterate.

        Args:
            filter_name: Only numbers whose name contains this.
            filter_number: Only numbers that contain these characters; the whole number matches, but so does
                any number that contains it.
            page_size: Records a page asks for, 1 to 1000; the client's option where it is left out.
            cursor: Where to go on: the ``cursor`` of a page of an earlier listing, which carries its filters.
            prefetch: Ask for the next page while you work on this one (a sync listing: in a thread).
            errors: What to do with a record that can't be read: ``"raise"`` says which one it is and holds
                the others of its page, ``"skip"`` logs a warning and goes on.

        Returns:
            All numbers, page after page; ``.pages()`` gives the pages themselves.

        Raises:
            InvalidRequestError: A parameter is out of its range.

        Documentation: page "Phone Numbers, REST API reference", list all phone numbers.
        """
        filters = {"filter_name": filter_name, "filter_number": filter_number}
        operation = _calls.list_(cursor, page_size, self._client.options, filters, prefetch)
        return Listing(self._client, operation, prefetch, _calls.on_bad_record(errors))

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
        return self._perform(_calls.search(parameters))

    def purchase(self, number: str) -> PhoneNumber:  # pyright: ignore[reportIncompatibleMethodOverride]: by place as well
        """Buy a number; it is never bought twice.

        The request is sent once. Where its answer is lost, the number is looked up among your numbers.

        Args:
            number: The number in E.164 format, as a search found it.

        Returns:
            The number, now yours.

        Raises:
            UnprocessableEntityError: The number can't be bought; ``errors`` says why.
            PurchaseOutcomeUnknownError: The answer was lost, and looking the number up did not settle it.
            NumberwireError: See `numberwire.errors`.

        Documentation: page "Purchase a Phone Number".
        """
        return self._perform(_calls.purchase(number))

    @takes_parameters_of(generated.PhoneNumbers.update)
    def update(self, id: UUID | str, **fields: Any) -> PhoneNumber:  # noqa: A002 the documented name
        """Change what a number does; a field left out, or given as None, stays as it is.

        What calls and messages do is given as a value, such as ``call=handlers.call.LamlWebhooks(request_url=...)``
        or ``message=handlers.NONE``, or field by field. A field given as ``CLEAR`` is emptied. A parameter that a
        value does not name stays as it was, with a warning, unless ``whole=True`` empties it.

        Returns:
            The number as it is now.

        Raises:
            InvalidRequestError: A rule of the documentation refuses it; the error names the check.
            NumberwireError: See `numberwire.errors`.

        Warns:
            NumberwireWarning: The answer shows that a field was set which changes nothing, since it belongs to another
                handler than the number has.

        Documentation: pages "Phone Numbers, REST API reference" and "REST client: update".
        """
        return self._perform(_calls.update(id, fields))


class AsyncPhoneNumbers(AsyncResource, generated.AsyncPhoneNumbers, record=RECORD, look_up=LOOK_UP):
    """The same methods as `PhoneNumbers`, awaited; a listing is iterated with ``async for``."""

    def list(  # type: ignore[override] # a listing asks for its pages by itself
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        prefetch: bool = True,
        errors: OnBadRecord = "raise",
    ) -> AsyncListing[PhoneNumber]:
        """List your numbers; see `PhoneNumbers.list`. The next page is asked for ahead unless ``prefetch=False``."""
        filters = {"filter_name": filter_name, "filter_number": filter_number}
        operation = _calls.list_(cursor, page_size, self._client.options, filters, prefetch)
        return AsyncListing(self._client, operation, prefetch, _calls.on_bad_record(errors))

    @takes_parameters_of(generated.AsyncPhoneNumbers.search)
    async def search(self, **parameters: Any) -> AvailablePhoneNumbers:  # type: ignore[override] # as above
        """Search for numbers that can be bought; see `PhoneNumbers.search`."""
        return await self._perform(_calls.search(parameters))

    async def purchase(self, number: str) -> PhoneNumber:  # pyright: ignore[reportIncompatibleMethodOverride]: by place as well
        """Buy a number; it is never bought twice. See `PhoneNumbers.purchase`."""
        return await self._perform(_calls.purchase(number))

    @takes_parameters_of(generated.AsyncPhoneNumbers.update)
    async def update(self, id: UUID | str, **fields: Any) -> PhoneNumber:  # noqa: A002 the documented name
        """Change what a number does; see `PhoneNumbers.update`."""
        return await self._perform(_calls.update(id, fields))


class RawPhoneNumbers(RawResource, generated.RawPhoneNumbers, record=RECORD, look_up=LOOK_UP):
    """The same methods, each returning a `RawResponse`; a page of a listing has its answer as ``response``."""

    @takes_parameters_of(PhoneNumbers.list)
    def list(self, **parameters: Any) -> Listing[PhoneNumber]:  # type: ignore[override] # as above
        """List your numbers; see `PhoneNumbers.list`."""
        return PhoneNumbers(self._client).list(**parameters)

    @takes_parameters_of(generated.RawPhoneNumbers.search)
    def search(self, **parameters: Any) -> RawResponse[AvailablePhoneNumbers]:  # type: ignore[override] # as above
        """Search for numbers that can be bought; see `PhoneNumbers.search`."""
        return self._perform(_calls.search(parameters))

    def purchase(self, number: str) -> RawResponse[PhoneNumber]:  # pyright: ignore[reportIncompatibleMethodOverride]: by place as well
        """Buy a number; see `PhoneNumbers.purchase`."""
        return self._perform(_calls.purchase(number))

    @takes_parameters_of(generated.RawPhoneNumbers.update)
    def update(self, id: UUID | str, **fields: Any) -> RawResponse[PhoneNumber]:  # noqa: A002 the documented name
        """Change what a number does; see `PhoneNumbers.update`."""
        return self._perform(_calls.update(id, fields))


class AsyncRawPhoneNumbers(AsyncRawResource, generated.AsyncRawPhoneNumbers, record=RECORD, look_up=LOOK_UP):
    """The same methods, awaited, each returning a `RawResponse`; a page of a listing has its answer as ``response``."""

    @takes_parameters_of(AsyncPhoneNumbers.list)
    def list(self, **parameters: Any) -> AsyncListing[PhoneNumber]:  # type: ignore[override] # as above
        """List your numbers; see `PhoneNumbers.list`."""
        return AsyncPhoneNumbers(self._client).list(**parameters)

    @takes_parameters_of(generated.AsyncRawPhoneNumbers.search)
    async def search(self, **parameters: Any) -> RawResponse[AvailablePhoneNumbers]:  # type: ignore[override] # as above
        """Search for numbers that can be bought; see `PhoneNumbers.search`."""
        return await self._perform(_calls.search(parameters))

    async def purchase(self, number: str) -> RawResponse[PhoneNumber]:  # pyright: ignore[reportIncompatibleMethodOverride]: by place as well
        """Buy a number; see `PhoneNumbers.purchase`."""
        return await self._perform(_calls.purchase(number))

    @takes_parameters_of(generated.AsyncRawPhoneNumbers.update)
    async def update(self, id: UUID | str, **fields: Any) -> RawResponse[PhoneNumber]:  # noqa: A002 the documented name
        """Change what a number does; see `PhoneNumbers.update`."""
        return await self._perform(_calls.update(id, fields))
