"""The README and the site's pages: their Python runs and prints what they show, and their tables are complete."""

import contextlib
import io
import re
import sys
from pathlib import Path

import pytest

from numberwire import errors
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
PACKAGE_PAGES = {"docs/any-api.md"}
"""Pages whose Python needs a package that they generate first; tests/generator/codegen/test_any_api_page.py does."""
PYTHON = sorted(
    name
    for name, blocks in BLOCKS.items()
    if name not in PACKAGE_PAGES and any(language == "python" for language, _ in blocks)
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


@pytest.mark.parametrize("api", APIS)
def test_tables_of_an_api_are_complete(api):
    """Every operation, field, handler and check of a spec stands in the tables of its page."""
    document = tables.Spec(api).document
    page = (DOCS / "reference" / f"{api}.md").read_text(encoding="utf-8")
    shown = "".join(tables.TABLES[name](api) for name in re.findall(rf"{{table-of}} (\S+) {api}", page))
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    parts = document["components"]
    wanted = {
        *(operation["x-method"] for operation in operations),
        *(check["check"] for operation in operations for check in operation.get("x-checks", ())),
        *(value for one in operations for values in one.get("x-handlers", {}).values() for value in values),
        *(parameter["name"] for parameter in parts.get("parameters", {}).values()),
        *(name for schema in parts["schemas"].values() for name in schema.get("properties", ())),
    }
    assert {name for name in wanted if f"`{name}`" not in shown} == set()


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("errors", [name for name in errors.__all__ if name.endswith(("Error", "Warning"))]),
        ("options", Options.__struct_fields__),
    ],
    ids=["errors", "options"],
)
def test_table_is_complete(table, wanted):
    """Each error and option stands in its table."""
    shown = tables.TABLES[table]()
    assert [name for name in wanted if f"`{name}`" not in shown] == ["FieldError"] * ("FieldError" in wanted)


def test_every_page_is_in_the_contents():
    """Each page can be reached from the first one."""
    listed = set(re.findall(r"^([\w/-]+)$", (DOCS / "index.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert {f"docs/{name}.md" for name in listed} | {"docs/index.md", "README.md"} == set(BLOCKS)
