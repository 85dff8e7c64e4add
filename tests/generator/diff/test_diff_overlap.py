"""Overlap: which changes of an interface are reported by a change of a document already."""

from __future__ import annotations

import pytest

from generator.diff.comparison import drop_reported
from generator.diff.document_changes import DocumentChange
from generator.diff.kinds import change

GONE, CAME = "interface-removed", "interface-added"


@pytest.mark.parametrize(
    ("kind", "place", "of_interface", "covered", "uncovered"),
    [
        pytest.param(
            "operation-removed",
            "read_pet",
            GONE,
            {"pets.read_pet", "pets.Pets.read_pet", "pets.AsyncPets.read_pet", "pets.ReadPetQuery"},
            {"pets.Pets.update_pet", "pets.read_pets"},
            id="an operation",
        ),
        pytest.param(
            "parameter-removed",
            "read_pet(id)",
            "interface-parameter-removed",
            {"pets.read_pet(id)", "pets.Pets.read_pet(id)", "pets.ReadPetQuery.id"},
            {"pets.update_pet(id)", "pets.read_pet(q)"},
            id="an argument",
        ),
        pytest.param(
            "request-field-removed",
            "Pet.name",
            GONE,
            {"models.Pet.name", "pets.PetFields.name"},
            {"models.Pets.name", "models.Pet.age", "models.Pet"},
            id="a field",
        ),
        pytest.param(
            "schema-renamed",
            "Pet -> Animal",
            GONE,
            {"models.Pet", "Pet", "models.Animal", "pets.PetFields"},
            {"models.Pets"},
            id="a class",
        ),
        pytest.param(
            "module-renamed",
            "pets -> animals",
            GONE,
            {"pets", "animals", "animals.Animals", "animals.AsyncAnimals"},
            {"pet"},
            id="a module",
        ),
        pytest.param(
            "description-changed",
            "Pet",
            GONE,
            set(),
            {"models.Pet"},
            id="words, which tell of nothing graver",
        ),
        pytest.param(
            "document-changed",
            "",
            "interface-result-type-changed",
            {"models.Pet.name"},
            set(),
            id="types, which are compared in the document",
        ),
    ],
)
def test_a_change_of_a_name_is_told_by_what_it_is_made_of(kind, place, of_interface, covered, uncovered):
    """Of all changes of a generated package those remain that a change of the document doesn't concern."""
    interface_changes = [
        change(of_interface, f"numberwire_api.shop.{name}") for name in sorted(covered | uncovered)
    ]
    remaining = drop_reported(
        interface_changes, [DocumentChange(change(kind, f"shop {place}"), "shop", (place,))]
    )
    assert {
        change_of_interface.place.removeprefix("numberwire_api.shop.") for change_of_interface in remaining
    } == uncovered


def test_a_new_api_tells_of_its_package_and_of_no_other():
    """The package of a new document is reported by it; other packages, and modules that know no API, are not."""
    places = ["numberwire_api.shop", "numberwire_api.zoo", "numberwire_api", "numberwire.shop"]
    remaining = drop_reported(
        [change(CAME, place) for place in places],
        [DocumentChange(change("api-added", "shop"), "shop", ("",))],
    )
    assert [change_of_interface.place for change_of_interface in remaining] == places[1:]
