"""`numberwire export`: all numbers and what they do, as a file for people to read and programs to compare."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import yaml  # type: ignore[import-untyped] # its stubs are a package of their own

from numberwire.cli._account import Account, find_account, open_account
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._find_number import read_numbers
from numberwire.cli._masking import mask_url
from numberwire.cli._options import account_option, command
from numberwire.cli._streams import count_of, format_csv, say, write, write_file
from numberwire.fleet._document import EMPTY_CELL, escape
from numberwire.fleet._protocols import OwnedNumber
from numberwire.fleet._yaml_text import represent_text
from numberwire.signalwire._fleet import SignalWireApi, owned_of

__all__ = ["export"]

_STDOUT, _NONE = "-", "none"
_API = SignalWireApi()
_HANDLERS = ("call", "message")
_FAX = "fax"
_SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".csv": "csv"}
Routing = dict[str, Any]


@command(
    ExitCode.FAILED,
    ExitCode.REFUSED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire export -o fleet.yaml", "All numbers, as YAML"),
        ("numberwire export -o fleet.csv --overwrite", "As CSV, in place of an earlier file"),
        ("numberwire export -o - | less", "To the screen"),
    ],
)
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="The file: .yaml, .yml or .csv; - is stdout."
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["yaml", "csv"]),
    help="The format, if the file name does not show it.",
)
@click.option("--overwrite", is_flag=True, help="Replace a file that exists.")
@account_option
def export(output: str, file_format: str | None, profile: str | None, *, overwrite: bool) -> None:
    """Write all numbers and what they do to a file.

    Numbers that do the same share a profile in YAML. What is empty is written too, so that drift finds whatever is
    changed later. Webhook URLs are written with the secrets that may be in them, so only you can read the file. It is
    written completely or not at all.
    """
    suffix = ".yaml" if output == _STDOUT else Path(output).suffix.lower()
    file_format = file_format or _SUFFIXES.get(suffix)
    if file_format is None:
        raise Failure(
            f"{output} has no known format: name it .yaml or .csv, or give --format.", ExitCode.USAGE
        )
    path = Path(output)
    if output != _STDOUT and path.exists() and not overwrite:
        raise Failure(
            f"{output} exists and was left as it is. Replace it with --overwrite.", ExitCode.REFUSED
        )
    account = find_account(profile)
    with open_account(account) as client:
        numbers = [owned_of(number) for number in read_numbers(client)]
    text = format_fleet_csv(numbers) if file_format == "csv" else format_fleet(numbers, account)
    if output == _STDOUT:
        write(text)
    else:
        try:
            write_file(path, text)
        except OSError as error:
            raise Failure(f"{output} can't be written: {error.strerror}. Nothing was changed.") from error
    _say_summary(output, numbers)


def format_fleet(numbers: Sequence[OwnedNumber], account: Account) -> str:
    """The YAML of a fleet: the account, what several numbers do as profiles, and the numbers."""
    routings = [_routing(number) for number in numbers]
    names = _name_profiles(routings)
    profiles = {
        names[key]: {kind: escape(value) for kind, value in routing.items()}
        for routing in routings
        if (key := _key(routing)) in names
    }
    document: Routing = {
        "version": 1,
        "account": {"api": "signalwire", "space": account.space, "project": account.project},
        **({"profiles": profiles} if profiles else {}),
        "numbers": {
            number.number: _Line(_entry(number, routing, names.get(_key(routing))))
            for number, routing in zip(numbers, routings, strict=True)
        },
    }
    text = _dump(document, getattr(yaml, "CSafeDumper", yaml.SafeDumper))
    # The dumper in C writes an emoji by its code; the other one takes ten times as long.
    return _dump(document, yaml.SafeDumper) if "\\U" in text else text


def _dump(document: Routing, dumper: type[yaml.SafeDumper]) -> str:
    text: str = yaml.dump(
        document,
        Dumper=_plain(dumper),
        sort_keys=False,
        allow_unicode=True,
        width=_WIDEST,
        default_flow_style=None,
    )
    return text


_WIDEST = 1 << 20
"""No line is folded: a number a line is what people compare."""


class _Line(dict[str, Any]):
    """A mapping that is written in one line, as `fleet fmt` has it."""


def _plain(dumper: type[yaml.SafeDumper]) -> type[yaml.SafeDumper]:
    """A dumper that writes a value again where it stands again, in place of a reference to it."""

    class PlainDumper(dumper):  # type: ignore[misc] # libyaml's is found at run time
        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 as yaml calls it
            return True

    PlainDumper.add_representer(
        _Line, lambda dumper, line: dumper.represent_mapping("tag:yaml.org,2002:map", line, flow_style=True)
    )
    PlainDumper.add_representer(str, represent_text)
    return PlainDumper


def _routing(number: OwnedNumber) -> Routing:
    """What a number does: how it takes calls, and its handlers, but for one that can't be set."""
    settable = [kind for kind in _HANDLERS if _API.is_settable(kind, number.fields[kind])]
    return {name: number.fields[name] for name in ("receive_mode", *settable)}


