"""A document whose references lead to files beside it, and to anchors, is one document."""

import json

import pytest

from generator.codegen.bundle import bundle_document, bundled_files
from generator.codegen.pipeline import generate_package
from generator.openapi.document import DocumentError, read_document

FILES = {
    "api.yaml": """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /pets: {get: {operationId: get_pets, responses: {"200": {$ref: "parts/answers.yaml#/pets"}}}}
  /item: {$ref: "parts/item.yaml"}
  /far: {get: {operationId: far, responses: {"200": {$ref: "https://localhost/far.yaml#/answer"}}}}
components:
  schemas:
    Owner:
      $id: https://localhost/schemas/owner
      $anchor: owner
      type: object
      properties: {name: {type: string, example: {$ref: "parts/item.yaml"}}}
    Secret: {$ref: "../secret.yaml#/Secret"}
    Gone: {$ref: "gone.yaml"}
    Kind: {$ref: "parts/schemas/Pet.json#kind"}
    Named: {$ref: "https://localhost/schemas/owner"}
    Odd: {$ref: "a\\0b.yaml"}
""",
    "parts/answers.yaml": """\
pets:
  description: Pets.
  content: {application/json: {schema: {type: array, items: {$ref: "schemas/Pet.json"}}}}
""",
    "parts/schemas/Pet.json": """\
{"type": "object", "properties": {
  "owner": {"$ref": "../../api.yaml#/components/schemas/Owner"}, "mother": {"$ref": "#"}, "kind": {"$ref": "#kind"},
  "example": {"$ref": "../item.yaml#/none"}
}, "$defs": {"Kind": {"$anchor": "kind", "type": "string", "enum": ["cat", "dog"]}}}
""",
    "parts/item.yaml": "get: {operationId: get_item, responses: {'204': {description: None.}}}\n",
}


@pytest.fixture
def folder(tmp_path):
    """A folder with the files, and a file outside it."""
    for name, text in FILES.items():
        path = tmp_path / "api" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "secret.yaml").write_text("Secret: {type: string}\n", encoding="utf-8")
    return tmp_path / "api"


def test_each_reference_leads_within_the_document(folder):
    """References between the files and to anchors become pointers, and data that looks like one is left alone."""
    document = bundle_document(read_document(folder / "api.yaml"))
    schemas = document.data["components"]["schemas"]
    pet = document.data["x-files"]["parts/schemas/Pet.json"]
    assert document.data["paths"]["/item"] == {"$ref": "#/x-files/parts~1item.yaml"}
    assert [pet["properties"][name]["$ref"] for name in ("owner", "kind", "example")] == [
        "#/components/schemas/Owner",
        "#/x-files/parts~1schemas~1Pet.json/$defs/Kind",
        "#/x-files/parts~1item.yaml/none",
    ]
    assert [schemas[name]["$ref"] for name in ("Kind", "Named")] == [
        "#/x-files/parts~1schemas~1Pet.json/$defs/Kind",
        "#/components/schemas/Owner",
    ]
    assert schemas["Owner"]["properties"]["name"]["example"] == {"$ref": "parts/item.yaml"}
    assert [path.name for path in bundled_files(document)] == ["answers.yaml", "Pet.json", "item.yaml"]


def test_what_lies_elsewhere_is_not_read(folder):
    """A file outside the document's folder, one that isn't there and another host's are left as they are."""
    data = bundle_document(read_document(folder / "api.yaml")).data
    assert [data["components"]["schemas"][name]["$ref"] for name in ("Secret", "Gone", "Odd")] == [
        "../secret.yaml#/Secret",
        "gone.yaml",
        "a\0b.yaml",
    ]


def test_the_package_has_all_files(folder):
    """The package is made of all of them, its lock names each, and what wasn't read is listed."""
    result = generate_package(folder / "api.yaml", folder / "out", lambda _: None)
    models = (result.package / "models.py").read_text(encoding="utf-8")
    lock = json.loads((result.package / "lock.json").read_text(encoding="utf-8"))
    assert [(finding.rule, finding.pointer) for finding in result.omissions] == [
        ("NW802", "/x-files/parts~1schemas~1Pet.json/properties/example"),
        ("NW801", "/paths/~1far/get/responses/200"),
        ("NW801", "/components/schemas/Secret"),
        ("NW801", "/components/schemas/Gone"),
        ("NW801", "/components/schemas/Odd"),
    ]
    assert result.operations == 3
    assert "    mother: Pet | None = None" in models
    assert "    owner: Owner | None = None" in models
    assert [file["file"] for file in lock["files"]] == list(FILES)[1:]


def test_a_file_that_cannot_be_read(folder):
    """A file that is there and is no document ends it, with its name and line."""
    (folder / "parts" / "item.yaml").write_text("a: [\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"item\.yaml"):
        bundle_document(read_document(folder / "api.yaml"))


def test_aliases_stay_shared(tmp_path):
    """A text that names the same part again and again grows no further than the text."""
    lines = ["x0: &x0 {a: 1}", *(f"x{n}: &x{n} [*x{n - 1}, *x{n - 1}, *x{n - 1}]" for n in range(1, 40))]
    (tmp_path / "a.yaml").write_text("\n".join(lines), encoding="utf-8")
    try:
        document = read_document(tmp_path / "a.yaml")
    except DocumentError:
        return  # the reader refuses it already
    assert bundle_document(document).data["x0"] == {"a": 1}
