"""`numberwire numbers release`: gives a number back for good, once its owner has typed it."""

import click

from numberwire._numbers import e164_of
from numberwire.cli._account import open_client, suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._find_number import describe, find_number
from numberwire.cli._interrupts import Interruption, hold_interrupt
from numberwire.cli._options import account_option, command, format_options, require_consent
from numberwire.cli._recording import record_change, release_change
from numberwire.cli._streams import write_result
from numberwire.errors import APIConnectionError, InternalServerError, UnprocessableEntityError
from numberwire.signalwire import PhoneNumber, RestClient

__all__ = ["release"]


@command(
    ExitCode.FAILED,
    ExitCode.REFUSED,
    ExitCode.IN_PART,
    ExitCode.UNKNOWN,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire numbers release 'Old Line'", "Asks for the number to be typed"),
        ("numberwire numbers release +15035551763 --yes", "In a script: the number in full"),
    ],
)
@click.argument("number")
@click.option("--yes", is_flag=True, help="Release without asking; NUMBER must then be in E.164 format.")
@format_options("json")
@account_option
def release(number: str, output_format: str, profile: str | None, *, yes: bool) -> None:
    """Release a number for good.

    It can't be undone, and the number may be somebody else's a minute later. A number can be released 14 days after
    its purchase at the earliest (30 on a trial account).
    """
    if yes and e164_of(number) is None:
        raise Failure(
            f"With --yes the number is given in full, such as +15035551763, not as {number}. Nothing was released.",
            ExitCode.USAGE,
        )
    with open_client(profile) as client:
        owned = find_number(client, number)
        name = describe(owned)
        require_consent(
            question=f"Release {name}, id {owned.id}, for good: this can't be undone.",
            answer=owned.number,
            is_given=yes,
            command=suggest("numbers", "release", owned.number, "--yes"),
        )
        with record_change(profile, release_change(owned)):
            interruption = _release(client, owned)
    record = {"id": owned.id, "number": owned.number, "name": owned.name}
    write_result(f"Released {name}, id {owned.id}.", output_format, "released_phone_number", record)
    interruption.end_command()


def _release(client: RestClient, owned: PhoneNumber) -> Interruption:
    """Release a number.

    Raises:
        Failure: It was not released, or whether it was is unknown.
    """
    name, look = describe(owned), suggest("numbers", "show", owned.number)
    try:
        with hold_interrupt(f"the release of {owned.number}") as interruption:
            client.phone_numbers.release(owned.id)
    except UnprocessableEntityError as error:
        why = "; ".join(complaint.message.rstrip(".") for complaint in error.errors) or str(error)
        added = f" It was added on {owned.created_at:%Y-%m-%d}." if owned.created_at else ""
        raise Failure(f"{name} was not released: {why}.{added} See it: {look}") from error
    except (APIConnectionError, InternalServerError) as error:
        text = f"Whether {name} was released is unknown: {error}. Look: {look}"
        raise Failure(text, ExitCode.UNKNOWN) from error
    except KeyboardInterrupt:
        text = f"Interrupted while the release of {name} was in progress. Check whether it is still yours: {look}"
        raise Failure(text, ExitCode.INTERRUPTED) from None
    return interruption
