"""Models: datamodel-code-generator writes the classes, from a document that holds no text of anyone's.

The tool sees safe names and plain shapes alone. Wire names, values and descriptions are handed to our templates as
finished literals beside it. What it writes is taken only if it says nothing and made exactly the classes it was given.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.codegen.contract import Contract, Enumeration, Field, Struct, Use
from generator.codegen.shapes import (
    ANY,
    LIST,
    MARKED,
    NONE,
    TEXT,
    TUPLE,
    UUID_CLASS,
    Choice,
    Either,
    Listed,
    Named,
    Plain,
    annotation,
    optional,
    parts,
    references,
    schema,
)
from generator.codegen.source_text import docstring, literal, wrap_text
from generator.codegen.tool_process import TOOLS, ToolError
from generator.openapi.pointers import mapping, sequence

_TEMPLATES = Path(__file__).parents[1] / "templates" / "models"
_FLAGS = (
    "--input-file-type=openapi",
    "--output-model-type=msgspec.Struct",
    "--target-python-version=3.11",
    "--no-use-annotated",
    "--strict-refs",
    "--no-allow-remote-refs",
    "--strict-nullable",
    "--keyword-only",
    "--use-specialized-enum",
    "--output-datetime-class=datetime",
    "--no-treat-dot-as-module",
    "--disable-timestamp",
    "--ignore-pyproject",
    "--formatters=builtin",
    f'--type-overrides={{"{UUID_CLASS}": "uuid.UUID"}}',
    "--input=document.json",
    "--output=models.py",
    "--emit-model-metadata=made.json",
    f"--custom-template-dir={_TEMPLATES}",
    "--extra-template-data=notes.json",
)

_MOST_MEMBERS = 500
"""So many members of an enum are given to the tool, whose time grows with their square."""


@dataclass(frozen=True)
class Inputs:
    """What the tool is given: a document, and the literals its templates put beside each class."""

    document: dict[str, Any]
    notes: dict[str, Any]


def tool_inputs(contract: Contract) -> Inputs:
    """Return what the tool needs to write the classes of a contract."""
    typed = contract.typed
    annotations = {name: _own_annotations(struct, typed=typed) for name, struct in contract.structs.items()}
    classes = {name: _struct_schema(struct, annotations[name]) for name, struct in contract.structs.items()}
    classes |= {name: _enum_schema(enum) for name, enum in contract.enums.items()}
    stand_ins: dict[str, Any] = {UUID_CLASS: {"type": "object", "properties": {}}}
    notes = {
        name: _struct_notes(struct, annotations[name], contract) for name, struct in contract.structs.items()
    }
    notes |= {name: _enum_notes(enum) for name, enum in contract.enums.items()}
    return Inputs(
        {
            "openapi": "3.1.0",
            "info": {"title": "models", "version": "1"},
            "paths": {},
            "components": {"schemas": stand_ins | classes},
        },
        notes,
    )


def _struct_schema(struct: Struct, annotations: dict[str, str]) -> dict[str, Any]:
    # Of a field that has its annotation from here, the tool needs the classes alone, by which it orders them.
    properties = {
        field.name: references(field.shape)
        if annotations[field.name]
        else schema(_held_shape(field, struct.use))
        for field in struct.fields
    }
    # An answer's field that may be missing has None as its value; marked required, it gets no UNSET from the tool.
    required = [field.name for field in struct.fields if field.required or struct.use is Use.ANSWER]
    return {"type": "object", "properties": properties, "required": required}


def _held_shape(field: Field, use: Use) -> Any:
    return (
        field.shape
        if field.required or use is not Use.ANSWER or field.shape == ANY
        else optional(field.shape)
    )


def _enum_schema(enum: Enumeration) -> dict[str, Any]:
    # The tool compares each name with all before it. Its template lays out every member, whichever it was given.
    return {"type": "string", "enum": [member.name for member in enum.members[:_MOST_MEMBERS]]}


def _struct_notes(struct: Struct, annotations: dict[str, str], contract: Contract) -> dict[str, Any]:
    renamed = {field.name: field.wire for field in struct.fields if field.name != field.wire}
    return {
        "base": "OpenModel"
        if struct.is_open
        else "TypedModel"
        if any(map(_IS_MARKED, annotations.values()))
        else "Model",
        "doc": docstring(wrap_text(struct.doc) or f"The object {struct.name}."),
        "rename": f", rename={literal(renamed)}" if renamed else "",
        # What was missing from an answer is missing again where the answer is written.
        "omits": ", omit_defaults=True" if contract.typed and struct.use is Use.ANSWER else "",
        "notes": {
            field.name: {
                "type": annotations[field.name],
                "default": _default(field, struct.use, contract),
                "doc": _member_docstring(field.doc),
            }
            for field in struct.fields
        },
    }


_IS_MARKED = re.compile(r"\b(Integer|Missing|OneOf|Time)\b").search


_TAGS = (TEXT, Plain("int"), Plain("bool"))


def _tag(field: Field, enums: dict[str, Enumeration]) -> str:
    """Return the only value that a field may have, as source text; empty where there are several, or none is known."""
    if len(field.constants) != 1:
        return ""
    if isinstance(field.shape, Named) and field.shape.enum:
        members = enums[field.shape.name].members
        names = (member.name for member in members if member.value == field.constants[0])
        return next((f"{field.shape.name}.{name}" for name in names), "")
    return literal(field.constants[0]) if field.shape in _TAGS else ""


def _default(field: Field, use: Use, contract: Contract) -> str:
    typed = contract.typed
    # What a class is known by needn't be given by whoever makes one.
    tag = _tag(field, contract.enums) if typed and use is not Use.ANSWER else ""
    if tag and (field.required or field.is_implied):
        return f" = {tag}"
    if field.required:
        return ""
    # Where null says something, a field that is missing needs a value of its own.
    is_none = use is Use.ANSWER and not (typed and _allows_none(field.shape))
    return " = None" if is_none else " = UNSET"


def _own_annotations(struct: Struct, *, typed: bool) -> dict[str, str]:
    """Return each field's annotation that the tool can't write; empty where the tool's own serves."""
    annotate = _typed_annotation if typed else _tuple_annotation
    return {field.name: annotate(field, struct.use) for field in struct.fields}


