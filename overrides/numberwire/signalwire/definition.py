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
        "assign_e911_address": "the E911 address was assigned",
        "remove_e911_address": "the E911 address is being removed",
    },
    unknown_field="silently ignore it",
    meanings={
        "area_code": "areacode",
        "areaCode": "areacode",
        "quantity": "max_results",
        "limit": "max_results",
        "max_results": "limit",
        "page_number": "cursor",
        "page_token": "cursor",
        "per_page": "page_size",
        "state": "region",
        "friendly_name": "name",
        "voice_url": "call_request_url",
        "sms_url": "message_request_url",
        "workers": "in_flight",
        "max_workers": "in_flight",
        "concurrency": "in_flight",
    },
    method_meanings={
        "create": "purchase(number)",
        "buy": "purchase(number)",
        "delete": "release(id)",
        "remove": "release(id)",
        "retrieve": "get(id)",
        "fetch": "get(id)",
        "read": "get(id)",
        "get_by_number": "find(number)",
        "lookup": "find(number)",
        "all": "list()",
        "paginate": "list(), which asks for the pages by itself",
        "stream": "list(), which asks for the pages by itself",
        "auto_paging_iter": "list(), which asks for the pages by itself",
        "modify": "update(id, ...)",
        "patch": "update(id, ...)",
        "available": "search(...)",
        "list_available": "search(...)",
        "set_swml_webhook": "update(id, call=handlers.call.RelayScript(url))",
        "set_cxml_webhook": "update(id, call=handlers.call.LamlWebhooks(url))",
        "set_cxml_application": "update(id, call=handlers.call.LamlApplication(application_id))",
        "set_relay_application": "update(id, call=handlers.call.RelayApplication(name))",
        "set_relay_topic": "update(id, call=handlers.call.RelayTopic(topic))",
        "set_ai_agent": "update(id, ...), which can't set this handler: only answers carry it",
        "set_call_flow": "update(id, ...), which can't set this handler: only answers carry it",
    },
    leads_on=leads_on,
    ca_variable="SIGNALWIRE_REST_CA_FILE",
)
