"""`numberwire numbers`: what is looked at; what changes something is in `_purchase`, `_update` and `_release`."""

from collections.abc import Callable
from typing import Any

import click

from numberwire.cli._account import open_client, suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._find_number import find_number, read_numbers
from numberwire.cli._groups import OrderedGroup
from numberwire.cli._masking import mask_url, spell_out
from numberwire.cli._options import account_option, checks_option, command, format_options, reveal_option
from numberwire.cli._purchase import buy
from numberwire.cli._records import (
    AVAILABLE_FIELDS,
    FIELDS,
    available_record,
    describe_handler,
    handler_name,
    leftovers,
    parameters,
    record_of,
)
from numberwire.cli._release import release
from numberwire.cli._streams import Listing, format_json, say, text_of, write, write_listing
from numberwire.cli._update import update
from numberwire.signalwire import PhoneNumber, handlers

__all__ = ["numbers"]


@click.group(cls=OrderedGroup)
def numbers() -> None:
    """List, show, search, buy, update and release numbers.

    A NUMBER is given as E.164 (+15035551763), as digits with punctuation (503-555-1763), by its id, or by a name that
    exactly one number has.
    """


def _column(field: str) -> Callable[[dict[str, Any]], str]:
    return lambda record: text_of(record[field])


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire numbers list", "All numbers, the newest first"),
        ("numberwire numbers list --name Support --json", "Those whose name contains Support, as JSON"),
        ("numberwire numbers list --csv > numbers.csv", "All fields, for a spreadsheet"),
    ],
    name="list",
)
@click.option("--name", "filter_name", metavar="TEXT", help="Only numbers whose name contains this.")
@click.option("--number", "filter_number", metavar="DIGITS", help="Only numbers that contain these digits.")
@format_options()
@reveal_option
@account_option
def list_numbers(
    filter_name: str | None,
    filter_number: str | None,
    output_format: str,
    *,
    reveal: bool,
    profile: str | None,
) -> None:
    """List your numbers, the newest first.

    The table shows what each number does with calls and messages; --json, --jsonl and --csv have every field.
    """
    with open_client(profile) as client:
        found = read_numbers(client, filter_name=filter_name, filter_number=filter_number)
    # The table says of each number what it does, which the fields of a record alone don't.
    by_id = {number.id: number for number in found}
    write_listing(
        Listing(
            key="phone_numbers",
            records=[record_of(number, reveal=reveal) for number in found],
            fields=FIELDS,
            columns={
                "NUMBER": _column("number"),
                "NAME": _column("name"),
                "TYPE": _column("number_type"),
                "CALLS": lambda record: describe_handler(
                    handlers.call_of(by_id[record["id"]]), reveal=reveal
                ),
                "MESSAGES": lambda record: describe_handler(
                    handlers.message_of(by_id[record["id"]]), reveal=reveal
                ),
            },
        ),
        output_format,
    )
    if not found:
        say("No numbers." if not (filter_name or filter_number) else "No number matches the filters.")


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire numbers show +15035551763", "By the number"),
        ("numberwire numbers show 'Support Line' --json", "By its name, as JSON"),
    ],
)
@click.argument("number")
@format_options("json")
@reveal_option
@account_option
def show(number: str, output_format: str, *, reveal: bool, profile: str | None) -> None:
    """Show what one number does.

    It also shows what the number carries but does not use: a number keeps the parameters of every handler it ever had,
    and only those of the handler in force count.
    """
    with open_client(profile) as client:
        found = find_number(client, number)
    if output_format == "json":
        write(format_json("phone_number", record_of(found, reveal=reveal)))
    else:
        write("".join(f"{name:<16}{text}\n".rstrip(" ") for name, text in _lines(found, reveal=reveal)))


def _lines(number: PhoneNumber, *, reveal: bool) -> list[tuple[str, str]]:
    """What `show` writes: a name and a text a line."""
    record = record_of(number, reveal=reveal)
    lines = [
        (title, text_of(record[field]) or "-")
        for title, field in {
            "number": "number",
            "name": "name",
            "id": "id",
            "type": "number_type",
            "country": "country_code",
            "can do": "capabilities",
            "E911 address": "e911_address_id",
            "E911 status": "e911_status",
            "added": "created_at",
            "changed": "updated_at",
            "billed next": "next_billed_at",
            "receive mode": "call_receive_mode",
        }.items()
    ]
    show_text = str if reveal else mask_url
    for title, handler, resource in (
        ("calls", handlers.call_of(number), number.calling_handler_resource_id),
        ("messages", handlers.message_of(number), number.messaging_handler_resource_id),
    ):
        lines.append((title, handler_name(handler) or "nothing answers them"))
        lines += [(f"  {name}", show_text(value)) for name, value in parameters(handler).items()]
        if isinstance(handler, handlers.Other) and resource:  # nothing else says where it leads
            lines.append(("  resource", resource))
    unused = leftovers(number)
    if unused:
        lines.append(("not in use", "set, but belongs to a handler that is not in use"))
        lines += [(f"  {name}", show_text(value)) for name, value in unused.items()]
    width = max(len(title) for title, _ in lines) + 2
    return [(f"{title:<{width}}", spell_out(text)) for title, text in lines]


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire numbers search --areacode 503", "Local numbers in area code 503"),
        (
            "numberwire numbers search --type toll-free --contains 555",
            "Toll-free numbers with 555 in them",
        ),
        ("numberwire numbers search --region TX --city Austin --max-results 5", "Five numbers in Austin"),
    ],
)
@click.option("--areacode", metavar="DIGITS", help="Within this area code.")
@click.option("--type", "number_type", type=click.Choice(["local", "toll-free"]), help="The kind of number.")
@click.option("--starts-with", metavar="DIGITS", help="Starting with these 3 to 7 digits.")
@click.option("--contains", metavar="DIGITS", help="Containing these 3 to 7 digits.")
@click.option("--ends-with", metavar="DIGITS", help="Ending with these 3 to 7 digits.")
@click.option("--region", metavar="STATE", help="In this region or state, such as TX.")
@click.option("--city", metavar="NAME", help="In this city; needs --region.")
@click.option(
    "--max-results",
    type=click.IntRange(1, 100),
    default=20,
    show_default=True,
    help="How many to show at most.",
)
@format_options()
@checks_option
@account_option
def search(output_format: str, profile: str | None, skip_checks: tuple[str, ...], **parameters: Any) -> None:
    """Search for numbers that can be bought.

    A search reserves nothing: a number that it shows may be gone when you buy it.
    """
    given = {name: value for name, value in parameters.items() if value is not None}
    with open_client(profile, skip_checks) as client:
        found = client.phone_numbers.search(**given)
    write_listing(
        Listing(
            key="available_phone_numbers",
            records=[available_record(number) for number in found],
            fields=AVAILABLE_FIELDS,
            columns={
                "NUMBER": _column("number"),
                "CITY": _column("city"),
                "REGION": _column("region"),
                "CAN DO": _column("capabilities"),
            },
        ),
        output_format,
    )
    say(f"Buy one: {suggest('numbers', 'buy', found[0].number)}" if found else "No number is for sale there.")


for _command in (list_numbers, show, search, buy, update, release):
    numbers.add_command(_command)
