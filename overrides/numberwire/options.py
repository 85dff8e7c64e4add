"""The options of a client, set when it is created or by ``with_options``."""

from collections.abc import Callable, Mapping
from typing import Any, TypedDict, Unpack, cast

import msgspec

from numberwire._keywords import suggest, unknown_option_error
from numberwire._signatures import parameter_names
from numberwire.errors import InvalidRequestError
from numberwire_api import ClearTypeErrors

__all__ = ["OptionFields", "Options", "require_options"]

_LARGEST_PAGE = 1000
_LONGEST = 86_400
_FASTEST = 1_000_000


class OptionFields(TypedDict, total=False):
    """The options, as keywords.

    Attributes:
        timeout: Maximum seconds for one attempt, including connecting and reading. Default 10.
        deadline: Maximum seconds for a call, including retries and waits; in a listing, for each page. Default 30.
        max_retries: How many times to retry a call that is safe to repeat. A 429 that says when to try again is not
            counted, unless this is 0. Default 2.
        pace: Maximum writes (purchases, updates, releases) per second, for all calls of the client together; 0 for no
            limit. The deadline starts after the wait for a turn. Default 0.
        settle: Seconds to look for a purchase whose answer was lost, within the deadline. Default 0.5.
        page_size: Records to request for each page of a listing, 1 to 1000. Default 1000.
        checks: Checks to switch off, by name: ``{"http-method": False}``. An error names its check.
    """

    timeout: float
    deadline: float
    max_retries: int
    pace: float
    settle: float
    page_size: int
    checks: Mapping[str, bool] | None


class Options(msgspec.Struct, metaclass=ClearTypeErrors, frozen=True):
    """The options of a client, with their defaults; see `OptionFields`."""

    timeout: float = 10.0
    deadline: float = 30.0
    max_retries: int = 2
    pace: float = 0.0
    settle: float = 0.5
    page_size: int = 1000
    checks: Mapping[str, bool] = msgspec.field(default_factory=dict[str, bool])

    def with_changes(self, known_checks: frozenset[str], /, **fields: Unpack[OptionFields]) -> "Options":
        """These options with some of them changed.

        Args:
            known_checks: The names of the checks that can be switched off.
            fields: What to change.

        Raises:
            InvalidRequestError: A value is out of its range, or no check has such a name.
        """
        require_options(fields)
        # Not taken from the mapping: editors that read the source follow the keywords to a class with these fields.
        given = Options(**fields)  # type: ignore[arg-type] # checks may be None
        changes = {name: getattr(given, name) for name in fields}
        if "checks" in changes:
            changes["checks"] = {**self.checks, **_switches(changes["checks"])}
        options = msgspec.structs.replace(self, **changes)
        options.require_ranges(known_checks)
        return options

    def require_ranges(self, known_checks: frozenset[str]) -> None:
        """Refuse values that are out of their range.

        Raises:
            InvalidRequestError: One is.
        """
        for name in ("timeout", "deadline"):
            value = getattr(self, name)
            if not _is_number(value) or not 0 < value <= _LONGEST:
                raise InvalidRequestError(
                    f"{name} must be a number of seconds above 0, a day ({_LONGEST}) at most."
                )
        for name, most in (("pace", _FASTEST), ("settle", _LONGEST)):
            value = getattr(self, name)
            if not _is_number(value) or not 0 <= value <= most:
                unit = "writes a second" if name == "pace" else "seconds"
                raise InvalidRequestError(f"{name} must be a number of {unit}, 0 or more, {most} at most.")
        if type(self.max_retries) is not int or self.max_retries < 0:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidRequestError("max_retries must be a whole number, 0 or more.")
        if type(self.page_size) is not int or not 1 <= self.page_size <= _LARGEST_PAGE:
            raise InvalidRequestError(f"page_size must be a whole number from 1 to {_LARGEST_PAGE}.")
        if unknown := sorted(set(self.checks) - known_checks):
            raise InvalidRequestError(
                f"No check is named {', '.join(map(repr, unknown))}. "
                f"{suggest(unknown[0], sorted(known_checks)) or 'There are none.'}"
            )


def require_options(
    given: Mapping[str, object],
    method: Callable[..., Any] | None = None,
    meant: Mapping[str, str] | None = None,
) -> None:
    """Refuse keywords that are no options.

    Args:
        given: The keywords.
        method: What takes them beside parameters of its own, one of which may be meant.
        meant: Names that people take from elsewhere, and what they mean by them.

    Raises:
        InvalidRequestError: With the name that was meant, where one is near.
    """
    if unknown := [name for name in given if name not in Options.__struct_fields__]:
        by_place, by_name = parameter_names(method) if method else ((), ())
        raise unknown_option_error(unknown, (*by_place, *by_name, *Options.__struct_fields__), meant)


def _switches(checks: object) -> Mapping[str, bool]:
    if checks is None:
        return {}
    pairs = cast("Mapping[object, object]", checks).items() if isinstance(checks, Mapping) else [(None, None)]
    if not all(isinstance(name, str) and isinstance(switch, bool) for name, switch in pairs):
        raise InvalidRequestError("checks must be a mapping of names to True or False.")
    return cast("Mapping[str, bool]", checks)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
