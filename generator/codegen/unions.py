"""Unions: what a shape becomes once it is known whether it is sent or received.

What is received must be decodable: msgspec tells the members of a union apart by JSON type alone, so of texts, of
lists and of objects it takes one each (https://jcristharif.com/msgspec/supported-types.html#union-optional).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations

from generator.codegen.contract import Answer, Body, Contract, Field, FieldEncoding, Operation, Struct, Use
from generator.codegen.media import FORM, MULTIPART, essence, writable_shape
from generator.codegen.omissions import Omissions
from generator.codegen.shapes import (
    ANY,
    NONE,
    TEXT,
    TEXTUAL,
    UUID,
    Choice,
    Either,
    Listed,
    Mapped,
    Named,
    Plain,
    Shape,
    alternatives,
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
    unions = Unions(dict(contract.structs) if contract.typed else {}, omissions)
    forms = _form_bodies(contract) if contract.typed else dict[str, list[Body]]()
    for name, struct in contract.structs.items():
        settled = unions.struct(replace(struct, use=uses[name]))
        if any(map(_is_multipart, forms.get(name, ()))):
            settled = _with_files(settled, struct)
        for body in forms.get(name, ()):
            settled = unions.form_struct(settled, body)
        contract.structs[name] = settled
    contract.operations[:] = [unions.operation(operation) for operation in contract.operations]
    told_apart = _alternatives(contract)
    for name, struct in contract.structs.items():
        contract.structs[name] = struct if name in told_apart else _with_open_enums(struct)


def _alternatives(contract: Contract) -> set[str]:
    """Return the classes that their members tell from others."""
    shapes = [field.shape for struct in contract.structs.values() for field in struct.fields]
    for operation in contract.operations:
        bodies = (operation.body, *operation.body.others) if operation.body else ()
        shapes += [operation.success, *(body.shape for body in bodies)]
        shapes += [answer.shape for answer in operation.answers]
    return {
        member.name
        for shape in shapes
        for part in parts(shape)
        if isinstance(part, (Choice, Either)) and _record_count(part) > 1
        for member in part.members
        if isinstance(member, Named)
    }


def _with_open_enums(struct: Struct) -> Struct:
    """Return a class whose fields are bound to constants, but to no enums: these matter to tell it from others."""
    fields = (replace(field, constants=()) if len(field.constants) > 1 else field for field in struct.fields)
    return replace(struct, fields=tuple(fields))


def _form_bodies(contract: Contract) -> dict[str, list[Body]]:
    """Return the bodies that are forms, by each class whose fields are theirs."""
    bodies = [operation.body for operation in contract.operations if operation.body]
    forms: dict[str, list[Body]] = {}
    for body in (body for first in bodies for body in (first, *first.others)):
        if essence(body.media_type) in (FORM, MULTIPART):
            for member in alternatives(body.shape):
                if isinstance(member, Named):
                    forms.setdefault(member.name, []).append(body)
    return forms


def _is_multipart(body: Body) -> bool:
    return essence(body.media_type) == MULTIPART


def _with_files(struct: Struct, described: Struct) -> Struct:
    """Return a class of a multipart body, whose bytes may be given with a name and a media type.

    Args:
        struct: The class, settled.
        described: The class as the document has it: of a text or bytes, what is settled is a text alone.
    """

    def file_shape(shape: Shape, described: Shape) -> Shape:
        has_bytes = isinstance(described, Either) and _BYTES in described.members
        return rebuild_shape(either(shape, _BYTES) if has_bytes else shape, _file_of_bytes)

    if struct.use is not Use.REQUEST:
        return struct
    fields = (
        replace(field, shape=file_shape(field.shape, before.shape))
        for field, before in zip(struct.fields, described.fields, strict=True)
    )
    return replace(struct, fields=tuple(fields))


def _always(sent: bool, received: bool, use: Use) -> bool:  # noqa: FBT001 - two facts of one field
    """Tell whether a required field is there whichever way its class travels."""
    return (sent or use is Use.ANSWER) and (received or use is Use.REQUEST)


def _all_codes(answers: list[Answer]) -> bool:
    return all(answer.status.isdecimal() for answer in answers)


def request_shape(shape: Shape) -> Shape:
    """Return a shape as a caller may give it: an id as a UUID or as its text."""
    return rebuild_shape(shape, lambda part: either(UUID, TEXT) if part == UUID else part)


_BYTES, _FILE = Plain("bytes"), Plain("file")
_WRITTEN = Either((TEXT, _FILE))
"""A part that the caller has written."""
_UNDECIDABLE = "Its alternatives are several objects that can't be distinguished; it is typed Any."


class Unions:
    """Settles the shapes of one contract.

    Args:
        structs: The classes whose members may tell the alternatives of a union apart.
        omissions: Where to note what can't be decoded.
    """

    def __init__(self, structs: dict[str, Struct], omissions: Omissions) -> None:
        self._structs = structs
        self._omissions = omissions

    def struct(self, struct: Struct) -> Struct:
        """Return a class with its shapes settled for its use.

        Args:
            struct: The class.
        """
        fields = [
            replace(
                field,
                shape=self._settled_shape(field.shape, struct.use, field.pointer),
                required=field.required and _always(field.sent, field.received, struct.use),
            )
            for field in struct.fields
        ]
        return replace(struct, fields=tuple(fields))

    def form_struct(self, struct: Struct, body: Body) -> Struct:
        """Return a class with the fields of a form; what their media types can't write, the caller writes.

        Args:
            struct: The class, settled.
            body: The form.
        """
        encodings = {one.name: one for one in body.encoding if one.content_type}
        fields = [
            self._form_field(field, encodings[field.wire], body) if field.wire in encodings else field
            for field in struct.fields
        ]
        return replace(struct, fields=tuple(fields)) if struct.use is Use.REQUEST else struct

    def _form_field(self, field: Field, encoding: FieldEncoding, body: Body) -> Field:
        media_type = encoding.content_type
        if _is_multipart(body):  # each item of a list is a part
            members = (
                Listed(writable_shape(member.item, media_type, _WRITTEN))
                if isinstance(member, Listed)
                else writable_shape(member, media_type, _WRITTEN)
                for member in alternatives(field.shape)
            )
            shape = either(*members)
        else:
            shape = writable_shape(field.shape, media_type)
        if shape == field.shape:
            return field
        message = f"No object or list can be written as {media_type}; it is sent as it is given, as a text or a file."
        self._omissions.add("media", encoding.pointer, message)
        return replace(field, shape=shape)

    def operation(self, operation: Operation) -> Operation:
        """Return an operation with its shapes settled.

        Args:
            operation: The operation.
        """
        answers = tuple(
            replace(
                answer,
                shape=answer.shape
                if answer.shape == _BYTES
                else self._decodable_answer(answer.shape, answer.pointer),
            )
            for answer in operation.answers
        )
        successes = [answer for answer in answers if answer.status.startswith("2")] or [
            answer for answer in answers if answer.status == "default"
        ]
        success, text = self._success(successes, operation.pointer)
        return replace(
            operation,
            parameters=tuple(
                replace(parameter, shape=request_shape(parameter.shape)) for parameter in operation.parameters
            ),
            body=_request_body(operation.body) if operation.body else None,
            answers=answers,
            success=success,
            text=text,
            accept=_accept(successes, success),
            statuses=tuple(int(answer.status) for answer in successes if answer.status.isdecimal())
            if _all_codes(successes)
            else (),
        )

    def _success(self, answers: list[Answer], pointer: str) -> tuple[Shape, bool]:
        """Return what a success holds, and whether it is text; bytes where nothing is known of it."""
        shapes = [answer.shape for answer in answers if answer.shape not in (_BYTES, NONE)]
        if not shapes:
            is_nothing = bool(answers) and all(answer.shape == NONE for answer in answers)
            return (NONE if is_nothing else _BYTES), any(answer.text for answer in answers)
        if any(answer.shape == _BYTES for answer in answers):
            self._omissions.add("media", pointer, "Of its successes only those in JSON are read.")
        shape = either(*(answer.shape for answer in answers if answer.shape != _BYTES))
        if self._structs and isinstance(shape, (Either, Choice)) and _record_count(shape) > 1:
            return Choice(shape.members), False  # the status tells them apart, whatever else does
        return self._decodable_answer(shape, pointer), False

    def _settled_shape(self, shape: Shape, use: Use, pointer: str) -> Shape:
        if use is not Use.REQUEST:
            return self._decodable_answer(shape, pointer)
        # The model tool takes no union that msgspec can't decode, even in a class that is only ever sent.
        return request_shape(self._decodable(shape, pointer))

    def _decodable_answer(self, shape: Shape, pointer: str) -> Shape:
        """Return a shape as msgspec can decode it, or Any; an id is a text, and so are bytes within JSON."""
        plain = rebuild_shape(shape, lambda part: TEXT if part in (UUID, _BYTES) else part)
        return self._decodable(plain, pointer)

    def _decodable(self, shape: Shape, pointer: str) -> Shape:
        def refuse() -> None:
            self._omissions.add("union", pointer, _UNDECIDABLE)

        def settle(part: Shape) -> Shape:
            if isinstance(part, (Either, Choice)) and len(part.members) > 1:
                union = self._union(Either(part.members), refuse)
                if isinstance(part, Choice) and isinstance(union, Either):
                    return Choice(union.members)
                return union
            # msgspec passes over members that a class doesn't name, so that an open one is read like a union.
            return Choice((part,)) if self._is_open(part) else part

        return rebuild_shape(shape, settle)

    def _is_open(self, shape: Shape) -> bool:
        return isinstance(shape, Named) and shape.name in self._structs and self._structs[shape.name].is_open

    def _union(self, shape: Either, refuse: Callable[[], None]) -> Shape:
        """Return a union with one member for each JSON type: texts widened to str, lists and mappings to either's."""
        texts = [member for member in shape.members if _is_text(member)]
        lists = [member for member in shape.members if isinstance(member, Listed)]
        mappings = [member for member in shape.members if isinstance(member, Mapped)]
        rest = [member for member in shape.members if member not in (*texts, *lists, *mappings)]
        if len(texts) > 1:
            texts = [TEXT]
        if len(lists) > 1:
            items = either(*(member.item for member in lists))
            lists = [Listed(self._union(items, refuse) if isinstance(items, Either) else items)]
        if len(mappings) > 1:
            values = either(*(member.value for member in mappings))
            mappings = [Mapped(self._union(values, refuse) if isinstance(values, Either) else values)]
        kept = (*rest, *texts, *lists, *mappings)
        union = either(*(member for member in shape.members if member in kept), *texts, *lists, *mappings)
        if not isinstance(union, Either) or _record_count(union) <= 1:
            return union
        if not self._structs or not self._are_apart(union):
            refuse()
            return ANY
        return Choice(union.members)

    def _are_apart(self, union: Either) -> bool:
        """Tell whether the members of a union's objects say which of them a value is."""
        structs = [
            self._structs[member.name]
            for member in union.members
            if isinstance(member, Named) and member.name in self._structs
        ]
        return all(_is_apart(*pair) for pair in combinations(structs, 2))


