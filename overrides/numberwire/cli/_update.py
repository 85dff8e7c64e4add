"""`numberwire numbers update`: what a number is to do, with an option for each parameter of each handler."""

import warnings
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import click
import msgspec

from numberwire.cli._account import open_client, suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._find_number import describe, find_number
from numberwire.cli._interrupts import hold_interrupt
from numberwire.cli._options import account_option, checks_option, command, format_options, require_consent
from numberwire.cli._recording import record_change, update_change
from numberwire.cli._records import AnyHandler, describe_handler, handler_name, parameters, record_of
from numberwire.cli._streams import say, write_result
from numberwire.errors import APIConnectionError, InternalServerError, NumberwireWarning
from numberwire.fleet._protocols import Fields
from numberwire.signalwire import CallReceiveMode, HttpMethod, PhoneNumber, handlers
from numberwire.signalwire._fleet import HANDLER_CLASSES, SignalWireApi, handler_value

__all__ = ["update"]

_NONE = "none"
_MODES = [mode.value for mode in CallReceiveMode]
_METHODS = [method.value for method in HttpMethod]


class _Parameter(NamedTuple):
    """A handler's parameter as an option."""

    kind: str
    handler: str
    name: str
    is_required: bool

    @property
    def flag(self) -> str:
        """The option: that of a call is named as the parameter is, that of a message says so."""
        prefix = "message-" if self.kind == "message" else ""
        return f"--{prefix}{self.name.replace('_', '-')}"

    @property
    def key(self) -> str:
        """The option's name in the function's arguments."""
        return self.flag.removeprefix("--").replace("-", "_")

    @property
    def help(self) -> str:
        """What the option is for."""
        return f"Of --{self.kind} {self.handler}{', which needs it' if self.is_required else ''}."


def _list_parameters() -> Iterator[_Parameter]:
    for kind, by_name in HANDLER_CLASSES.items():
        for handler, cls in by_name.items():
            for field in msgspec.structs.fields(cls):
                yield _Parameter(kind, handler, field.name, field.required)


_PARAMETERS = tuple(_list_parameters())


