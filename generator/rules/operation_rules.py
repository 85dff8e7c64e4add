"""Rules on operations: their ids, tags, parameters and answers."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from generator.names import METHOD_NAMES, MODULES, PARAMETERS
from generator.openapi.pointers import sequence, step, text, texts
from generator.openapi.view import Operation, Subject
from generator.rules.rule import Breach, Rule, identifier_breaches

# An id with an underscore is no keyword and hides no builtin.
_VERB_NOUN = re.compile(r"([a-z]+)(_[a-z][a-z0-9]*)+")
_METHOD = re.compile(r"[a-z]+(_[a-z0-9]+)*")
_TAG = re.compile(r"[a-z]+(_[a-z0-9]+)*s")
_METHOD_KEY = "x-method"
_SUCCESS = re.compile(r"2\d\d|2XX")
_ERROR = re.compile(r"[45]\d\d|[45]XX|default")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def _check_operation_ids(subject: Subject) -> Iterator[Breach]:
    for operation in subject.operations:
        match = _VERB_NOUN.fullmatch(operation.id)
        # No list of verbs is complete; a noun in the verb's place is one that the tag shows.
        nouns = {noun for tag in texts(operation.spot.value.get("tags")) for noun in tag.split("_")}
        if match and not {match[1], f"{match[1]}s"} & nouns:
            continue
        message = f"The operationId {operation.id!r} isn't a verb and a noun in snake_case."
        if not operation.id:
            message = "The operation has no operationId."
        place = step(operation.spot.pointer, "operationId")
        yield Breach(place, message, "Name it as `verb_noun`, such as list_phone_numbers.")


def _check_unique_ids(subject: Subject) -> Iterator[Breach]:
    owners: dict[str, Operation] = {}
    for operation in subject.operations:
        owner = owners.setdefault(operation.id.lower(), operation)
        if operation.id and owner is not operation:
            line = subject.document.line(owner.spot.pointer)
            message = f"The operationId {operation.id!r} is taken by the operation on line {line}."
            yield Breach(step(operation.spot.pointer, "operationId"), message, "Give each operation its own.")


def _check_method_names(subject: Subject) -> Iterator[Breach]:
    owners: dict[tuple[str, str], Operation] = {}
    for operation in subject.operations:
        value = operation.spot.value.get(_METHOD_KEY, operation.id)
        name, place = text(value), step(operation.spot.pointer, _METHOD_KEY)
        if _METHOD_KEY in operation.spot.value and (
            not _METHOD.fullmatch(name) or keyword.iskeyword(name) or name in METHOD_NAMES
        ):
            message = f"The x-method {value!r} can't name a method in Python."
            yield Breach(
                place, message, "Write a verb in snake_case that Python doesn't use, such as update."
            )
            continue
        tag = next(iter(texts(operation.spot.value.get("tags"))), "")
        owner = owners.setdefault((tag, name), operation)
        if name and owner is not operation and (owner.id != operation.id):
            message = f"The method {name!r} of {tag!r} is that of {owner.id!r} already."
            yield Breach(place, message, "Give each operation of a tag a method of its own.")


def _check_tags(subject: Subject) -> Iterator[Breach]:
    declared = {text(spot.value.get("name")) for spot in subject.root.listed_children("tags")}
    for operation in subject.operations:
        tags = sequence(operation.spot.value.get("tags"))
        place = step(operation.spot.pointer, "tags")
        if len(tags) != 1:
            yield Breach(
                place, f"The operation has {len(tags)} tags.", "Give it one: the module it belongs to."
            )
        elif text(tags[0]) not in declared:
            yield Breach(
                place, f"The tag {tags[0]!r} isn't declared.", "Add it to `tags` at the top, described."
            )


def _check_tag_names(subject: Subject) -> Iterator[Breach]:
    names: set[str] = set()
    for spot in subject.root.listed_children("tags"):
        name = text(spot.value.get("name"))
        if not _TAG.fullmatch(name) or name in MODULES or keyword.iskeyword(name):
            message = f"The tag {name!r} can't name a module."
            yield Breach(spot.pointer, message, "Use a plural noun in snake_case, such as phone_numbers.")
        elif name in names:
            yield Breach(spot.pointer, f"The tag {name!r} is declared twice.", "Keep one of them.")
        names.add(name)


def _check_unused_tags(subject: Subject) -> Iterator[Breach]:
    used = {
        text(tag) for operation in subject.operations for tag in sequence(operation.spot.value.get("tags"))
    }
    for spot in subject.root.listed_children("tags"):
        name = text(spot.value.get("name"))
        if name and name not in used:
            yield Breach(spot.pointer, f"No operation has the tag {name!r}.", "Use it or delete it.")


def _check_answers(subject: Subject) -> Iterator[Breach]:
    for operation in subject.operations:
        place = step(operation.spot.pointer, "responses")
        statuses = [answer.name for answer in operation.answers]
        if not any(_SUCCESS.fullmatch(status) for status in statuses):
            yield Breach(place, "The operation documents no success.", "Add the 2xx answer it gives.")
        if not any(_ERROR.fullmatch(status) for status in statuses):
            yield Breach(place, "The operation documents no error.", "Add its 4xx and 5xx answers.")


def _check_parameter_names(subject: Subject) -> Iterator[Breach]:
    # Parameters of every location become arguments of the same function.
    pointers: set[str] = set()
    for operation in subject.operations:
        spots = [
            (text(spot.value.get("name")), spot) for spot in subject.parameters_of(operation) if spot.value
        ]
        for breach in identifier_breaches(spots, PARAMETERS, "parameter"):
            if breach.pointer not in pointers:
                yield breach
            pointers.add(breach.pointer)


def _check_path_parameters(subject: Subject) -> Iterator[Breach]:
    for operation in subject.operations:
        placed = set(_PLACEHOLDER.findall(operation.path))
        spots = subject.parameters_of(operation)
        if not all(spot.value for spot in spots):
            # A reference that leads nowhere is reported by its own rule, and could be any parameter.
            continue
        declared = {text(spot.value.get("name")) for spot in spots if spot.value.get("in") == "path"}
        for name in sorted(placed - declared):
            message = f"The path's {{{name}}} is not a parameter of the operation."
            yield Breach(operation.spot.pointer, message, "Add a parameter of that name with `in: path`.")
        for name in sorted(declared - placed):
            message = f"The path parameter {name!r} is not in the path."
            yield Breach(
                operation.spot.pointer, message, f"Write {{{name}}} in the path, or drop the parameter."
            )


RULES = (
    Rule("NW201", "Every operationId is a verb and a noun in snake_case.", _check_operation_ids),
    Rule("NW202", "Every operationId is unique, ignoring case.", _check_unique_ids),
    Rule("NW203", "Every operation has one tag, and the document declares it.", _check_tags),
    Rule(
        "NW204",
        "Every tag is declared once, as a plural noun in snake_case that can name a module.",
        _check_tag_names,
    ),
    Rule("NW205", "Every operation documents a success and an error.", _check_answers),
    Rule(
        "NW206",
        "Every parameter of an operation survives as a Python name of its own.",
        _check_parameter_names,
    ),
    Rule("NW207", "The path's placeholders and the path parameters are the same.", _check_path_parameters),
    Rule(
        "NW208",
        "Every x-method is a name in snake_case that no other operation of the tag has.",
        _check_method_names,
    ),
    Rule("NW209", "Every declared tag is used.", _check_unused_tags, is_comparison=True),
)
