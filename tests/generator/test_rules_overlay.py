"""The rules on the overlay's table of checks: a row that names what is gone says so, and how to mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.rules import check_file

SPEC = Path("spec/pets.yaml")
TABLE = Path("overrides/numberwire/pets/rules.py")


@pytest.fixture(autouse=True)
def house(pets, tmp_path, monkeypatch):
    """A house with the small document and its sources; the work is done in it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(pets.path.parent, "spec")
    SPEC.write_text(SPEC.read_text(encoding="utf-8").replace(NAME, NAME + KIND), encoding="utf-8")
    TABLE.parent.mkdir(parents=True)


NAME = "        name: {type: string, description: Its name., examples: [Rex], x-sources: [guide]}\n"
KIND = "        kind: {$ref: '#/components/schemas/Kind', description: Its kind., x-sources: [guide]}\n"
ROW = '{"check": "kind", "operation": "update_pet", "fields": ("name",), "values": {"kind": ("cat",)}}'


def found(table):
    """What the rules on a table find: the findings as they are printed."""
    TABLE.write_text(f'"""Rules."""\n\nRULES = {table}\n', encoding="utf-8")
    return [str(finding) for finding in check_file(SPEC) if finding.rule.startswith("NW6")]


def test_a_table_that_fits():
    """A table whose rows name what the document has is fine, and so is no table."""
    assert found(f"({ROW},)") == []
    TABLE.unlink()
    assert [finding for finding in check_file(SPEC) if finding.rule.startswith("NW6")] == []


@pytest.mark.parametrize(
    ("table", "finding"),
    [
        pytest.param(
            "tuple(name for name in ())",
            "3: NW601 RULES isn't literal. Mend: Write it in literals alone, without names or calls.",
            id="NW601 code instead of literals",
        ),
        pytest.param(
            f"(\n    {ROW.replace('update_pet', 'update_pets')},)",
            "4: NW602 The check 'kind' names the operation 'update_pets'. "
            "Mend: Rename me to 'update_pet', or delete me.",
            id="NW602 an operation that was renamed",
        ),
        pytest.param(
            f"(\n    {ROW.replace('update_pet', 'feed')},)",
            "4: NW602 The check 'kind' names the operation 'feed'. Mend: Delete me.",
            id="NW602 an operation that is gone",
        ),
        pytest.param(
            f"(\n    {ROW},\n    {ROW.replace(chr(34) + 'name', chr(34) + 'names')},)",
            "5: NW603 The check 'kind' names the field 'names', which update_pet has not. "
            "Mend: Rename me to 'name', or delete me.",
            id="NW603 a field that was renamed",
        ),
        pytest.param(
            f"(\n    {ROW.replace('cat', 'horse')},)",
            "4: NW604 The check 'kind' names the value 'horse' of kind, which it has not. Mend: Delete me.",
            id="NW604 a value that is gone",
        ),
        pytest.param(
            '({"check": "k", "operation": "update_pet", "parameters": {"kind": {"dog": ("name", "tail")}}},)',
            "3: NW603 The check 'k' names the field 'tail', which update_pet has not. Mend: Delete me.",
            id="NW603 a parameter that is gone",
        ),
    ],
)
def test_a_row_that_names_what_is_gone(table, finding):
    """The first finding names the row's file and line, what is gone, and the mend."""
    assert found(table)[0] == f"{TABLE}:{finding}"


def test_the_projects_own_tables(monkeypatch):
    """The tables of the project's own overlay fit its specs."""
    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)
    assert [
        str(one) for name in ("signalwire", "routing") for one in check_file(Path("spec", f"{name}.yaml"))
    ] == []
