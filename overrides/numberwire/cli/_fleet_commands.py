"""`numberwire fleet`: the file alone: whether it is right, its form, and numbers that are added to it."""

import difflib
from collections.abc import Callable, Sequence
from contextlib import suppress

import click

from numberwire._numbers import e164_of
from numberwire.cli._account import open_account, suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._groups import OrderedGroup
from numberwire.cli._masking import mask_url, spell_out
from numberwire.cli._options import command, fleet_option, fleet_options
from numberwire.cli._project import APIS, hold_files, load_fleet, write_source
from numberwire.cli._streams import count_of, say, write
from numberwire.cli._target import Target, find_target
from numberwire.fleet._change_status import find_unanswered
from numberwire.fleet._document import Fleet, FleetError, Source
from numberwire.fleet._editing import EditError, add_numbers, replace_number
from numberwire.fleet._formatting import format_text
from numberwire.fleet._reading import read_fleet

__all__ = ["fleet"]


@click.group(cls=OrderedGroup)
def fleet() -> None:
    """Check, format and extend the file of a fleet."""


@command(
    ExitCode.FAILED,
    examples=[
        ("numberwire fleet check", "Check fleet.yaml, without a network"),
        ("numberwire fleet check --fleet numbers/", "Check all files of a folder as one fleet"),
    ],
)
@fleet_option
def check(fleet: Sequence[str]) -> None:
    """Check the file against the documented rules, offline.

    Each mistake is printed on a line with its file and line number. The exit code is 2 if there are any.
    """
    document, _ = load_fleet(fleet)
    releases = sum(config.is_release for config in document.configs.values())
    words = f", {releases:,} of them to be released" if releases else ""
    write(
        f"{', '.join(document.files)}: {count_of(len(document.configs), 'number')}{words}, "
        f"{count_of(len(document.profiles), 'profile')}, no mistakes\n"
    )


@command(
    ExitCode.FAILED,
    ExitCode.FINDINGS,
    examples=[
        ("numberwire fleet fmt", "Format fleet.yaml"),
        ("numberwire fleet fmt --check", "In CI: exit code 3 and a diff if it isn't"),
    ],
)
@click.option("--check", is_flag=True, help="Change nothing; show what would change.")
@fleet_option
def fmt(fleet: Sequence[str], *, check: bool) -> None:
    """Format the file.

    Indents become even, and each number is quoted and has a line of its own. Order and comments stay. What the file
    says is the same before and after, or it is left as it was.
    """
    is_different = False
    with hold_files(fleet):
        _, sources = load_fleet(fleet)
        for source in sources:
            text = source.text if source.is_csv else _edit(source, format_text)
            if text == source.text:
                continue
            is_different = True
            if check:
                lines = difflib.unified_diff(
                    source.text.splitlines(), text.splitlines(), source.name, source.name, lineterm="", n=1
                )
                write("".join(f"{spell_out(mask_url(line))}\n" for line in lines))
            else:
                write_source(source, text)
                say(f"{source.name} was formatted.")
    if not is_different:
        say("Nothing to format.")
    elif check:
        raise click.exceptions.Exit(int(ExitCode.FINDINGS))


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        (
            "numberwire fleet add --areacode 503 --count 2 --profile support",
            "Two numbers that are for sale",
        ),
        ("numberwire fleet add +15035551763", "This number"),
        (
            "numberwire fleet add --replace +15035551763",
            "Another one of its area code, in place of one that is not for sale any more",
        ),
    ],
)
@click.argument("numbers", nargs=-1, metavar="[NUMBER]...")
@click.option("--areacode", metavar="DIGITS", help="Search in this area code.")
@click.option(
    "--type", "number_type", type=click.Choice(["local", "toll-free"]), help="Search for this kind."
)
@click.option("--contains", metavar="DIGITS", help="Search for numbers with these 3 to 7 digits.")
@click.option("--region", metavar="STATE", help="Search in this region or state, such as TX.")
@click.option("--city", metavar="NAME", help="Search in this city; needs --region.")
@click.option("--count", type=click.IntRange(1, 100), default=1, show_default=True, help="How many to add.")
@click.option("--profile", metavar="NAME", help="The profile in the file to give to the numbers.")
@click.option("--name", metavar="TEXT", help="Their name; {last4} is replaced by the last four digits.")
@click.option(
    "--replace",
    multiple=True,
    metavar="NUMBER",
    help="Replace this number by it, with the same settings; may be repeated.",
)
@fleet_options
@click.option("--account", metavar="NAME", help="The profile of the account to search with.")
def add(
    numbers: Sequence[str],
    *,
    count: int,
    profile: str | None,
    name: str | None,
    replace: Sequence[str],
    fleet: Sequence[str],
    state_dir: str | None,
    account: str | None,
    **search: str | None,
) -> None:
    """Add numbers to the file; buy nothing yet.

    They are bought when the file is applied. Give the numbers, or search for numbers on sale. A search reserves
    nothing: if a number is gone when the file is applied, it is reported, and no other is bought instead.

    --replace puts another number in its place in the file. The old number must not be yours, and no purchase of it may
    be in doubt. Without other search options it searches in the number's area code.
    """
    with hold_files(fleet):
        document, sources = load_fleet(fleet)
        if replace:
            if name is not None or profile is not None or count != 1:
                raise Failure(
                    "--replace keeps the number's settings: leave out --name, --profile and --count.",
                    ExitCode.USAGE,
                )
            target = _find_target(document, account, state_dir)
            _replace_numbers(document, sources, target, replace, numbers=numbers, search=search)
        else:
            source = _find_source(document, sources, profile)
            if not numbers and not any(search.values()):
                raise Failure("Give numbers, or search options such as --areacode 503.", ExitCode.USAGE)
            wanted = list(numbers) or _search(
                document, _find_target(document, account, state_dir), count, search
            )
            entry = {key: value for key, value in (("name", name), ("profile", profile)) if value is not None}
            entries = {_parse_new(text, document): entry for text in wanted}
            text = _edit(source, lambda text: add_numbers(text, entries))
            added = _read_changed(sources, source, text)
            write_source(source, text)
            under = f" under profile {profile}" if profile else ""
            write(f"added {', '.join(entries)}{under} ({added.configs[next(iter(entries))].place})\n")
    say(f"Nothing was bought. Next: {suggest('plan')}")


