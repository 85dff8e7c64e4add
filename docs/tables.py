"""Tables of the reference, read from the specs and the code each time that the site is built.

A page asks for one by the directive ``table-of``, so none can fall behind what it describes.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import yaml

from numberwire import errors, options
from numberwire.cli._exit_codes import MEANINGS
from numberwire.cli._main import cli

SPECS = Path(__file__).parents[1] / "spec"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_ABOUT = ("fields", "values", "handlers")
"""The keys of a check that name fields."""
Node = dict[str, Any]


class Spec:
    """The OpenAPI document of an API, and the titles of the pages that it names."""

    def __init__(self, api: str) -> None:
        """Read it.

        Args:
            api: Its name, as the file's in ``spec/``.
        """
        self.document: Node = _read(SPECS / f"{api}.yaml")
        self.pages: Node = _read(SPECS / "sources" / f"{api}.yaml")["pages"]

    def resolve(self, node: Node) -> Node:
        """A node, or what its reference leads to; keys beside the reference take precedence."""
        while reference := node.get("$ref"):
            target: Any = self.document
            for part in reference.removeprefix("#/").split("/"):
                target = target[part]
            node = {**target, **{name: value for name, value in node.items() if name != "$ref"}}
        return node

    def operations(self) -> Iterator[tuple[str, str, Node]]:
        """The path, HTTP method and description of each operation."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield path, method.upper(), item[method]

    def request_fields(self, operation: Node) -> Iterator[tuple[str, Node, bool, str]]:
        """The name, description, need and place of each thing that an operation is given."""
        for parameter in map(self.resolve, operation.get("parameters", ())):
            schema = {**self.resolve(parameter["schema"]), **parameter}
            yield parameter["name"], schema, parameter.get("required", False), parameter["in"]
        body = self.resolve(operation.get("requestBody", {}))
        for media in body.get("content", {}).values():
            for name, schema, is_required in self.properties(media["schema"]):
                yield name, schema, is_required, "body"

    def properties(self, schema: Node) -> Iterator[tuple[str, Node, bool]]:
        """The name, description and need of each property of a schema."""
        schema = self.resolve(schema)
        for name, value in schema.get("properties", {}).items():
            yield name, self.resolve(value), name in schema.get("required", ())

    def type_of(self, schema: Node) -> str:
        """The type of a value in words."""
        schema = self.resolve(schema)
        if "enum" in schema:
            return "one of " + ", ".join(f"`{value}`" for value in schema["enum"] if value is not None)
        if alternatives := schema.get("anyOf") or schema.get("oneOf"):
            return " or ".join(self.type_of(one) for one in alternatives)
        types = schema.get("type", "any")
        words = [types] if isinstance(types, str) else list(types)
        if "array" in words:
            words[words.index("array")] = f"list of {self.type_of(schema.get('items', {}))}"
        note = f" ({schema['format']})" if "format" in schema else ""
        return " or ".join(words) + note

    def pages_of(self, node: Node) -> str:
        """The pages that a thing is taken from."""
        return ", ".join(node.get("x-sources", ()))


@cache
def _read(path: Path) -> Node:
    node: Node = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 both are safe
    return node


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    text = " ".join(str(value).split())
    return text.replace("|", "\\|").replace("<", "&lt;")


def operations(api: str) -> str:
    """What an API can do: its methods, what each sends, and the answers."""
    rows = [
        (
            f"`{operation.get('x-method', operation['operationId'])}`",
            f"`{method} {path}`",
            operation["summary"],
            ", ".join(operation["responses"]),
        )
        for path, method, operation in Spec(api).operations()
    ]
    return table(("method", "sends", "what it does", "answers"), rows)


def fields(api: str) -> str:
    """The fields that each operation of an API is given, one table an operation."""
    spec = Spec(api)
    parts = []
    for _, _, operation in spec.operations():
        rows = [
            (
                f"`{name}`",
                node.get("description", ""),
                f"{spec.type_of(node)}{', required' if is_required else ''}",
                place,
                spec.pages_of(node),
            )
            for name, node, is_required, place in spec.request_fields(operation)
        ]
        method = operation.get("x-method", operation["operationId"])
        parts.append(f"### {method}\n\n{operation['description']}")
        parts.append(table(("field", "meaning", "type", "in", "pages"), rows))
    return "\n\n".join(parts)


