"""The numbers that are measured with: every field, so many nulls, so large; the same in every run."""

import hashlib
import json
from pathlib import Path

from tests.benchmarks import vendors
from tests.benchmarks.data import FIELDS, PAGE, page, record, records
from tests.yaml_files import load_yaml

SPEC = Path(__file__).parents[2] / "spec" / "signalwire.yaml"


def test_fields():
    """A number has fields of the spec alone; the spec may have others since."""
    spec = load_yaml(SPEC)
    assert list(record(0)) == list(FIELDS)
    assert set(FIELDS) <= set(spec["components"]["schemas"]["PhoneNumber"]["properties"])


def test_page():
    """A page has 1000 numbers, 57% of whose fields are null, and 1.4 MB."""
    content = page()
    numbers = json.loads(content)["data"]
    nulls = sum(value is None for number in numbers for value in number.values())
    assert (len(numbers), len({number["id"] for number in numbers})) == (PAGE, PAGE)
    assert round(nulls / (PAGE * len(FIELDS)), 2) == 0.57
    assert round(len(content) / 1e6, 1) == 1.4


def test_same_in_every_run():
    """The numbers depend on nothing but their positions."""
    assert json.loads(records(2, 7)) == [record(7), record(8)]
    assert hashlib.sha256(page(3)).hexdigest().startswith("253ddd11")


def test_links():
    """A page has the links it is given."""
    assert json.loads(page(1, links={"next": "/x"}))["links"] == {"next": "/x"}


def test_vendors():
    """What stands in for another vendor's number is a flat record, or one in an envelope."""
    assert {path.split("/")[1] for path in vendors.ANSWERS} == {"v2", "2010-04-01"}
    assert vendors.ANSWERS[vendors.TELNYX]["data"]["phone_number"] == "+15035550000"
    assert vendors.ANSWERS[vendors.TWILIO]["phone_number"] == "+15035550000"