def _typed_annotation(field: Field, use: Use) -> str:
    """Return the annotation of a field by the types of `_typed`."""
    listed = LIST if use is Use.REQUEST else TUPLE
    annotated = annotation(field.shape, lambda shape: shape.name, listed, plain=MARKED, choice="OneOf[{}]")
    if field.constants and not isinstance(field.shape, (Choice, Either)) and field.shape != ANY:
        annotated = f"Annotated[{annotated}, Constant({', '.join(map(literal, field.constants))})]"
    if field.required or (field.shape == ANY and use is Use.ANSWER):
        return annotated
    if use is Use.ANSWER and not _allows_none(field.shape):
        return f"{annotated} | None"
    missing = "Missing" if use is Use.BOTH and not _allows_none(field.shape) else "UnsetType"
    return f"{annotated} | {missing}"


def _allows_none(shape: Any) -> bool:
    return shape in (ANY, NONE) or (isinstance(shape, (Choice, Either)) and NONE in shape.members)


def _tuple_annotation(field: Field, use: Use) -> str:
    """Return the annotation of a received field that holds a list; the tool's own serves all others.

    A model is compared, hashed and never changed, which a list among its fields would spoil; the tool writes none
    but lists.
    """
    if use is Use.REQUEST or not any(isinstance(part, Listed) for part in parts(field.shape)):
        return ""
    return annotation(_held_shape(field, use), lambda shape: shape.name, TUPLE)


def _enum_notes(enum: Enumeration) -> dict[str, Any]:
    return {
        "doc": docstring(wrap_text(enum.doc) or f"The values of {enum.name}; an answer may have others."),
        "notes": {
            member.name: {"value": literal(member.value), "doc": _member_docstring(member.doc)}
            for member in enum.members
        },
    }


