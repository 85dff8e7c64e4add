"""`numberwire report`: how many numbers there are of each kind, and what they cost by your own price list."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._groups import OrderedGroup
from numberwire.cli._options import account_option, command, fleet_option, format_options
from numberwire.cli._project import DEFAULT_FLEET, load_fleet, read_project
from numberwire.cli._streams import Listing, say, text_of, write_listing
from numberwire.cli._target import find_target
from numberwire.fleet._document import Fleet
from numberwire.fleet._protocols import Api, OwnedNumber

__all__ = ["report"]

Record = dict[str, Any]
_AREA_CODE = slice(2, 5)


@click.group(cls=OrderedGroup)
def report() -> None:
    """Count numbers by what they are and do, and sum up what they cost."""


def _column(field: str) -> Callable[[Record], str]:
    return lambda record: text_of(record[field])


def _write(key: str, records: Sequence[Record], fields: Sequence[str], output_format: str) -> None:
    columns = {field.replace("_", " ").upper(): _column(field) for field in fields}
    write_listing(Listing(key, records, fields, columns), output_format)


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire report inventory", "By type, area code, handlers, and profile of the file"),
        ("numberwire report inventory --csv > inventory.csv", "For a spreadsheet"),
    ],
)
@format_options()
@fleet_option
@account_option
def inventory(output_format: str, fleet: Sequence[str], profile: str | None) -> None:
    """Count numbers by type, area code and handlers.

    With a file they are also counted by the profile and the owner that it gives them.
    """
    document, owned, api = _read_inputs(fleet, profile)
    counts: list[Record] = []

    def count(by: str, values: Iterable[str]) -> None:
        counts.extend(
            {"by": by, "value": value, "numbers": total} for value, total in Counter(values).most_common()
        )

    count("type", (api.number_type(number.number) for number in owned))
    count("area code", (number.number[_AREA_CODE] for number in owned if number.number.startswith("+1")))
    for kind in sorted(api.handlers):
        count(f"{kind} handler", (_handler_name(number, kind) for number in owned))
    if document is not None:
        configs = [document.configs.get(number.number) for number in owned]
        count(
            "profile", ((config.profile or "(none)") if config else "(not in the file)" for config in configs)
        )
        if any(config and config.owner for config in configs):
            count(
                "owner", ((config.owner or "(none)") if config else "(not in the file)" for config in configs)
            )
    _write("inventory", counts, ("by", "value", "numbers"), output_format)


def _handler_name(number: OwnedNumber, kind: str) -> str:
    value = number.fields[kind]
    return value["handler"] if isinstance(value, dict) else "(none)"


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[("numberwire report cost", "What the numbers cost a month, by the file's prices")],
)
@format_options()
@fleet_option
@account_option
def cost(output_format: str, fleet: Sequence[str], profile: str | None) -> None:
    """Sum up what the account's numbers cost a month.

    The API tells no price: the prices are those that the file gives for each type of number.
    """
    document, owned, api = _read_inputs(fleet, profile)
    prices = document.prices if document is not None else None
    if prices is None or not prices.by_type:
        raise Failure(
            "The file names no prices. Add them: prices: {currency: USD, longcode: 0.50, toll-free: 1.00}",
            ExitCode.USAGE,
        )
    counts = Counter(api.number_type(number.number) for number in owned)
    missing = sorted(counts.keys() - prices.by_type.keys())
    if missing:
        raise Failure(f"The file has no price for {', '.join(missing)}.", ExitCode.USAGE)
    records: list[Record] = [
        {
            "type": kind,
            "numbers": total,
            "price": str(prices.by_type[kind]),
            "monthly": str(prices.by_type[kind] * total),
            "currency": prices.currency or None,
        }
        for kind, total in counts.most_common()
    ]
    _write("cost", records, ("type", "numbers", "price", "monthly", "currency"), output_format)
    total = sum((prices.by_type[kind] * count for kind, count in counts.items()), Decimal(0))
    say(f"{total} {prices.currency} a month for {len(owned):,} numbers.".replace("  ", " "))


def _read_inputs(files: Sequence[str], profile: str | None) -> tuple[Fleet | None, list[OwnedNumber], Api]:
    """The file, if there is one, and the account's numbers."""
    has_file = bool(files or read_project().fleet) or Path(DEFAULT_FLEET).exists()
    document: Fleet | None = load_fleet(files)[0] if has_file else None
    account: Mapping[str, str] = document.account if document is not None else {}
    target = find_target(
        document.api if document is not None else "signalwire", account, profile=profile, state_dir=None
    )
    if not target.api.can_list:
        raise Failure(f"The API {target.api.name} can't list its numbers.", ExitCode.USAGE)
    return document, target.list_numbers(), target.api


for _command in (inventory, cost):
    report.add_command(_command)