def _find_source(document: Fleet, sources: Sequence[Source], profile: str | None) -> Source:
    """The file that numbers are added to.

    Raises:
        Failure: There is none, or no such profile.
    """
    source = next((source for source in reversed(sources) if not source.is_csv), None)
    if source is None:
        raise Failure("Numbers are added to a YAML file: name one by --fleet.", ExitCode.USAGE)
    if profile is not None and profile not in document.profiles:
        known = ", ".join(document.profiles) or "none"
        raise Failure(f"The file has no profile {profile}. Its profiles: {known}.", ExitCode.USAGE)
    return source


def _parse_number(text: str) -> str:
    number = e164_of(text)
    if number is None:
        raise Failure(f"{text} is not a number in E.164 format, such as +15035551763.", ExitCode.USAGE)
    return number


def _parse_new(text: str, document: Fleet) -> str:
    """A number that is to come into the file."""
    number = _parse_number(text)
    if number in document.configs:
        raise Failure(f"{number} is already in {document.configs[number].place}.", ExitCode.USAGE)
    return number


def _find_target(document: Fleet, profile: str | None, state_dir: str | None) -> Target:
    """The account of the file.

    Raises:
        Failure: There are no credentials for it, or its API sells no numbers.
    """
    target = find_target(document.api, document.account, profile=profile, state_dir=state_dir)
    if not target.api.can_list:
        raise Failure(f"The API {document.api} sells no numbers.", ExitCode.USAGE)
    return target


def _search(document: Fleet, target: Target, count: int, search: dict[str, str | None]) -> list[str]:
    """Numbers that are for sale and not in the file.

    Raises:
        Failure: There are not so many.
    """
    assert target.profile is not None  # noqa: S101 an API that sells numbers has one
    criteria = {name: value for name, value in search.items() if value is not None}
    with open_account(target.profile) as client:
        found = client.phone_numbers.search(max_results=100, **criteria)  # type: ignore[arg-type] # click's choices
    numbers = [number.number for number in found if number.number not in document.configs][:count]
    if len(numbers) < count:
        raise Failure(
            f"Only {count_of(len(numbers), 'number')} of the {count} wanted are for sale; nothing was added."
        )
    return numbers