def _member_docstring(doc: str) -> str:
    return docstring(wrap_text(doc), " " * 4) if doc.strip() else ""


def run_tool(inputs: Inputs, folder: Path) -> str:
    """Return the classes as source text.

    Args:
        inputs: What `tool_inputs` returned.
        folder: An empty folder for the tool's files.

    Raises:
        ToolError: The tool warned or failed, or made other classes than it was given.
    """
    (folder / "document.json").write_text(json.dumps(inputs.document), encoding="utf-8")
    (folder / "notes.json").write_text(json.dumps(inputs.notes), encoding="utf-8")
    TOOLS.run("models", folder, _FLAGS)
    metadata = json.loads((folder / "made.json").read_text(encoding="utf-8"))
    _compare_classes(inputs, metadata)
    source = (folder / "models.py").read_text(encoding="utf-8")
    _compare_fields(inputs, source)
    return source


def _compare_classes(inputs: Inputs, metadata: dict[str, Any]) -> None:
    """Join what was asked for and what was made on the component's key."""
    classes = {
        model["source_path"][-1]: model["class_name"]
        for model in map(mapping, sequence(metadata.get("models")))
    }
    differences = sorted(key for key in classes.keys() ^ inputs.notes.keys() if key != UUID_CLASS)
    differences += sorted(key for key, name in classes.items() if key != name)
    if differences:
        raise ToolError(f"it left out or renamed {', '.join(differences)}")


def _compare_fields(inputs: Inputs, source: str) -> None:
    """Make sure that each class has the fields it was given: the tool has words it takes for no name."""
    schemas = inputs.document["components"]["schemas"]
    fields = {
        node.name: {
            item.target.id
            for item in node.body
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        }
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef)
    }
    renamed = [
        name
        for name in inputs.notes
        if "properties" in schemas[name] and fields.get(name) != set(schemas[name]["properties"])
    ]
    if renamed:
        raise ToolError(f"it left out or renamed a field of {', '.join(sorted(renamed))}")


def class_text(source: str) -> str:
    """Return the classes of the tool's file, without its header and imports; the package's own stand before them."""
    start = re.search(r"^class ", source, re.MULTILINE)
    return source[start.start() :] if start else ""


Run = Callable[[Inputs], str]


def refused_classes(inputs: Inputs, run: Run) -> list[str]:
    """Return the classes the tool can't write, found by halving; the others it can.

    Args:
        inputs: All classes.
        run: Runs the tool.
    """
    refused: list[str] = []
    if not _can_write(untyped_inputs(inputs, list(inputs.notes)), run):
        return list(inputs.notes)  # what is at fault are no fields, and no search would find it
    while True:
        names = [name for name in inputs.notes if name not in refused]
        if _can_write(untyped_inputs(inputs, refused), run) or not names:
            return refused
        while len(names) > 1:
            half = names[: len(names) // 2]
            fine = _can_write(
                untyped_inputs(inputs, [name for name in inputs.notes if name not in half]), run
            )
            names = names[len(half) :] if fine else half
        refused += names


def untyped_inputs(inputs: Inputs, names: list[str]) -> Inputs:
    """Return the inputs with the named classes' fields typed Any."""
    schemas: dict[str, Any] = dict(inputs.document["components"]["schemas"])
    for name in names:
        properties = mapping(schemas[name].get("properties"))
        if properties:
            schemas[name] = schemas[name] | {"properties": dict.fromkeys(properties, schema(ANY))}
    notes = {name: _untyped_note(note) if name in names else note for name, note in inputs.notes.items()}
    return Inputs(inputs.document | {"components": {"schemas": schemas}}, notes)


def _untyped_note(note: dict[str, Any]) -> dict[str, Any]:
    return note | {"notes": {name: field | {"type": ""} for name, field in note["notes"].items()}}


def _can_write(inputs: Inputs, run: Run) -> bool:
    try:
        run(inputs)
    except ToolError:
        return False
    return True
