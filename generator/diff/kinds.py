"""The kinds of change, each with its level as a caller sees it, and the version that a level asks for.

Three facts about the client decide most levels. What it sends goes out unchecked but for the checks by hand, and the
server's defaults are never sent. What it receives is read leniently: statuses of 2XX are all read alike, an error's
class follows its status alone, and limits and formats are not checked. And its enums are open: a value nobody named
decodes all the same, but each named one is a member that callers' code may name too.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from generator.versions import parse_release

# A change between two states, how much it asks of a caller, and all changes together; nothing here looks for one.


class Level(enum.IntEnum):
    """What a change means to somebody who calls the client."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    BREAKING = 3


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        id: The kind of change; never given to another one.
        level: What it means to a caller.
        place: What changed, in the words of the client: an API and its names, or a dotted path.
        message: What happened to it, as a sentence.
    """

    id: str
    level: Level
    place: str
    message: str


PATCH, MINOR, BREAKING = Level.PATCH, Level.MINOR, Level.BREAKING


@dataclass(frozen=True)
class Kind:
    """One kind of change.

    Attributes:
        id: What it is called; never given to another one.
        level: What it means to a caller.
        statement: What happened.
        why: Why it has this level, where that isn't plain.
    """

    id: str
    level: Level
    statement: str
    why: str = ""


_DOCUMENTS = (
    Kind("api-added", MINOR, "An API is new, and with it a package."),
    Kind("api-removed", BREAKING, "An API is gone, and with it its package."),
    Kind("module-renamed", BREAKING, "A tag, which names a module of operations, has another name."),
    Kind("description-changed", PATCH, "Something is described in other words."),
    Kind("deprecated", MINOR, "Something is deprecated, and still there."),
    Kind("undeprecated", PATCH, "Something is no longer deprecated."),
    Kind(
        "document-changed", PATCH, "The document differs where no caller looks, as in sources and examples."
    ),
)
_SERVERS = (
    Kind("server-added", MINOR, "Calls may be sent to a further address."),
    Kind("server-removed", BREAKING, "Calls can't be sent to an address any more."),
    Kind("server-changed", BREAKING, "Calls that name no address are sent to another one."),
)
_OPERATIONS = (
    Kind("operation-added", MINOR, "An operation is new."),
    Kind("operation-removed", BREAKING, "An operation is gone."),
    Kind("operation-moved", BREAKING, "An operation has another tag, and is in another module."),
    Kind("operation-path-changed", PATCH, "An operation has another path.", "Callers never write it."),
    Kind(
        "operation-method-changed", MINOR, "An operation has another method.", "It decides what is retried."
    ),
    Kind("security-changed", BREAKING, "Credentials that were enough no longer are."),
    Kind("security-scope-added", BREAKING, "Credentials need a further scope."),
    Kind("security-loosened", MINOR, "Fewer or other credentials are enough too."),
    Kind("media-type-changed", PATCH, "A body is written in another media type.", "Callers give the same."),
    Kind("success-status-added", MINOR, "A success may have a further status."),
    Kind("success-status-removed", PATCH, "A success no longer has a status.", "It would still be read."),
    Kind("error-status-added", MINOR, "A further error is documented."),
    Kind("error-status-removed", PATCH, "An error is no longer documented.", "Its class stays."),
    Kind("answer-header-added", MINOR, "An answer has a further header."),
    Kind("answer-header-removed", BREAKING, "An answer no longer has a header."),
    Kind("answer-header-changed", BREAKING, "A header of an answer has another type, or may be missing."),
    Kind("error-body-changed", PATCH, "An error is documented with another body.", "Its class stays."),
)
_PARAMETERS = (
    Kind("parameter-added-optional", MINOR, "A call may give something new."),
    Kind("parameter-added-required", BREAKING, "A call has to give something new."),
    Kind("parameter-removed", BREAKING, "A call can't give something any more."),
    Kind("parameter-now-required", BREAKING, "A call has to give what it could leave out."),
    Kind("parameter-now-optional", MINOR, "A call may leave out what it had to give."),
    Kind("parameter-place-changed", BREAKING, "What was positional is a keyword, or the reverse."),
    Kind(
        "parameter-rerouted", PATCH, "It is sent in another part of the request.", "The keyword is the same."
    ),
    Kind("parameter-style-changed", PATCH, "It is written in another style.", "Callers give the same."),
)
_REQUESTS = (
    Kind("request-field-added-optional", MINOR, "A request may carry a new field."),
    Kind("request-field-added-required", BREAKING, "A request has to carry a new field."),
    Kind("request-field-removed", BREAKING, "A request can't carry a field any more."),
    Kind("request-field-now-required", BREAKING, "A request has to carry a field that could be left out."),
    Kind("request-field-now-optional", MINOR, "A request may leave out a field."),
    Kind("request-null-allowed", MINOR, "What is sent may be null."),
    Kind("request-null-refused", BREAKING, "What is sent may no longer be null."),
    Kind("request-type-widened", MINOR, "What is sent may be of further types."),
    Kind("request-type-narrowed", BREAKING, "What is sent may be of fewer types."),
    Kind("request-type-changed", BREAKING, "What is sent has another type."),
    Kind(
        "request-format-changed", PATCH, "What is sent has another format.", "Its type in Python is the same."
    ),
    Kind(
        "request-limit-tightened",
        BREAKING,
        "Values that were taken are refused.",
        "By a check, or the server.",
    ),
    Kind("request-limit-loosened", MINOR, "Further values are taken."),
    Kind("request-default-changed", MINOR, "The server takes something else for what is left out."),
    Kind("request-enum-value-added", MINOR, "A request may carry a further value."),
    Kind("request-enum-value-removed", BREAKING, "A request can't carry a value any more."),
    Kind("request-enum-value-settable", MINOR, "A value that only answers carried can be sent."),
    Kind(
        "request-enum-value-unsettable", BREAKING, "A value that could be sent now appears only in answers."
    ),
)
_ANSWERS = (
    Kind("answer-field-added", MINOR, "An answer has a further field."),
    Kind("answer-field-removed", BREAKING, "An answer no longer has a field."),
    Kind("answer-field-always-there", MINOR, "What could be None is always there."),
    Kind("answer-field-may-be-missing", BREAKING, "What was always there may be None."),
    Kind(
        "answer-absence-changed",
        PATCH,
        "What could be null may be missing, or the reverse.",
        "Callers see None.",
    ),
    Kind("answer-type-widened", BREAKING, "What is received may be of further types."),
    Kind("answer-type-narrowed", MINOR, "What is received is of fewer types."),
    Kind("answer-type-changed", BREAKING, "What is received has another type."),
    Kind(
        "answer-format-changed",
        PATCH,
        "What is received has another format.",
        "Its type in Python is the same.",
    ),
    Kind("answer-limit-changed", PATCH, "What is received has other limits.", "Nobody checks them."),
    Kind("answer-default-changed", PATCH, "What is received has another default.", "Nobody fills it in."),
    Kind(
        "answer-enum-value-added", MINOR, "An answer may carry a further value.", "It decoded before as well."
    ),
    Kind(
        "answer-enum-value-removed",
        BREAKING,
        "An answer no longer carries a value.",
        "It would still decode, but it has no name, and code that names it fails.",
    ),
)
_SCHEMAS = (
    Kind("schema-added", MINOR, "A class is new."),
    Kind("schema-removed", BREAKING, "A class is gone."),
    Kind("schema-renamed", BREAKING, "A class has another name."),
    Kind("schema-kind-changed", BREAKING, "A class with fields is an enum now, or the reverse."),
    Kind(
        "schema-use-changed",
        BREAKING,
        "A class of answers is now sent as well, or no longer is.",
        "What is missing is UNSET where it was None, or the reverse.",
    ),
)
_INTERFACE = (
    Kind("interface-added", MINOR, "It is new."),
    Kind("interface-removed", BREAKING, "It is gone."),
    Kind("interface-hidden", BREAKING, "It is no longer exported.", "Type checkers refuse it."),
    Kind("interface-kind-changed", BREAKING, "It is another kind of thing."),
    Kind("interface-base-removed", BREAKING, "A class has lost a base."),
    Kind("interface-parameter-added", MINOR, "A parameter is new; it has a default."),
    Kind("interface-parameter-added-required", BREAKING, "A required parameter is new."),
    Kind("interface-parameter-removed", BREAKING, "A parameter is gone."),
    Kind("interface-parameter-moved", BREAKING, "A positional parameter has another position."),
    Kind("interface-parameter-kind-changed", BREAKING, "A parameter is given in another way."),
    Kind("interface-parameter-now-required", BREAKING, "A parameter can't be left out any more."),
    Kind("interface-parameter-now-optional", MINOR, "A parameter can be left out."),
    Kind(
        "interface-default-changed",
        BREAKING,
        "A parameter has another default.",
        "The same call does another thing.",
    ),
    Kind("interface-argument-type-widened", MINOR, "What is given may be of further types."),
    Kind("interface-argument-type-changed", BREAKING, "What is given has another type."),
    Kind("interface-result-type-narrowed", MINOR, "What is got is of fewer types."),
    Kind("interface-result-type-changed", BREAKING, "What is got has another type."),
    Kind(
        "typing-test-broken",
        BREAKING,
        "Code that type-checked no longer does.",
        "The typing tests of the earlier state represent its users' code.",
    ),
)
KINDS: dict[str, Kind] = {
    kind.id: kind
    for rows in (_DOCUMENTS, _SERVERS, _OPERATIONS, _PARAMETERS, _REQUESTS, _ANSWERS, _SCHEMAS, _INTERFACE)
    for kind in rows
}
"""All of them by id."""


def change(kind: str, place: str, details: str = "", carriers: str = "") -> Change:
    """Return a change of a kind.

    Args:
        kind: The id of the kind.
        place: What changed.
        details: What it was and what it is.
        carriers: What carries it.
    """
    row = KINDS[kind]
    message = row.statement.removesuffix(".")
    message += f": {details}" if details else ""
    message += f" ({carriers})" if carriers else ""
    return Change(row.id, row.level, place, f"{message}.")


# Versions: which number comes after another, by semver (https://semver.org); nothing here reads a state.


def next_version(current: str, level: Level) -> str:
    """Return the version that a change of a level asks for.

    From 1.0.0 on a breaking change moves the first number, a minor one the second, a patch the third. Before it the
    first stays 0, and all moves one place down, as usual: a breaking change moves the second number, and a minor one
    moves the third, as a patch does. So `~=0.2.1` and Cargo's `^0.2.1` alike never bring a break.

    Args:
        current: The version of the last release, such as `0.1.0`.
        level: The most serious change since then; without one the version stays.

    Raises:
        ValueError: The current version is no `X.Y.Z`.
    """
    version = parse_release(current)
    if version is None:
        raise ValueError(f"{current!r} is not a released version: write three numbers, such as 0.1.0.")
    if level is Level.NONE:
        return current
    place = Level.BREAKING - level + (version.major == 0)
    return (
        f"{version.major + 1}.0.0",
        f"{version.major}.{version.minor + 1}.0",
        f"{version.major}.{version.minor}.{version.micro + 1}",
    )[min(place, 2)]
