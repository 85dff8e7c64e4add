"""`numberwire numbers buy`: a purchase that is sent once, and never left in doubt without a word."""

import time

import click

from numberwire._numbers import e164_of
from numberwire.cli._account import open_client, suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._find_number import find_owned
from numberwire.cli._interrupts import Interruption, hold_interrupt
from numberwire.cli._options import account_option, command, format_options, require_consent
from numberwire.cli._recording import purchase_change, record_change
from numberwire.cli._records import record_of
from numberwire.cli._streams import say, write_result
from numberwire.errors import APIResponseValidationError, NumberwireError, PurchaseOutcomeUnknownError
from numberwire.signalwire import PhoneNumber, RestClient

__all__ = ["buy"]

_LOOK_SECONDS = 2.0


@command(
    ExitCode.FAILED,
    ExitCode.REFUSED,
    ExitCode.IN_PART,
    ExitCode.UNKNOWN,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire numbers buy +15035551763", "Buy a number that a search showed; asks first"),
        ("numberwire numbers buy +15035551763 --yes --json", "In a script"),
    ],
)
@click.argument("number")
@click.option("--yes", is_flag=True, help="Buy without asking.")
@click.option(
    "--settle",
    type=click.FloatRange(0, 600),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="How long to look for the number if the answer to its purchase is lost.",
)
@format_options("json")
@account_option
def buy(number: str, output_format: str, profile: str | None, settle: float, *, yes: bool) -> None:
    """Buy a number, given as E.164 with its plus sign.

    It costs money from then on, and can be released 14 days later at the earliest (30 on a trial account). The request
    is sent once. If its answer is lost, your numbers are searched for it; what remains unknown ends with exit code 7,
    and is never bought again by this command on its own.
    """
    wanted = e164_of(number)
    if wanted is None:
        raise Failure(
            f"{number} is not a number with a plus sign and a country code, such as +15035551763. Nothing was bought.",
            ExitCode.USAGE,
        )
    look = suggest("numbers", "show", wanted)
    with open_client(profile) as client:
        if find_owned(client, wanted) is not None:
            raise Failure(f"{wanted} is already yours; nothing was bought. See it: {look}", ExitCode.REFUSED)
        require_consent(
            question=f"Buy {wanted}: it costs money from now on, and can be released after 14 days at the earliest.",
            answer=None,
            is_given=yes,
            command=suggest("numbers", "buy", wanted, "--yes"),
        )
        with record_change(profile, purchase_change(wanted)) as recorded:
            bought, interruption = _purchase(client, wanted, settle, look)
            recorded.note_bought(bought)
    words = f"Bought {bought.number}, id {bought.id}."
    write_result(words, output_format, "phone_number", record_of(bought, reveal=False))
    recorded.say_undo()
    say(f"Nothing answers it yet. Next: {suggest('numbers', 'update', bought.number, '--help')}")
    interruption.end_command()


def _purchase(client: RestClient, wanted: str, settle: float, look: str) -> tuple[PhoneNumber, Interruption]:
    """Buy a number that is known not to be owned.

    Raises:
        Failure: Whether it was bought is unknown, or it was and the answer can't be read.
        NumberwireError: It was not bought.
    """
    unknown = f"Whether it was bought is unknown. Look before you buy again: {look}"
    try:
        with hold_interrupt(f"the purchase of {wanted}") as interruption:
            try:
                return client.phone_numbers.purchase(wanted), interruption
            except PurchaseOutcomeUnknownError as error:
                say(
                    f"The purchase of {wanted} was sent, and its answer was lost. Looking for it among your numbers."
                )
                bought = _wait_for_number(client, wanted, settle, interruption)
                if bought is None:
                    raise Failure(
                        f"{error.number}: its purchase was sent. {unknown}", ExitCode.UNKNOWN
                    ) from error
                return bought, interruption
    except KeyboardInterrupt:
        raise Failure(
            f"Interrupted while the purchase of {wanted} was in progress. {unknown}", ExitCode.INTERRUPTED
        ) from None
    except APIResponseValidationError as error:
        if error.record_id is None:
            raise Failure(
                f"The answer to the purchase of {wanted} can't be read: {error}. {unknown}", ExitCode.UNKNOWN
            ) from error
        raise Failure(
            f"{wanted} was bought (id {error.record_id}), but the answer can't be read: {error}. See it: {look}",
            ExitCode.IN_PART,
        ) from error


def _wait_for_number(
    client: RestClient, wanted: str, settle: float, interruption: Interruption
) -> PhoneNumber | None:
    """Look for a number until it is there, the time is over or Ctrl-C is pressed.

    It was not there before its purchase, so what is there now was bought by it.
    """
    end = time.monotonic() + settle
    while (left := end - time.monotonic()) > 0 and not interruption.happened:
        time.sleep(min(_LOOK_SECONDS, left))
        try:
            bought = find_owned(client, wanted)
        except NumberwireError as error:
            say(f"Looking for {wanted} failed: {error}")
            continue
        if bought is not None:
            return bought
    return None