def answers(api: str) -> str:
    """The schemas of an API that have properties, one table a schema."""
    spec = Spec(api)
    parts = []
    for name, schema in spec.document["components"]["schemas"].items():
        rows = [
            (f"`{field}`", node.get("description", ""), spec.type_of(node), spec.pages_of(node))
            for field, node, _ in spec.properties(schema)
        ]
        if rows:
            parts.append(f"### {name}\n\n{schema.get('description', '')}")
            parts.append(table(("field", "meaning", "type", "pages"), rows))
    return "\n\n".join(parts)


def handlers(api: str) -> str:
    """The handlers of an API, with the class of each and the fields that it reads."""
    classes = handler_classes(api)
    rows = [
        (
            f"`{value}`",
            f"`{classes[field, value]}`" if (field, value) in classes else "",
            ", ".join(f"`{name}`" for name in handler.get("required", ())),
            ", ".join(f"`{name}`" for name in handler.get("optional", ())),
            ", ".join(handler.get("sources", ())),
        )
        for _, _, operation in Spec(api).operations()
        for field, values in operation.get("x-handlers", {}).items()
        for value, handler in values.items()
    ]
    return table(("handler", "class", "needs", "also reads", "pages"), rows)


def handler_classes(api: str) -> dict[tuple[str, str], str]:
    """The classes of an API's handlers, by the field that chooses one and the value that it then has."""
    classes = importlib.import_module(f"numberwire.{api}._fleet").HANDLER_CLASSES
    return {
        (kind.field, kind.handler): f"{name}.{kind.__name__}"
        for name in ("call", "message")
        for kind in classes[name].values()
    }


def checks(api: str) -> str:
    """The checks of an API that are made before a request is sent."""
    rows = [
        (
            f"`{check['check']}`",
            f"`{operation['operationId']}`",
            ", ".join(f"`{name}`" for key in _ABOUT for name in check.get(key, ())),
            check["rule"],
            check.get("page", ""),
        )
        for _, _, operation in Spec(api).operations()
        for check in operation.get("x-checks", ())
    ]
    return table(("check", "operation", "fields", "rule", "page"), rows)


def pages(api: str) -> str:
    """The documentation pages that an API's spec is taken from."""
    rows = [
        (f"`{name}`", page.get("title", ""), page.get("url") or "not recorded")
        for name, page in Spec(api).pages.items()
    ]
    return table(("page", "title", "address"), rows)


def error_classes() -> str:
    """The exceptions, what each means, and what it is a kind of."""
    classes = [
        value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, Exception)
    ]
    rows = [
        (
            f"`{kind.__name__}`",
            _first_line(kind),
            ", ".join(f"`{base.__name__}`" for base in kind.__bases__),
        )
        for kind in classes
    ]
    return table(("error", "what happened", "a kind of"), rows)


def option_fields() -> str:
    """The options of a client."""
    text = inspect.getdoc(options.OptionFields) or ""
    entries = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", text, re.MULTILINE)
    return table(
        ("option", "meaning"), [(f"`{name}`", meaning.replace("``", "`")) for name, meaning in entries]
    )


def exit_codes() -> str:
    """The exit codes of the command."""
    return table(("code", "meaning"), [(int(code), meaning) for code, meaning in MEANINGS.items()])


def commands() -> str:
    """Each command of the shell with its arguments and options."""
    return "\n\n".join(_command_parts(cli, click.Context(cli, info_name="numberwire")))


def _command_parts(command: click.Command, context: click.Context) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _command_parts(child, click.Context(child, info_name=name, parent=context))
        return
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"## {context.command_path}"
    yield f"`{context.command_path} {usage}`".strip()
    yield inspect.cleandoc(command.help or "").partition("\f")[0].replace("``", "`").partition("\n\n")[0]
    records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
    # An argument stands in the usage line and has no text. Two hyphens outside of code would become a dash.
    rows = [
        (f"`{names}`", re.sub(r"(?<![\w-])--[a-z][\w-]*", r"`\g<0>`", text))
        for names, text in filter(None, records)
        if text
    ]
    yield table(("option", "meaning"), rows)


def _first_line(thing: object) -> str:
    text = inspect.getdoc(thing) or ""
    return " ".join(text.partition("\n\n")[0].split()).replace("``", "`")


TABLES: dict[str, Callable[..., str]] = {
    "operations": operations,
    "fields": fields,
    "answers": answers,
    "handlers": handlers,
    "checks": checks,
    "pages": pages,
    "errors": error_classes,
    "options": option_fields,
    "exit-codes": exit_codes,
    "commands": commands,
}
