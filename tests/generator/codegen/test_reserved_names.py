"""A document may use any name, whatever the package and the model tool call their own things."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.codegen import models
from generator.codegen.pipeline import generate_package
from generator.codegen.tool_process import ToolError
from generator.findings import GenerateError
from generator.names import FIELDS, MEMBERS, MODEL_CLASSES

EXERCISE = Path(__file__).parent / "exercise_package.py"
CLASSES = sorted({*MODEL_CLASSES, "Model_", "field", "convert", "True", "BaseModel", "Field", "models"})
OBJECT = {
    "type": "object",
    "required": ["UNSET"],
    "properties": {name: {"type": "string"} for name in sorted(FIELDS)},
}
ENUM = {"type": "string", "enum": sorted(MEMBERS)}


def quiet(_):
    """Report nothing."""


def written(folder, schemas):
    """Write a document of schemas; returns its path."""
    spec = folder / "names.json"
    told = {"openapi": "3.0.3", "paths": {}, "components": {"schemas": schemas}}
    spec.write_text(json.dumps(told), encoding="utf-8")
    return spec


@pytest.mark.parametrize("schema", [OBJECT, ENUM], ids=["object", "enum"])
def test_a_reserved_name_gets_another(schema, tmp_path):
    """Schemas, fields and enum members with reserved names are generated, import and lose nothing."""
    spec = written(tmp_path, dict.fromkeys(CLASSES, schema))
    result = generate_package(spec, tmp_path / "out", quiet)
    command = [sys.executable, "-I", "-B", EXERCISE, result.package.parent, result.package.name]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert (result.omissions, result.models, told["wrong"]) == ((), len(CLASSES), [])


def test_a_reserved_class_gets_a_word(tmp_path):
    """A class is never told apart by an underscore at its end, which the model tool would drop."""
    names = ["UNSET", "Model_", "ModelModel", "Literal", "Pet"]
    result = generate_package(written(tmp_path, dict.fromkeys(names, OBJECT)), tmp_path / "out", quiet)
    source = (result.package / "models.py").read_text(encoding="utf-8")
    classes = [line[6:].partition("(")[0] for line in source.splitlines() if line.startswith("class ")]
    assert sorted(classes) == ["LiteralModel", "ModelModel", "ModelModel2", "Pet", "UNSETModel"]


def test_a_model_tool_that_writes_nothing(tmp_path, monkeypatch):
    """Where the model tool fails even with every field typed Any, that is a finding and nothing is written."""

    def fail(*_):
        raise ToolError("it is broken")

    monkeypatch.setattr(models, "run_tool", fail)
    with pytest.raises(GenerateError, match="NW814 The model tool can't write the classes: it is broken"):
        generate_package(written(tmp_path, {"Pet": OBJECT}), tmp_path / "out", quiet)
    assert not (tmp_path / "out").exists()