def _request_body(body: Body) -> Body:
    return replace(body, shape=_body_shape(body), others=tuple(map(_request_body, body.others)))


def _body_shape(body: Body) -> Shape:
    shape = request_shape(body.shape)
    return rebuild_shape(shape, _file_of_bytes) if _is_multipart(body) else shape


def _file_of_bytes(part: Shape) -> Shape:
    return _FILE if part == _BYTES else part


def _accept(successes: list[Answer], success: Shape) -> str:
    """Return the media types that an operation asks for; empty where that is JSON alone, or nothing."""
    read = [answer for answer in successes if (answer.shape == _BYTES) == (success == _BYTES)]
    names = dict.fromkeys(name for answer in read for name in answer.media_types)
    wanted = ", ".join(name for name in names if name != "*/*") or ("*/*" if names else "")
    return "" if wanted in ("application/json", "*/*") and success != _BYTES else wanted


def _record_count(shape: Either | Choice) -> int:
    return sum(is_record(member) for member in shape.members)


def _is_apart(one: Struct, other: Struct) -> bool:
    """Tell whether an object is known to be of one of two classes: by a constant, or by the names of its members."""
    mine, theirs = ({field.wire: field for field in struct.fields} for struct in (one, other))
    for wire in mine.keys() & theirs.keys():
        constants, others = set(mine[wire].constants), set(theirs[wire].constants)
        if constants and others and not constants & others:
            return True
        if (constants or others) and not (constants and others):
            return True  # the one that any value fits is taken where the other's constant isn't there
    if any(field.required and field.wire not in theirs for field in one.fields):
        return True
    if any(field.required and field.wire not in mine for field in other.fields):
        return True
    needed, other_needed = (
        {field.wire for field in struct.fields if field.required} for struct in (one, other)
    )
    if needed - other_needed and other_needed - needed:
        return True
    return bool(mine.keys() - theirs.keys()) and bool(theirs.keys() - mine.keys())


def _is_text(shape: Shape) -> bool:
    return (isinstance(shape, Plain) and shape.kind in TEXTUAL) or (isinstance(shape, Named) and shape.enum)


def _uses(contract: Contract) -> dict[str, Use]:
    """Return which way each class travels; one that nothing uses is read like an answer."""
    sent = [parameter.shape for operation in contract.operations for parameter in operation.parameters]
    bodies = [operation.body for operation in contract.operations if operation.body]
    sent += [body.shape for first in bodies for body in (first, *first.others)]
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