def _key(routing: Routing) -> str:
    return repr(routing)


def _name_profiles(routings: list[Routing]) -> dict[str, str]:
    """A name for what several numbers do, by its key; the commonest first, named after its handlers."""
    names: dict[str, str] = {}
    by_key = {_key(routing): routing for routing in routings}
    for key, count in Counter(map(_key, routings)).most_common():
        routing = by_key[key]
        if count > 1 and any(kind in routing for kind in _HANDLERS):
            kinds = [routing[kind]["handler"] for kind in _HANDLERS if routing.get(kind)] or ["no-handler"]
            kinds += [_FAX] if routing["receive_mode"] == _FAX else []
            name = "-".join(dict.fromkeys(kinds))
            taken = sum(other == name or other.startswith(f"{name}-v") for other in names.values())
            names[key] = f"{name}-v{taken + 1}" if taken else name
    return names


def _entry(number: OwnedNumber, routing: Routing, profile: str | None) -> Routing:
    escaped = {kind: escape(value) for kind, value in routing.items()}
    return {"name": escape(number.fields["name"]), **({"profile": profile} if profile else escaped)}


def format_fleet_csv(numbers: Sequence[OwnedNumber]) -> str:
    """The CSV of a fleet: a number a row, and each handler's parameters in columns of their own."""
    rows = [_flatten(number) for number in numbers]
    columns = dict.fromkeys(column for row in rows for column in row)
    fields = ["number", "name", *sorted(column for column in columns if column not in ("number", "name"))]
    return format_csv(fields, [dict.fromkeys(fields) | row for row in rows])


def _flatten(number: OwnedNumber) -> Routing:
    routing = _routing(number)
    cells = {
        f"{kind}.{name}": escape(value)
        for kind in _HANDLERS
        if kind in routing
        for name, value in (routing[kind] or {"handler": _NONE}).items()
    }
    name = escape(number.fields["name"]) or EMPTY_CELL
    return {"number": number.number, "name": name, "receive_mode": routing["receive_mode"], **cells}


def _say_summary(output: str, numbers: Sequence[OwnedNumber]) -> None:
    """Say what was written, what was left out, and whether there are secrets in it."""
    say(f"Wrote {'to stdout' if output == _STDOUT else output}: {count_of(len(numbers), 'number')}.")
    others = Counter(
        str(value["handler"])
        for number in numbers
        for kind in _HANDLERS
        if isinstance(value := number.fields[kind], dict) and kind not in _routing(number)
    )
    if others:
        say(
            f"Left out, because the API can't set them: {count_of(others.total(), 'handler')}, "
            f"{', '.join(f'{name} ({count:,})' for name, count in others.items())}."
        )
    secrets = sum(any(map(_has_secret, _flatten(number).values())) for number in numbers)
    if secrets:
        whose = count_of(secrets, "number")
        say(f"A webhook URL of {whose} has a password or token in it: keep the file to yourself.")


def _has_secret(value: object) -> bool:
    return isinstance(value, str) and mask_url(value) != value
