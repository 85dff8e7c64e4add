"""Unions: what a shape becomes once it is known whether it is sent or received.

What is received must be decodable: msgspec tells the members of a union apart by JSON type alone, so of texts, of
lists and of objects it takes one each (https://jcristharif.com/msgspec/supported-types.html#union-optional).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace

from generator.codegen.contract import Answer, Contract, Operation, Struct, Use
from generator.codegen.omissions import Omissions
from generator.codegen.shapes import (
    ANY,
    NONE,
    TEXT,
    TEXTUAL,
    UUID,
    Either,
    Listed,
    Named,
    Plain,
    Shape,
    either,
    is_record,
    parts,
    rebuild_shape,
)


def settle_shapes(contract: Contract, omissions: Omissions) -> None:
    """Decide every shape of a contract in place: of its classes, its bodies, its parameters and its answers.

    Args:
        contract: The contract, changed.
        omissions: Where to note what can't be decoded.
    """
    uses = _uses(contract)
    for name, struct in contract.structs.items():
        contract.structs[name] = _struct(replace(struct, use=uses[name]), omissions)
    contract.operations[:] = [_operation(operation, omissions) for operation in contract.operations]


def _struct(struct: Struct, omissions: Omissions) -> Struct:
    fields = [
        replace(
            field,
            shape=_settled_shape(field.shape, struct.use, field.pointer, omissions),
            required=field.required and _always(field.sent, field.received, struct.use),
        )
        for field in struct.fields
    ]
    return replace(struct, fields=tuple(fields))


def _always(sent: bool, received: bool, use: Use) -> bool:  # noqa: FBT001 - two facts of one field
    """Tell whether a required field is there whichever way its class travels."""
    return (sent or use is Use.ANSWER) and (received or use is Use.REQUEST)


def _operation(operation: Operation, omissions: Omissions) -> Operation:
    body = operation.body
    answers = tuple(
        replace(
            answer,
            shape=answer.shape
            if answer.shape == _BYTES
            else _decodable_answer(answer.shape, answer.pointer, omissions),
        )
        for answer in operation.answers
    )
    successes = [answer for answer in answers if answer.status.startswith("2")] or [
        answer for answer in answers if answer.status == "default"
    ]
    return replace(
        operation,
        parameters=tuple(
            replace(answer, shape=request_shape(answer.shape)) for answer in operation.parameters
        ),
        body=replace(body, shape=request_shape(body.shape)) if body else None,
        answers=answers,
        success=_success(successes, operation.pointer, omissions),
        statuses=tuple(int(answer.status) for answer in successes if answer.status.isdecimal())
        if _all_codes(successes)
        else (),
    )


def _all_codes(answers: list[Answer]) -> bool:
    return all(answer.status.isdecimal() for answer in answers)


def _success(answers: list[Answer], pointer: str, omissions: Omissions) -> Shape:
    """Return what a success holds; bytes where nothing is known of it, or where it isn't JSON."""
    shapes = [answer.shape for answer in answers if answer.shape not in (_BYTES, NONE)]
    if not shapes:
        return NONE if answers and all(answer.shape == NONE for answer in answers) else _BYTES
    if any(answer.shape == _BYTES for answer in answers):
        omissions.add("media", pointer, "Of its successes only those in JSON are read.")
    return _decodable_answer(
        either(*(answer.shape for answer in answers if answer.shape != _BYTES)), pointer, omissions
    )


def _settled_shape(shape: Shape, use: Use, pointer: str, omissions: Omissions) -> Shape:
    if use is not Use.REQUEST:
        return _decodable_answer(shape, pointer, omissions)
    # The model tool takes no union that msgspec can't decode, even in a class that is only ever sent.
    return request_shape(_decodable(shape, pointer, omissions))


def request_shape(shape: Shape) -> Shape:
    """Return a shape as a caller may give it: an id as a UUID or as its text."""
    return rebuild_shape(shape, lambda part: either(UUID, TEXT) if part == UUID else part)


def _decodable_answer(shape: Shape, pointer: str, omissions: Omissions) -> Shape:
    """Return a shape as msgspec can decode it, or Any; an id is a text, and so are bytes within JSON."""
    plain = rebuild_shape(shape, lambda part: TEXT if part in (UUID, _BYTES) else part)
    return _decodable(plain, pointer, omissions)


def _decodable(shape: Shape, pointer: str, omissions: Omissions) -> Shape:
    def refuse() -> None:
        omissions.add("union", pointer, _UNDECIDABLE)

    return rebuild_shape(shape, lambda part: _union(part, refuse) if isinstance(part, Either) else part)


_BYTES = Plain("bytes")
_UNDECIDABLE = "Its alternatives are several objects, which can't be told apart; it is typed Any."


def _union(shape: Either, refuse: Callable[[], None]) -> Shape:
    """Return a union with one member for each JSON type, texts widened to str and lists to lists of either."""
    texts = [member for member in shape.members if _is_text(member)]
    lists = [member for member in shape.members if isinstance(member, Listed)]
    objects = [member for member in shape.members if is_record(member)]
    if len(objects) > 1:
        refuse()
        return ANY
    rest = [member for member in shape.members if member not in (*texts, *lists)]
    if len(texts) > 1:
        texts = [TEXT]
    if len(lists) > 1:
        items = either(*(member.item for member in lists))
        lists = [Listed(_union(items, refuse) if isinstance(items, Either) else items)]
    return either(
        *(member for member in shape.members if member in rest or member in texts or member in lists),
        *texts,
        *lists,
    )


def _is_text(shape: Shape) -> bool:
    return (isinstance(shape, Plain) and shape.kind in TEXTUAL) or (isinstance(shape, Named) and shape.enum)


def _uses(contract: Contract) -> dict[str, Use]:
    """Return which way each class travels; one that nothing uses is read like an answer."""
    sent = [parameter.shape for operation in contract.operations for parameter in operation.parameters]
    sent += [operation.body.shape for operation in contract.operations if operation.body]
    received = [answer.shape for operation in contract.operations for answer in operation.answers]
    requests, answers = _reachable_classes(contract, sent), _reachable_classes(contract, received)
    return {
        name: Use.BOTH if name in requests & answers else Use.REQUEST if name in requests else Use.ANSWER
        for name in contract.structs
    }


def _reachable_classes(contract: Contract, shapes: Iterable[Shape]) -> set[str]:
    """Return the classes that shapes lead to, however deep."""
    names: set[str] = set()
    waiting = deque(shapes)
    while waiting:
        for part in parts(waiting.popleft()):
            if isinstance(part, Named) and part.name not in names and part.name in contract.structs:
                names.add(part.name)
                waiting.extend(field.shape for field in contract.structs[part.name].fields)
    return names
