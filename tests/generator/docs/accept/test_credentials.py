"""A page that states other credentials is left to a person, who can settle it."""

from __future__ import annotations

import pytest

from generator.docs.compare.compare import find_drift
from generator.docs.compare.remaining import tasks
from generator.docs.pages.page_reader import Reading
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from generator.rules import check_file
from tests.generator.docs.accept.pets import SPEC, page

SCHEME = """\
  securitySchemes:
    account:
      type: http
      scheme: basic
      description: The account of the caller.
      x-sources: [guide]
"""
KEPT = """\
      x-disagreement:
        pages: {guide: another way}
        resolution: The account.
        why: The server takes it.
"""


@pytest.mark.parametrize("key", ["scheme", "scope"])
def test_other_credentials_stay_open_until_their_disagreement_settles_them(key, shop):
    """What a page says of the credentials can be kept out of the spec with a reason, like all that it says."""
    spec = SPEC.replace("components:\n", f"components:\n{SCHEME}")
    spec = spec.replace("tags:\n", "security: [{account: []}]\ntags:\n", 1)
    shop.spec.write_text(spec, encoding="utf-8")
    shop.write(shop.accept(page(security={"scheme": "basic", "scope": "Pets"})))
    said = page(digest="2" * 64, security={"scheme": "basic", "scope": "Pets"} | {key: "bearer"})
    made = shop.accept(said)
    assert [(left.difference.change.field, left.advice) for left in made.left] == [
        (key, "Change the security scheme in the spec, or say under its x-disagreement what holds and why.")
    ]
    shop.write(made)
    kept = made.spec.text.replace(SCHEME, SCHEME + KEPT)
    assert kept != made.spec.text
    shop.spec.write_text(kept, encoding="utf-8")
    assert check_file(shop.spec) == []
    assert tasks(Subject(read_document(shop.spec))) == []
    assert find_drift(Reading(said, {}), Subject(read_document(shop.spec))).differences == ()
