"""The large documents: as many operations and schemas as they say, and nothing that refers to nothing."""

import pytest

from tests.benchmarks.documents import document

VERBS = {"get", "post", "put", "delete"}


def references(value):
    """Every reference in a document."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from [one] if key == "$ref" else references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


@pytest.mark.parametrize("times", [1, 2])
def test_size(times):
    """A document has so many times 250 operations, each with an id of its own, and 900 schemas."""
    made = document(times)
    operations = [item[verb] for item in made["paths"].values() for verb in item if verb in VERBS]
    assert (len(operations), len(made["components"]["schemas"])) == (250 * times, 900 * times)
    assert len({operation["operationId"] for operation in operations}) == 250 * times


def test_references():
    """Every schema but the pages' own is referred to, and every reference leads to a schema."""
    made = document(1)
    names = set(made["components"]["schemas"])
    assert {reference.removeprefix("#/components/schemas/") for reference in references(made)} == names
