"""Which documents are generated from at all, and what is said of the others."""

from __future__ import annotations

import pytest

from generator.codegen.pipeline import generate_package
from generator.findings import GenerateError

REFUSED = {
    "swagger": ('info: {}\nswagger: "2.0"\n', 2, "/swagger", "This is Swagger 2.0."),
    "swagger-number": ("swagger: 2.0\npaths: {}\n", 1, "/swagger", "This is Swagger 2.0."),
    "later": ("info: {}\nopenapi: 3.2.0\n", 2, "/openapi", "This is OpenAPI 3.2.0."),
    "later-digits": ("openapi: 3.10.0\n", 1, "/openapi", "This is OpenAPI 3.10.0."),
    "earlier": ('openapi: "2.0"\n', 1, "/openapi", "This is OpenAPI 2.0."),
    "another": ("name: x\n", 1, "", "This is not an OpenAPI document."),
    "nothing": ("{}", 1, "", "This is not an OpenAPI document."),
    "truth": ("openapi: true\n", 1, "/openapi", "This is not an OpenAPI document."),
    "list": ("a: 1\nopenapi: [3.1.0]\n", 2, "/openapi", "This is not an OpenAPI document."),
}


@pytest.mark.parametrize(("text", "line", "pointer", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_a_document_of_another_standard_is_refused(text, line, pointer, message, tmp_path):
    """What is no OpenAPI 3.0 or 3.1 is one finding that says what it is, and no folder appears."""
    spec = tmp_path / "x.yaml"
    spec.write_text(text, encoding="utf-8")
    with pytest.raises(GenerateError) as caught:
        generate_package(spec, tmp_path / "out", lambda _: None)
    (one,) = caught.value.findings
    assert (one.rule, one.line, one.pointer, one.message) == ("NW816", line, pointer, message)
    assert one.mend == "Convert it to OpenAPI 3.0 or 3.1."
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("version", ["3.0", "3.1", "'3.1'", "3.0.4", "3.1.2", "3.1.0-rc1"])
def test_every_3_0_and_3_1_is_built(version, tmp_path):
    """Any patch of 3.0 and 3.1 is accepted, and so is a version that YAML reads as a number."""
    spec = tmp_path / "x.yaml"
    spec.write_text(f"openapi: {version}\npaths: {{}}\n", encoding="utf-8")
    assert generate_package(spec, tmp_path / "out", lambda _: None).omissions == ()
