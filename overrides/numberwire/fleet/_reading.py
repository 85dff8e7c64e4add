"""The files of a fleet -> what they say, or every mistake in them with its file and line; pure."""

import csv
import io
import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import yaml  # type: ignore[import-untyped] # its stubs are a package of their own

from numberwire._keywords import suggest
from numberwire._numbers import digits_of, is_number
from numberwire.fleet._document import (
    EMPTY_CELL,
    Fleet,
    FleetError,
    Limits,
    Mistake,
    NumberConfig,
    Prices,
    Source,
    Unlisted,
    count_allowed_updates,
    fill_in,
    is_amount,
)
from numberwire.fleet._protocols import Api, Fields, Value
from numberwire.fleet._yaml_text import compose, is_null

__all__ = ["SECTIONS", "read_fleet"]

VERSION = "1"
_MERGE = "tag:yaml.org,2002:merge"
SECTIONS = (
    "version",
    "account",
    "trial",
    "prices",
    "limits",
    "unlisted",
    "profiles",
    "numbers",
)
_KEYS = ("profile", "owner", "note", "protect", "release", "id")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_DECIMALS = re.compile(r"(?<=[0-9]{9})\.0+$")
_BARE_DIGITS = re.compile(r"[0-9]{11,15}")
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a YAML file can't hold: the parser names it without its line."""
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_NO_ACCOUNT = (
    "account is missing: name the account that owns these numbers, as account: {space: HOST, project: ID}"
)
_NONE = "none"
_SOME_NUMBER = "+15550000000"
_MOST_MISTAKES = 100


def read_fleet(sources: Sequence[Source], apis: Mapping[str, Api]) -> Fleet:
    """Read the files of a fleet.

    Args:
        sources: The files; together they are one fleet.
        apis: The APIs that there are, by name.

    Raises:
        FleetError: There are mistakes; each is named.
    """
    reader = _Reader(apis)
    for source in sources:
        reader.read_sections(source)
    return reader.make_fleet(tuple(source.name for source in sources))


class _Entry(NamedTuple):
    """A key of a mapping, with its node, file and line."""

    file: str
    line: int
    node: Any


class _TooManyMistakesError(Exception):
    """There are more mistakes than anybody reads."""