def _replace_numbers(
    document: Fleet,
    sources: Sequence[Source],
    target: Target,
    replaced: Sequence[str],
    *,
    numbers: Sequence[str],
    search: dict[str, str | None],
) -> None:
    """Put other numbers in the place of some that can't be bought; what is said of them stays.

    Raises:
        Failure: One of them may be yours, or has no place in the file; what was said before was done.
    """
    if numbers and len(numbers) != len(replaced):
        raise Failure(
            f"{count_of(len(replaced), 'number')} to replace, and {len(numbers)} to put there: give as many.",
            ExitCode.USAGE,
        )
    old_numbers = [_parse_number(text) for text in replaced]
    for number in old_numbers:
        _require_replaceable(number, document, target)
    for index, old in enumerate(old_numbers):
        new = _parse_new(numbers[index], document) if numbers else _search_like(old, document, target, search)
        place = document.configs[old].place
        source = next(source for source in sources if source.name == place.rpartition(":")[0])
        text, document = _replace_number(sources, source, old, new, place)
        write_source(source, text)
        sources = [Source(source.name, text) if other is source else other for other in sources]
        write(f"replaced {old} by {new} ({document.configs[new].place})\n")


def _replace_number(
    sources: Sequence[Source], source: Source, old: str, new: str, place: str
) -> tuple[str, Fleet]:
    """A file's text with a number in the place of another, and what the files say then.

    Raises:
        Failure: There is no such text.
    """
    for text in replace_number(source.text, old, new):
        with suppress(Failure):  # it is another place where the old one stands
            document = _read_changed(sources, source, text)
            if new in document.configs and old not in document.configs:
                return text, document
    raise Failure(f"{old} can't be edited ({place}): replace it by {new} yourself.")


def _search_like(old: str, document: Fleet, target: Target, search: dict[str, str | None]) -> str:
    """A number for sale, of the area code of another unless something else is said."""
    is_national = old.startswith("+1") and not any(search.values())
    criteria = {**search, "areacode": old[2:5]} if is_national else search
    return _search(document, target, 1, criteria)[0]


def _require_replaceable(number: str, document: Fleet, target: Target) -> None:
    """Refuse to take a number from the file that may be the account's: nobody would see it any more.

    Raises:
        Failure: It may be.
    """
    config = document.configs.get(number)
    if config is None:
        raise Failure(f"{number} is not in the file.", ExitCode.USAGE)
    if config.is_release:
        raise Failure(
            f"{number} is to be released ({config.place}): there is nothing to replace.", ExitCode.USAGE
        )
    for run in target.state.runs():
        if any(intent.number == number for intent in find_unanswered(run.events)):
            raise Failure(
                f"Run {run.name} may have bought {number}; {document.files[0]} was left unchanged. See what became of "
                f"it first: {suggest('resume', run.name)}",
                ExitCode.REFUSED,
            )
    if target.run(lambda connection: connection.find_number(number)) is not None:
        raise Failure(f"{number} is yours: it is not replaced ({config.place}).", ExitCode.REFUSED)


def _edit(source: Source, edit: Callable[[str], str]) -> str:
    """The text of a file after an edit.

    Raises:
        Failure: It can't be edited without losing something.
    """
    try:
        return edit(source.text)
    except EditError as error:
        raise Failure(f"{source.name} was left unchanged: {error}.") from error


def _read_changed(sources: Sequence[Source], source: Source, text: str) -> Fleet:
    """What the files say where one of them has another text.

    Raises:
        Failure: There are mistakes in it.
    """
    changed = [Source(source.name, text) if other is source else other for other in sources]
    try:
        return read_fleet(changed, APIS())
    except FleetError as error:
        details = [str(mistake) for mistake in error.mistakes]
        raise Failure(f"{source.name} was left unchanged.", ExitCode.USAGE, details) from error


for _command in (check, fmt, add):
    fleet.add_command(_command)
