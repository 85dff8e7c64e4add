"""Which of an account's numbers a text means: E.164, digits with punctuation, an id, or a name that is unique."""

import uuid
from collections.abc import Iterable, Iterator

from numberwire._numbers import digits_of
from numberwire.cli._account import suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._masking import spell_out
from numberwire.cli._progress import Progress
from numberwire.errors import NotFoundError
from numberwire.signalwire import PhoneNumber, RestClient

__all__ = ["describe", "find_number", "find_owned", "read_numbers"]

_SHORTEST = 7
_NATIONAL = 10
_MOST_CANDIDATES = 10


def read_numbers(
    client: RestClient, *, filter_name: str | None = None, filter_number: str | None = None
) -> list[PhoneNumber]:
    """All numbers of the account, or those that the filters leave."""
    numbers: list[PhoneNumber] = []
    with Progress("number") as progress:
        for page in client.phone_numbers.list(filter_name=filter_name, filter_number=filter_number).pages():
            numbers += page.data
            progress.show(len(numbers))
    return numbers


def find_number(client: RestClient, text: str) -> PhoneNumber:
    """The number that a text means.

    Raises:
        Failure: It means none, or more than one; the candidates are named.
    """
    text = text.strip()
    if not text:
        raise Failure("The number is empty. Give it as E.164, as an id, or by its name.", ExitCode.USAGE)
    if (number_id := _parse_id(text)) is not None:
        try:
            return client.phone_numbers.get(number_id)
        except NotFoundError:
            raise Failure(
                f"None of your numbers has the id {text}. See them: {suggest('numbers', 'list')}"
            ) from None
    candidates = list(_by_digits(client, text)) or _by_name(client, text)
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise Failure(
            f"None of your numbers is {spell_out(text)}, and none has that name. See them: {suggest('numbers', 'list')}"
        )
    raise Failure(
        f"{len(candidates)} numbers match {spell_out(text)}: {_join(candidates)}. Give one of them in full.",
        ExitCode.USAGE,
    )


def find_owned(client: RestClient, number: str) -> PhoneNumber | None:
    """The account's record of a number in E.164, or None; the API's filter finds numbers that contain it."""
    numbers = client.phone_numbers.list(filter_number=number)
    return next((owned for owned in numbers if owned.number == number), None)


def describe(number: PhoneNumber) -> str:
    """A number with its name, as a sentence names it."""
    return f"{number.number} ({spell_out(number.name)})" if number.name else number.number


def _join(numbers: Iterable[PhoneNumber]) -> str:
    names = [describe(number) for number in numbers]
    more = len(names) - _MOST_CANDIDATES
    return ", ".join(names[:_MOST_CANDIDATES]) + (f" and {more} more" if more > 0 else "")


def _by_digits(client: RestClient, text: str) -> Iterator[PhoneNumber]:
    """The numbers that digits mean: in full, or without the country code 1."""
    number = digits_of(text) or ""
    digits = number.removeprefix("+")
    if len(digits) < _SHORTEST:
        return
    meanings = {f"+{digits}"}
    if digits == number and len(digits) == _NATIONAL:
        meanings.add(f"+1{digits}")
    yield from (number for number in read_numbers(client, filter_number=digits) if number.number in meanings)


def _by_name(client: RestClient, text: str) -> list[PhoneNumber]:
    return [number for number in read_numbers(client, filter_name=text) if number.name == text]


def _parse_id(text: str) -> str | None:
    try:
        return str(uuid.UUID(text)) if text.count("-") == 4 else None  # noqa: PLR2004 as ids are written
    except ValueError:
        return None