class _Reader:
    """Collects what files say, and what is wrong with them.

    Args:
        apis: The APIs that there are.
    """

    def __init__(self, apis: Mapping[str, Api]) -> None:
        self._apis = apis
        self._mistakes: list[Mistake] = []
        self._sections: dict[str, _Entry] = {}
        self._profiles: dict[str, _Entry] = {}
        self._numbers: dict[str, _Entry] = {}
        self._rows: list[tuple[str, int, dict[str, str]]] = []
        self._checked: dict[Any, tuple[str, ...]] = {}
        self._configs: dict[str, NumberConfig] = {}
        self._first_yaml = ""

    def _report(self, file: str, line: int, message: str) -> None:
        self._mistakes.append(Mistake(file, line, message))
        if len(self._mistakes) >= _MOST_MISTAKES:
            raise _TooManyMistakesError

    # Sections, file by file.

    def read_sections(self, source: Source) -> None:
        """Take in a file's sections; what they mean is seen when all files are there."""
        try:
            if source.is_csv:
                self._read_rows(source)
            else:
                self._read_yaml(source)
        except _TooManyMistakesError:
            return

    def _read_root(self, source: Source) -> Any:
        """A file's outermost mapping, or null; None where it has no such thing, which is a mistake."""
        try:
            node = compose(source.text)
        except yaml.YAMLError as error:
            self._report(source.name, *_explain(error, source.text))
            return None
        except (RecursionError, ValueError) as error:
            self._report(source.name, 1, f"this YAML can't be read: {type(error).__name__}")
            return None
        if node is None:
            self._report(source.name, 1, "the file is empty; it must begin with version: 1")
        elif not isinstance(node, yaml.MappingNode) and not is_null(node):
            line = node.start_mark.line + 1
            self._report(source.name, line, "the file must be a mapping, which begins with version: 1")
            return None
        return node

    def _read_yaml(self, source: Source) -> None:
        node = self._read_root(source)
        if node is None:
            return
        sections = self._mapping(_Entry(source.name, 1, node), "the file")
        for name, entry in sections.items():
            if name not in SECTIONS:
                self._report(source.name, entry.line, f"{name} is not a section{_suggest(name, SECTIONS)}")
            elif name == "profiles":
                self._merge(self._profiles, self._mapping(entry, name), "profile")
            elif name == "numbers":
                self._merge(self._numbers, self._mapping(entry, name), "number")
            elif name != "version" and name in self._sections:
                other = self._sections[name]
                self._report(source.name, entry.line, f"{name} is also in {other.file}:{other.line}")
            else:
                self._sections[name] = entry
        self._first_yaml = self._first_yaml or source.name
        version = sections.get("version")
        text = self._text(version, "version") if version else None
        if text != VERSION:
            line = version.line if version else 1
            self._report(source.name, line, f"version must be {VERSION}{f', not {text}' if text else ''}")

    def _merge(self, into: dict[str, _Entry], entries: Mapping[str, _Entry], noun: str) -> None:
        for name, entry in entries.items():
            if name in into:
                other = into[name]
                words = f"{noun} {name} is also in {other.file}:{other.line}"
                self._report(entry.file, entry.line, words)
            else:
                into[name] = entry

    def _mapping(self, entry: _Entry, name: str) -> dict[str, _Entry]:
        """The entries of a mapping by key; nothing for null."""
        node = entry.node
        if is_null(node):
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._report(entry.file, node.start_mark.line + 1, f"{name} must be a mapping: KEY: VALUE")
            return {}
        entries: dict[str, _Entry] = {}
        for key_node, value in node.value:
            line = key_node.start_mark.line + 1
            if key_node.tag == _MERGE or not isinstance(key_node, yaml.ScalarNode):
                is_merge = key_node.tag == _MERGE
                words = "<< is not supported" if is_merge else "a key must be a string"
                hint = "; to give several numbers the same settings, use a profile"
                self._report(entry.file, line, f"{words}{hint}")
                continue
            key: str = key_node.value
            if key in entries:
                self._report(entry.file, line, f"{key} is also in line {entries[key].line}")
            else:
                entries[key] = _Entry(entry.file, line, value)
        return entries

    def _text(self, entry: _Entry, name: str) -> str | None:
        """A scalar's text; None for null and for the empty text."""
        node = entry.node
        if not isinstance(node, yaml.ScalarNode):
            self._report(entry.file, entry.line, f"{name} must be a string")
            return None
        return None if is_null(node) else node.value or None

    # What the sections say.

    def make_fleet(self, files: tuple[str, ...]) -> Fleet:
        """Say what the files say.

        Raises:
            FleetError: There are mistakes.
        """
        try:
            fleet = self._make_fleet(files)
        except _TooManyMistakesError:
            raise FleetError(self._mistakes) from None
        if self._mistakes or fleet is None:
            raise FleetError(self._mistakes)
        return fleet

    def _make_fleet(self, files: tuple[str, ...]) -> Fleet | None:
        account = self._read_account()
        api = self._apis.get(account.pop("api", ""))
        if api is None:
            return None
        profiles = {name: self._read_profile(name, entry, api) for name, entry in self._profiles.items()}
        for number, entry in self._numbers.items():
            with self._at(entry.file, entry.line):
                self._add(number, self._read_entry(number, entry, api, profiles))
        for file, line, row in self._rows:
            with self._at(file, line):
                self._add(row["number"], self._read_row(file, line, row, api, profiles))
        return Fleet(
            api=api.name,
            account=account,
            configs=self._configs,
            limits=self._read_limits(),
            prices=self._read_prices(),
            unlisted=self._read_choice("unlisted", Unlisted, "report"),
            profiles=tuple(profiles),
            is_trial=self._read_choice("trial", ("true", "false"), "false") == "true",
            files=files,
        )

    @contextmanager
    def _at(self, file: str, line: int) -> Generator[None]:
        """Report a `ValueError` of the block as a mistake there."""
        try:
            yield
        except ValueError as error:
            self._report(file, line, str(error))

    def _add(self, number: str, config: NumberConfig) -> None:
        if number in self._configs:
            raise ValueError(f"number {number} is also in {self._configs[number].place}")
        self._configs[number] = config

    def _section(self, name: str) -> dict[str, _Entry]:
        entry = self._sections.get(name)
        return self._mapping(entry, name) if entry else {}

    def _read_account(self) -> dict[str, str]:
        entries = self._section("account")
        account = {name: text for name, entry in entries.items() if (text := self._text(entry, name))}
        name = account.setdefault("api", next(iter(self._apis)))
        where = self._sections.get("account")
        if where is None and self._first_yaml:
            # Credentials of another account would be used without a word.
            self._report(self._first_yaml, 1, _NO_ACCOUNT)
        if name not in self._apis:
            assert where is not None  # noqa: S101 the default is an API
            self._report(where.file, where.line, f"api is {name}: it must be {' or '.join(self._apis)}")
            return {}
        keys = self._apis[name].account_keys
        for key, entry in entries.items():
            if key not in ("api", *keys):
                self._report(
                    entry.file, entry.line, f"{key} does not belong to account{_suggest(key, ('api', *keys))}"
                )
        missing = [key for key in keys if key not in account]
        if where is not None and missing:
            self._report(where.file, where.line, f"account lacks {' and '.join(missing)}")
        return account

    def _read_choice(self, name: str, choices: Sequence[str], default: str) -> str:
        entry = self._sections.get(name)
        text = self._text(entry, name) if entry else None
        if entry and text not in choices:
            self._report(
                entry.file, entry.line, f"{name} must be {' or '.join(choices)}, not {text or 'null'}"
            )
            return default
        return text or default

    def _read_limits(self) -> Limits:
        values: dict[str, Any] = {}
        for name, entry in self._section("limits").items():
            text = self._text(entry, name)
            with self._at(entry.file, entry.line):
                if name == "updates":
                    count_allowed_updates(text or "", 1)
                    values[name] = text
                elif name == "monthly":
                    values[name] = _amount(name, text)
                elif name in ("buys", "releases"):
                    values[name] = _count(name, text)
                else:
                    known = ("updates", "buys", "releases", "monthly")
                    raise ValueError(f"{name} is not a limit{_suggest(name, known)}")
        return Limits(**values)

    def _read_prices(self) -> Prices:
        currency, by_type = "", dict[str, Decimal]()
        for name, entry in self._section("prices").items():
            text = self._text(entry, name)
            with self._at(entry.file, entry.line):
                if name == "currency":
                    currency = text or ""
                else:
                    by_type[name] = _amount(name, text)
        return Prices(currency, by_type)

    def _read_profile(self, name: str, entry: _Entry, api: Api) -> Fields:
        fields: Fields = {}
        for key, value in self._mapping(entry, f"profile {name}").items():
            with self._at(value.file, value.line):
                if key not in api.fields:
                    raise ValueError(f"{key} is not a field of a number{_suggest(key, tuple(api.fields))}")
                field = self._read_field(key, value, api)
                # Here, so that a mistake is named once, and not at each number that has the profile.
                self._require_right(key, fill_in(field, _SOME_NUMBER), api)
                fields[key] = field
        return fields

    def _read_field(self, name: str, entry: _Entry, api: Api) -> Value:
        """A field's value in normal form, its placeholders not yet filled in.

        Raises:
            ValueError: It can't be right.
        """
        if name in api.handlers and isinstance(entry.node, yaml.MappingNode):
            parameters = self._mapping(entry, name)
            texts = {key: self._text(value, key) for key, value in parameters.items()}
            handler = api.normal(name, {key: text for key, text in texts.items() if text is not None})
            if handler is not None:  # an empty mapping may be half of an edit: it takes no handler away
                return handler
        if name in api.handlers and not is_null(entry.node):
            raise ValueError(f"{name} must be null or a handler: {{handler: NAME, PARAMETER: VALUE}}")
        return api.normal(name, self._text(entry, name))

    def _read_entry(
        self, number: str, entry: _Entry, api: Api, profiles: Mapping[str, Fields]
    ) -> NumberConfig:
        """What a file says of a number.

        Raises:
            ValueError: It can't be right.
        """
        own: Fields = {}
        texts: dict[str, str | None] = {}
        for key, value in self._mapping(entry, number).items():
            if key in api.fields:
                own[key] = self._read_field(key, value, api)
            elif key in _KEYS:
                texts[key] = self._text(value, key)
            else:
                message = f"{key} is not a field of a number{_suggest(key, (*api.fields, *_KEYS))}"
                self._report(value.file, value.line, message)
        return self._make_config(number, f"{entry.file}:{entry.line}", own, texts, api=api, profiles=profiles)

    def _make_config(
        self,
        number: str,
        place: str,
        own: Fields,
        texts: Mapping[str, str | None],
        *,
        api: Api,
        profiles: Mapping[str, Fields],
    ) -> NumberConfig:
        """The config of a number, of what was read.

        Raises:
            ValueError: It can't be right.
        """
        if not is_number(number):
            raise ValueError(f"{number} is not a number in E.164 format{_suggest_number(number)}")
        profile = texts.get("profile")
        if profile is not None and profile not in profiles:
            raise ValueError(f"the file has no profile {profile}{_suggest(profile, tuple(profiles))}")
        fields: Fields = {}
        for name, value in {**(profiles[profile] if profile else {}), **own}.items():
            fields[name] = filled = fill_in(value, number)
            self._require_right(name, filled, api)
        config = NumberConfig(
            number,
            place,
            fields,
            profile,
            _is_true("release", texts),
            _is_true("protect", texts),
            texts.get("owner"),
            texts.get("id"),
        )
        _require_sense(config, api)
        return config

    def _require_right(self, name: str, value: Value, api: Api) -> None:
        """Check a value, once for all numbers that have it.

        Raises:
            ValueError: It can't be set.
        """
        key = (name, tuple(value.items()) if isinstance(value, dict) else value)
        if key not in self._checked:
            self._checked[key] = tuple(api.find_mistakes(name, value))
        if self._checked[key]:
            raise ValueError("; ".join(self._checked[key]))

    # CSV.

    def _read_rows(self, source: Source) -> None:
        """Take in the rows of a CSV file; a cell that is empty says nothing."""
        reader = csv.DictReader(io.StringIO(source.text.removeprefix("\ufeff"), newline=""), strict=True)
        try:
            header = reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
            if mistake := _find_header_mistake(header):
                self._report(source.name, 1, mistake)
                return
            for row in reader:
                cells = {name: _cell(text) for name, text in row.items() if name and text}
                if None in row:
                    self._report(source.name, reader.line_num, "the row has more cells than columns")
                elif cells:
                    with self._at(source.name, reader.line_num):
                        cells["number"] = _number_cell(cells.get("number", "").strip())
                        self._rows.append((source.name, reader.line_num, cells))
        except csv.Error as error:
            self._report(source.name, reader.line_num or 1, f"this is not valid CSV: {error}")

    def _read_row(
        self, file: str, line: int, row: Mapping[str, str], api: Api, profiles: Mapping[str, Fields]
    ) -> NumberConfig:
        """What a row says of a number.

        Raises:
            ValueError: It can't be right.
        """
        own: Fields = {}
        handlers: dict[str, dict[str, str]] = {}
        for column, text in row.items():
            name, _, parameter = column.partition(".")
            if name in api.handlers and parameter:
                handlers.setdefault(name, {})[parameter] = text
            elif name in api.fields and name not in api.handlers and not parameter:
                own[name] = api.normal(name, None if text == EMPTY_CELL else text)
            elif column not in (*_KEYS, "number"):
                known = (*_KEYS, *api.fields, "call.handler")
                raise ValueError(f"column {column} is not a field of a number{_suggest(column, known)}")
        for name, parameters in handlers.items():
            is_none = parameters == {"handler": _NONE}
            own[name] = None if is_none else api.normal(name, parameters)
        return self._make_config(row["number"], f"{file}:{line}", own, row, api=api, profiles=profiles)


