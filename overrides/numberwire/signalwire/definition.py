"""SignalWire's habits."""

from numberwire.definition import Definition
from numberwire.signalwire._pages import leads_on
from numberwire.signalwire._settling import POLICIES
from numberwire.signalwire.checks import CHECKS

__all__ = ["SIGNALWIRE"]

SIGNALWIRE = Definition(
    name="signalwire",
    policies=POLICIES,
    checks=CHECKS,
    echoes={"purchase_phone_number": "number"},
    pages=frozenset({"list_phone_numbers", "search_available_phone_numbers"}),
    searches=frozenset({"search_available_phone_numbers"}),
    effects={
        "purchase_phone_number": "the number was bought",
        "update_phone_number": "the number was changed",
        "release_phone_number": "the number was released",
    },
    unknown_field="silently ignore it",
    meanings={
        "area_code": "areacode",
        "areaCode": "areacode",
        "quantity": "max_results",
        "limit": "max_results",
    },
    leads_on=leads_on,
    ca_variable="SIGNALWIRE_REST_CA_FILE",
)
