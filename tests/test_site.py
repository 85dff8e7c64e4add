"""The README and the site's pages: their Python runs and prints what they show, and their tables are complete."""

import contextlib
import io
import re
import sys
from functools import partial, reduce
from operator import getitem
from pathlib import Path

import click
import pytest
import yaml

from numberwire import errors
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._main import cli
from numberwire.errors import NumberwireError
from numberwire.options import Options

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = {
    path.relative_to(ROOT).as_posix(): FENCE.findall(path.read_text(encoding="utf-8"))
    for path in (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
    if "_build" not in path.parts
}
RUN_ELSEWHERE = {"docs/any-api.md"}
"""Pages whose code needs more than this: tests/generator/codegen/test_any_api_page.py generates a package first."""
PYTHON = sorted(
    name
    for name, blocks in BLOCKS.items()
    if name not in RUN_ELSEWHERE and any(language == "python" for language, _ in blocks)
)
APIS = sorted(path.stem for path in (ROOT / "spec").glob("*.yaml"))


sys.path.insert(0, str(DOCS))
import tables  # noqa: E402 it is found in the pages' folder only

sys.path.remove(str(DOCS))


@pytest.mark.parametrize("name", PYTHON)
def test_python_prints_what_is_shown(name, tmp_path, monkeypatch):
    """The Python blocks of a page run in order, and print what stands in the text block below each."""
    monkeypatch.chdir(tmp_path)
    for variable in ("PROJECT_ID", "API_TOKEN", "SPACE"):
        monkeypatch.setenv(f"SIGNALWIRE_{variable}", "sandbox.example.com")
    namespace = {"__name__": "__main__"}
    blocks = BLOCKS[name]
    for (language, code), (next_language, shown) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if language != "python":
            continue
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            try:
                exec(compile(code, name, "exec"), namespace)  # noqa: S102 the page's own code
            except NumberwireError as error:
                output.write(
                    f"{type(error).__module__}.{type(error).__name__}: {error}\n"
                )  # as a traceback ends
        if next_language == "text":
            assert output.getvalue() == shown


def first_cells(text):
    """The first cell of each row of a table's body, without its backticks, by the heading above the table."""
    cells, heading = {}, ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("| `") or re.match(r"\| \d+ \|", line):
            cells.setdefault(heading, []).append(line.split("|")[1].strip(" `"))
    return cells


def follow(document, node):
    """What a node's reference leads to, or the node."""
    steps = node.get("$ref", "#").split("/")[1:]
    return reduce(getitem, steps, document) if steps else node


def described(api):
    """What the tables of an API should have in their first cells, read from its documents alone."""
    load = partial(yaml.load, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    document = load((ROOT / "spec" / f"{api}.yaml").read_bytes())
    record = load((ROOT / "spec" / "sources" / f"{api}.yaml").read_bytes())
    resolved = partial(follow, document)
    fields, handlers, checks, methods = {}, [], [], []
    for item in document["paths"].values():
        shared = item.pop("parameters", [])
        for operation in item.values():
            methods.append(operation["x-method"])
            names = [resolved(parameter)["name"] for parameter in (*shared, *operation.get("parameters", ()))]
            body = resolved(operation.get("requestBody", {}))
            for media in body.get("content", {}).values():
                names += resolved(media["schema"]).get("properties", {})
            fields |= {operation["x-method"]: names} if names else {}
            checks += [check["check"] for check in operation.get("x-checks", ())]
            handlers += [value for values in operation.get("x-handlers", {}).values() for value in values]
    schemas = document["components"]["schemas"].items()
    tables_of_api = {
        "operations": {"": methods},
        "fields": fields,
        "handlers": {"": handlers} if handlers else None,
        "checks": {"": checks},
        "answers": {name: list(schema["properties"]) for name, schema in schemas if schema.get("properties")},
        "pages": {"": list(record["pages"])},
    }
    return {name: cells for name, cells in tables_of_api.items() if cells is not None}


@pytest.mark.parametrize("api", APIS)
def test_tables_of_an_api_are_complete(api):
    """Each operation, field, handler, check, schema and page of an API is in its own table, and on the API's page."""
    page = (DOCS / "reference" / f"{api}.md").read_text(encoding="utf-8")
    names = re.findall(rf"{{table-of}} (\S+) {api}", page)
    assert {name: first_cells(tables.TABLES[name](api)) for name in names} == described(api)


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (
            "errors",
            [name for name in errors.__all__ if issubclass(getattr(errors, name), Exception)],
        ),
        ("options", list(Options.__struct_fields__)),
        ("exit-codes", [str(int(code)) for code in ExitCode]),
    ],
    ids=["errors", "options", "exit codes"],
)
def test_table_is_complete(table, wanted):
    """Each error, option and exit code is in its table."""
    assert sorted(first_cells(tables.TABLES[table]())[""]) == sorted(wanted)


def leaves(command, path):
    """Each command below one that has commands, by its words."""
    if not isinstance(command, click.Group):
        return {path: command}
    context = click.Context(command)
    children = {name: command.get_command(context, name) for name in command.list_commands(context)}
    return {
        words: one
        for name, child in children.items()
        for words, one in leaves(child, f"{path} {name}").items()
    }


def test_commands_are_complete():
    """Each command has a section, and each of its options a row with a meaning."""
    shown = tables.TABLES["commands"]()
    commands = leaves(cli, "numberwire")
    assert re.findall("^## (.*)$", shown, re.MULTILINE) == list(commands)
    rows = {words: " ".join(cells) for words, cells in first_cells(shown).items()}
    options = {
        (words, name)
        for words, command in commands.items()
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
    }
    assert {
        (words, name) for words, name in options if name not in re.findall(r"--?[\w-]+", rows[words])
    } == set()


def test_every_table_is_on_a_page():
    """A table that no page shows is of no use."""
    shown = {
        name
        for path in DOCS.rglob("*.md")
        for name in re.findall(r"{table-of} (\S+?)[ \n]", path.read_text("utf-8"))
    }
    assert shown == set(tables.TABLES)


def test_every_page_is_in_the_contents():
    """Each page can be reached from the first one."""
    listed = set(re.findall(r"^([\w/-]+)$", (DOCS / "index.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert {f"docs/{name}.md" for name in listed} | {"docs/index.md", "README.md"} == set(BLOCKS)