def _find_header_mistake(header: Sequence[str]) -> str:
    """What is wrong with the first line of a CSV file; empty where it is right."""
    twice = next((name for place, name in enumerate(header) if name and name in header[:place]), None)
    if twice is not None:
        return f"the column {twice} is there twice"
    if "number" in header:
        return ""
    words = "the first line must name the columns, number among them"
    separator = next((mark for mark in (";", "\t") if len(header) == 1 and mark in header[0]), None)
    if separator is not None:
        words += f"; its columns are separated by {'semicolons' if separator == ';' else 'tabs'}: use commas"
    return words


def _explain(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line that a parser complains of, and its words."""
    mark = getattr(error, "problem_mark", None)
    control = _CONTROL.search(text)
    line = mark.line if mark else text.count("\n", 0, control.start()) if control else 0
    lines = text.splitlines()
    if mark and line < len(lines) and lines[line][: mark.column + 1].strip(" ") == "\t":
        return line + 1, "this is not valid YAML: the line is indented by a tab: use spaces"
    parts = [getattr(error, name, None) for name in ("context", "problem", "reason")]
    words = ", ".join(part.removeprefix("but ") for part in parts if part) or "it can't be read"
    return line + 1, f"this is not valid YAML: {words}"


def _suggest(name: str, known: Sequence[str]) -> str:
    hint = suggest(name, known).removesuffix(".")  # mistakes end without one
    return f". {hint}" if hint else ""


def _suggest_number(text: str) -> str:
    # A program that took it for a number may have added decimals, as YAML allows underscores.
    bare = _DECIMALS.sub("", text.strip("'\"=")).replace("_", "")
    digits = (digits_of(bare) or "").removeprefix("+")
    if is_number(f"+{digits}") and len(digits) > len("5035551763"):
        return f": write +{digits}"
    return ": write its country code with a plus sign, such as +15035551763"


def _is_true(name: str, texts: Mapping[str, str | None]) -> bool:
    text = texts.get(name)
    if text not in (None, "true", "false", "TRUE", "FALSE", "True", "False"):
        raise ValueError(f"{name} must be true or false, not {text}")
    return text is not None and text.lower() == "true"


def _require_sense(config: NumberConfig, api: Api) -> None:
    """Check what the config of a number says as a whole.

    Raises:
        ValueError: It contradicts itself, or the API has no way to do it.
    """
    if config.is_release and config.is_protected:
        raise ValueError(f"{config.number} can't be both released and protected")
    if config.is_release and not api.can_list:
        raise ValueError(f"{config.number} can't be released: the API {api.name} does not offer it")
    if not api.can_list and not config.id:
        raise ValueError(f"{config.number} needs its id: the API {api.name} has no look-up by number")
    if api.can_list and config.id:
        raise ValueError(f"{config.number} is identified by its number: leave its id out")


def _count(name: str, text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} must be a count, not {text or 'null'}")
    if not is_amount(Decimal(text)):
        raise ValueError(f"{name} is too large: {text}")
    return int(text)


def _amount(name: str, text: str | None) -> Decimal:
    try:
        amount = Decimal(text or "")
    except InvalidOperation:
        amount = Decimal(-1)
    if not is_amount(amount):
        raise ValueError(f"{name} must be an amount such as 0.50, not {text or 'null'}")
    return amount


def _cell(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if _GUARDED.match(text) else text


def _number_cell(text: str) -> str:
    """The number of a cell; spreadsheets take its plus sign away, and sometimes its digits.

    Raises:
        ValueError: It can't be told which number it was.
    """
    if not text:
        raise ValueError("the row has no number")
    if _ROUNDED.fullmatch(text):
        raise ValueError(
            f"a spreadsheet has rounded this number ({text}): set the column's format to text, and fill it in again"
        )
    return f"+{text}" if _BARE_DIGITS.fullmatch(text) else text