def _handler_option(kind: str, meaning: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that sets a handler."""
    names = [*HANDLER_CLASSES[kind], _NONE]
    words = f"{meaning}: {', '.join(names[:-1])} or {_NONE}."
    return click.option(f"--{kind}", type=click.Choice(names), metavar="HANDLER", help=words)


def _parameter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for parameter in reversed(_PARAMETERS):
        kind = click.Choice(_METHODS) if parameter.name.endswith("_method") else click.STRING
        function = click.option(parameter.flag, parameter.key, type=kind, help=parameter.help)(function)
    return function


class _Change(NamedTuple):
    """One thing that an update changes, for people to read."""

    name: str
    before: str
    after: str


@command(
    ExitCode.FAILED,
    ExitCode.REFUSED,
    ExitCode.IN_PART,
    ExitCode.UNKNOWN,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire numbers update +15035551763 --name 'Support Line'", "Give a number a name"),
        (
            "numberwire numbers update 'Support Line' --call laml_webhooks --request-url https://example.com/voice",
            "Answer its calls by a webhook",
        ),
        (
            "numberwire numbers update 'Support Line' --fallback-url https://example.com/again",
            "Change one parameter of the current handler",
        ),
        (
            "numberwire numbers update 'Support Line' --message none --yes",
            "Remove its message handler, in a script",
        ),
    ],
)
@click.argument("number")
@click.option("--name", metavar="TEXT", help="Its name; an empty one removes the name.")
@click.option(
    "--receive-mode",
    type=click.Choice(_MODES),
    help="Whether calls are taken as voice or fax.",
)
@_handler_option("call", "What answers calls")
@_handler_option("message", "What receives messages")
@_parameter_options
@click.option("--yes", is_flag=True, help="Change it without asking.")
@format_options("json")
@checks_option
@account_option
def update(
    number: str,
    *,
    name: str | None,
    receive_mode: str | None,
    call: str | None,
    message: str | None,
    output_format: str,
    profile: str | None,
    skip_checks: tuple[str, ...],
    yes: bool,
    **given: str | None,
) -> None:
    """Change what a number does.

    Shows what changes, and asks. A handler is set as a whole: a parameter that is not named is emptied. Without --call
    (or --message) the parameters named change, and the handler's others stay. What is not named at all stays as it is.
    """
    with open_client(profile, skip_checks) as client:
        owned = find_number(client, number)
        wanted = {
            "call": _wanted_handler("call", call, given, handlers.call_of(owned)),
            "message": _wanted_handler("message", message, given, handlers.message_of(owned)),
        }
        fields = _changed_fields(owned, name, receive_mode)
        changes = list(_list_changes(owned, wanted, fields))
        if not changes:
            words = f"Nothing to change: {describe(owned)} does that already."
            write_result(words, output_format, "phone_number", record_of(owned, reveal=False))
            return
        _ask(owned, changes, is_given=yes)
        values = {kind: value for kind, value in wanted.items() if value is not None}
        recording = record_change(profile, update_change(owned, _plan_fields(values, fields)))
        waiting = hold_interrupt(f"the update of {owned.number}")
        with recording as recorded, waiting as interruption, _report_outcome(owned):
            changed = client.phone_numbers.update(owned.id, whole=bool(values), **values, **fields)  # type: ignore[arg-type] # checked above
    write_result(
        f"Changed {describe(changed)}.", output_format, "phone_number", record_of(changed, reveal=False)
    )
    recorded.say_undo()
    interruption.end_command()


def _plan_fields(
    values: Mapping[str, handlers.Handler | handlers.NoHandler], fields: Mapping[str, Any]
) -> Fields:
    """What is set, as a plan has it."""
    api = SignalWireApi()
    names = {"call_receive_mode": "receive_mode"}
    return {
        **{names.get(name, name): api.normal(names.get(name, name), text) for name, text in fields.items()},
        **{kind: handler_value(handlers.normal(value)) for kind, value in values.items()},
    }


def _wanted_handler(
    kind: str, chosen: str | None, given: Mapping[str, str | None], current: AnyHandler
) -> handlers.Handler | handlers.NoHandler | None:
    """The handler that the options ask for, or None where it stays as it is.

    Raises:
        Failure: The options don't go together.
    """
    named = {parameter: given[parameter.key] for parameter in _PARAMETERS if parameter.kind == kind}
    values = {parameter: value for parameter, value in named.items() if value is not None}
    if chosen is None and not values:
        return None
    if chosen is None and not isinstance(current, handlers.Handler):
        flag = next(iter(values)).flag
        raise Failure(f"{flag} needs --{kind}: the number has no handler that could take it.", ExitCode.USAGE)
    handler = chosen or handler_name(current)
    taken = {parameter.name: parameter.flag for parameter in named if parameter.handler == handler}
    for parameter in values:
        if taken.get(parameter.name) != parameter.flag:
            text = f"{parameter.flag} belongs to --{kind} {parameter.handler}, not {handler}. Nothing was changed."
            raise Failure(text, ExitCode.USAGE)
    if handler == _NONE:
        return handlers.NONE
    stated = {parameter.name: value or None for parameter, value in values.items()}
    cls = HANDLER_CLASSES[kind][handler]
    kept = {} if chosen else {field: getattr(current, field) for field in cls.__struct_fields__}
    return _make_handler(cls, {**kept, **stated}, taken)


def _make_handler(
    cls: type[handlers.Handler], values: dict[str, Any], flags: Mapping[str, str]
) -> handlers.Handler:
    """A handler, if it has what it needs.

    Raises:
        Failure: It has not.
    """
    for field in msgspec.structs.fields(cls):
        if field.required and not values.get(field.name):
            raise Failure(f"{cls.handler} needs {flags[field.name]}. Nothing was changed.", ExitCode.USAGE)
    return cls(**values)


def _changed_fields(owned: PhoneNumber, name: str | None, receive_mode: str | None) -> dict[str, Any]:
    """The fields beside the handlers that differ from what the number has."""
    wanted = {"name": name, "call_receive_mode": receive_mode}
    return {
        field: value
        for field, value in wanted.items()
        if value is not None and value != str(getattr(owned, field) or "")
    }


def _list_changes(
    owned: PhoneNumber,
    wanted: dict[str, handlers.Handler | handlers.NoHandler | None],
    fields: Mapping[str, str],
) -> Iterator[_Change]:
    """What changes; a handler that does the same already is taken out of what is wanted."""
    for field, text in fields.items():
        yield _Change(field, str(getattr(owned, field) or ""), text)
    for kind, current in (("call", handlers.call_of(owned)), ("message", handlers.message_of(owned))):
        value = wanted[kind]
        if value is None:
            continue
        if (handler_name(current), parameters(current)) == (handler_name(value), parameters(value)):
            wanted[kind] = None
        else:
            yield _Change(kind, describe_handler(current), describe_handler(value))


def _ask(owned: PhoneNumber, changes: list[_Change], *, is_given: bool) -> None:
    """Show what changes, and ask whether it shall.

    Raises:
        Failure: It was not confirmed.
    """
    for change in changes:
        say(f"  {change.name}: {change.before or '(empty)'} -> {change.after or '(empty)'}")
    for handler in (handlers.call_of(owned), handlers.message_of(owned)):
        if isinstance(handler, handlers.Other) and any(change.before == handler.value for change in changes):
            say(f"  {handler.value} can't be set through the API: this change can't be undone.")
    require_consent(
        question=f"Change {describe(owned)}, id {owned.id}.",
        answer=None,
        is_given=is_given,
        command="add --yes.",
    )


@contextmanager
def _report_outcome(owned: PhoneNumber) -> Generator[None]:
    """Say the client's warnings in a line each, and what to do if an update's outcome is unknown."""
    look = suggest("numbers", "show", owned.number)
    unknown = (
        f"of {describe(owned)} may or may not have happened. Look: {look}, or run it again, which is safe"
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        for kind in (NumberwireWarning, DeprecationWarning):
            warnings.simplefilter("always", kind)
        try:
            yield
        except (APIConnectionError, InternalServerError) as error:
            raise Failure(f"{error}. The update {unknown}.", ExitCode.UNKNOWN) from error
        except KeyboardInterrupt:
            raise Failure(f"Interrupted. The update {unknown}.", ExitCode.INTERRUPTED) from None
    for text in dict.fromkeys(str(warning.message) for warning in caught):
        say(f"Warning: {text}")
