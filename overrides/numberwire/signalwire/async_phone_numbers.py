"""The methods of an async client's ``phone_numbers``: the twins of `numberwire.signalwire.phone_numbers`."""

from typing import Unpack
from uuid import UUID

from numberwire._call import AsyncPerforms, AsyncRawPerformer, async_raw_method
from numberwire._clear import Clear
from numberwire._listing import AsyncListing
from numberwire._paging import OnBadRecord
from numberwire.client import AsyncClient
from numberwire.signalwire import calls
from numberwire.signalwire.available import AvailablePhoneNumber
from numberwire.signalwire.handlers import CallHandler, MessageHandler, NoHandler
from numberwire_api.signalwire.models import PhoneNumber
from numberwire_api.signalwire.phone_numbers import PhoneNumberUpdateFields, SearchAvailablePhoneNumbersQuery

Found = list[AvailablePhoneNumber]
"""A name for it outside the classes, in which `list` is a method."""

__all__ = ["AsyncPhoneNumbers", "AsyncRawPhoneNumbers"]


class AsyncPhoneNumbers:
    """The same methods as `PhoneNumbers`, awaited; a listing is iterated with ``async for``."""

    def __init__(self, client: AsyncClient, performer: AsyncPerforms | None = None) -> None:
        self._client = client
        self._performer = performer or client

    def list(
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        prefetch: bool = True,
        errors: OnBadRecord = "raise",
    ) -> AsyncListing[PhoneNumber]:
        """List your numbers, the newest first; nothing is sent before you iterate.

        Args:
            filter_name: Only numbers whose name contains this.
            filter_number: Only numbers that contain these characters; the whole number matches, but so does
                any number that contains it.
            page_size: Records a page asks for, 1 to 1000; the client's option where it is left out.
            cursor: Where to go on: the ``cursor`` of a page of an earlier listing, which carries its filters.
            prefetch: Ask for the next page while you work on this one.
            errors: What to do with a record that can't be read: ``"raise"`` says which one it is and holds
                the others of its page, ``"skip"`` logs a warning and goes on.

        Returns:
            All numbers, page after page; ``.pages()`` gives the pages themselves.

        Raises:
            InvalidRequestError: A parameter is out of its range.

        Documentation: page "Phone Numbers, REST API reference", list all phone numbers.
        """
        filters = {"filter_name": filter_name, "filter_number": filter_number}
        operation = calls.list_(cursor, page_size, self._client.options, filters, prefetch)
        return AsyncListing(self._client, operation, prefetch, calls.on_bad_record(errors))

    async def search(self, /, **parameters: Unpack[SearchAvailablePhoneNumbersQuery]) -> Found:
        """Search for numbers that can be bought.

        Args:
            parameters: What to look for: ``areacode``, ``number_type`` (``local`` or ``toll-free``), one of
                ``starts_with``, ``contains`` and ``ends_with`` (3 to 7 digits), ``region`` (such as ``TX``),
                ``city`` (with ``region``), ``max_results`` (1 to 100; the server's default is 50).

        Returns:
            The numbers found, in one shape whichever of the documented two the API answered with.

        Raises:
            InvalidRequestError: The parameters can't be combined, or the server would ignore one.
            NumberwireError: See `numberwire.errors`.

        Documentation: page "Phone Numbers, REST API reference", search for available phone numbers.
        """
        return await self._performer.perform(calls.search(dict(parameters)))

    async def purchase(self, number: str) -> PhoneNumber:
        """Buy a number; it is never bought twice.

        The request is sent once. Where its answer is lost, the number is looked up among your numbers.

        Args:
            number: The number in E.164 format, as a search found it.

        Raises:
            UnprocessableEntityError: The number can't be bought; ``errors`` says why.
            PurchaseOutcomeUnknownError: The answer was lost, and looking the number up did not settle it.
            NumberwireError: See `numberwire.errors`.

        Documentation: page "Purchase a Phone Number".
        """
        return await self._performer.perform(calls.purchase(number))

    async def get(self, id: UUID | str) -> PhoneNumber:  # noqa: A002 the documented name
        """Retrieve one of your numbers.

        Args:
            id: The number's id (not the number itself).

        Raises:
            NotFoundError: You have no such number.
            NumberwireError: See `numberwire.errors`.

        Documentation: page "Phone Numbers, REST API reference", retrieve a phone number.
        """
        return await self._performer.perform(calls.get(id))

    async def update(
        self,
        id: UUID | str,  # noqa: A002 the documented name
        *,
        call: CallHandler | NoHandler | Clear | None = None,
        message: MessageHandler | NoHandler | Clear | None = None,
        whole: bool = False,
        **fields: Unpack[PhoneNumberUpdateFields],
    ) -> PhoneNumber:
        """Change what a number does; a field left out, or given as None, stays as it is.

        Args:
            id: The number's id (not the number itself).
            call: What to do with calls, such as ``handlers.call.LamlWebhooks(request_url=...)``; ``handlers.NONE``
                takes the handler away.
            message: What to do with messages, such as ``handlers.message.RelayTopic("office")``.
            whole: Empty what ``call`` and ``message`` do not name. Else a parameter that they leave out stays as it
                was, and a warning tells of it.
            fields: Fields of the number by their documented names, such as ``name``; ``CLEAR`` empties one.

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
        return await self._performer.perform(calls.update(id, call, message, dict(fields), whole=whole))

    async def release(self, id: UUID | str) -> None:  # noqa: A002 the documented name
        """Release a number; this can't be undone.

        A number can be released 14 days after its purchase at the earliest (30 on a trial account).

        Args:
            id: The number's id (not the number itself).

        Raises:
            UnprocessableEntityError: It was bought too recently (``purchased_too_recently``).
            NotFoundError: You have no such number.
            NumberwireError: See `numberwire.errors`.

        Documentation: page "Phone Numbers, REST API reference", release a phone number.
        """
        return await self._performer.perform(calls.release(id))


class AsyncRawPhoneNumbers:
    """The same methods, awaited, each returning a `RawResponse`; a page of a listing has its answer as ``response``."""

    def __init__(self, client: AsyncClient) -> None:
        numbers = AsyncPhoneNumbers(client, AsyncRawPerformer(client))
        self.search = async_raw_method(numbers.search)
        self.purchase = async_raw_method(numbers.purchase)
        self.get = async_raw_method(numbers.get)
        self.update = async_raw_method(numbers.update)
        self.release = async_raw_method(numbers.release)
        self.list = numbers.list
