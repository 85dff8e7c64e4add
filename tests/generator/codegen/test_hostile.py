"""A document tries to become code, in every place that holds text; it stays text."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from generator.codegen.pipeline import generate_package, generate_project

EXERCISE = Path(__file__).parent / "exercise_package.py"
CANARY = "__import__('pathlib').Path({canary!r}).touch()"
WRAPPINGS = [
    "{code}",
    "'; {code}; '",
    '"; {code}; "',
    '"""\n{code}\n"""',
    'ends with a quote" and \\"""\n    {code}\n    """',
    "ends with a backslash\\",
    "\\N{{DASH}} \\x41 \\u0041 \\U0001F600 {code}",
    "name\n{code}\r\n{code}\u2028{code}\x0c{code}\x85{code}",
    "# -*- coding: utf-7 -*-\n{code}",
    "{{{{ {code} }}}}{{% for x in () %}}{{# x #}}",
    "{{{{ ''.__class__.__mro__[1].__subclasses__() }}}}",
    "\u202e{code}\u2066\u2069",
    "a\x00b{code}\x1b[31m",
    "x): {code}\ndef y(",
    "x: int = {code}",
    "class",
    "__class__",
    "os.system",
    "%(x)s {{x}} {{0}} ${{x}}",
    "",
    "{code} " * 300,
    "名前 пёс ẞ",
]


def paths(text: str) -> dict:
    """Return paths that hold a text wherever one may stand."""
    note = {"title": text, "description": text, "default": text, "example": text, "examples": [text]}
    extra = {
        "x-python-import": {"module": text, "name": text},
        "customTypePath": text,
        "customBasePath": text,
        "x-enum-varnames": [text],
        "x-" + text: text,
    }
    ref = {"$ref": "#/components/schemas/" + text.replace("~", "~0").replace("/", "~1").replace("%", "%25")}
    parameters = [
        {
            "name": text,
            "in": place,
            "required": place == "path",
            "schema": {"type": "string", **note},
            **note,
            **extra,
        }
        for place in ("path", "header", "cookie")
    ]
    parameters.append({"name": text, "in": "query", "schema": {"enum": [text], **note, **extra}})
    operation = {
        "operationId": text,
        "tags": [text],
        "summary": text,
        "description": text,
        "parameters": parameters,
        "requestBody": {
            "description": text,
            "content": {text: {"schema": ref}, "application/json": {"schema": ref}},
        },
        "responses": {
            "200": {"description": text, "content": {"application/json": {"schema": ref}}},
            text: {"description": text},
        },
        **extra,
    }
    sent = {"operationId": text + "2", "requestBody": {"content": {text: {"schema": schema(text)}}}}
    return {f"/{text}/{{{text}}}": {"get": operation, "post": operation | sent, "description": text}}


def schema(text: str) -> dict:
    """Return an object schema that holds a text wherever one may stand."""
    ref = {"$ref": "#/components/schemas/" + text.replace("~", "~0").replace("/", "~1").replace("%", "%25")}
    note = {"title": text, "description": text, "default": text, "example": text, "examples": [text]}
    extra = {
        "x-python-import": {"module": text, "name": text},
        "customTypePath": text,
        "customBasePath": text,
    }
    union = [ref, {"type": "object", **note}]
    properties = {
        text: {"type": "string", **note, **extra},
        "enum": {"enum": [text, text + "2"], "x-enum-varnames": [text], **note},
        "const": {"const": text, **note},
        "default": {"type": "integer", "default": text, "minimum": text, "pattern": text, "format": text},
        "kind": {"type": text},
        "reference": {"$ref": text},
        "own": ref,
        "union": {"oneOf": union, "discriminator": {"propertyName": text, "mapping": {text: text}}},
        "map": {"type": "object", "patternProperties": {text: ref}},
    }
    return {"type": "object", "required": [text], "properties": properties, **note, **extra}


def document(texts: list[str]) -> dict:
    """Return a document that holds texts wherever they may stand."""
    first = texts[0]
    return {
        "openapi": "3.1.0",
        "info": {"title": first, "version": first, "description": "\n".join(texts)},
        "servers": [{"url": text, "variables": {text: {"default": text}}} for text in texts],
        "tags": [{"name": text, "description": text} for text in texts],
        "paths": {path: item for text in texts for path, item in paths(text).items()},
        "components": {
            "schemas": {name: schema(text) for text in texts for name in (text, text + ".dotted")}
        },
        "x-" + first: first,
    }


def test_text_in_any_place_stays_text(tmp_path):
    """A document of hostile text generates, imports and makes requests, and none of its text has run."""
    canary = tmp_path / "canary"
    texts = [wrapping.format(code=CANARY.format(canary=str(canary))) for wrapping in WRAPPINGS]
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(document(texts)), encoding="utf-8")
    result = generate_package(spec, tmp_path / "out", lambda _: None)
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", EXERCISE, result.package.parent, result.package.name],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert (told["wrong"], done.stderr, told["operations"]) == ([], "", 2 * len(WRAPPINGS))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "spec.json"]


def test_a_curated_documents_text_stays_text(tmp_path):
    """In the project's own documents hostile words generate too, as words, and none has run."""
    canary = tmp_path / "canary"
    words = "\n".join(wrapping.format(code=CANARY.format(canary=str(canary))) for wrapping in WRAPPINGS)
    pet = {
        "type": "object",
        "description": words,
        "properties": {"a": {"enum": [words], "description": words}},
    }
    answer = {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
    }
    operation = {"operationId": "get_pet", "tags": ["pets"], "summary": words, "responses": {"200": answer}}
    told = {"openapi": "3.1.0", "info": {"title": words}, "paths": {"/": {"get": operation}}}
    (tmp_path / "spec").mkdir()
    spec = tmp_path / "spec" / "pets.yaml"
    spec.write_text(json.dumps(told | {"components": {"schemas": {"Pet": pet}}}), encoding="utf-8")
    (result,) = generate_project(tmp_path, None, lambda _: None)
    assert (result.models, result.operations) == (2, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["generated", "spec"]
