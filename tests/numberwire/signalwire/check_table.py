"""What each check refuses, with its words, and what it lets pass, by the check's name."""

from numberwire import CLEAR
from numberwire_api.signalwire.handlers import HANDLERS
from tests.numberwire.subjects import ID

URL = "https://example.com/voice"
SETTABLE = ", ".join(HANDLERS["call_handler"])
METHOD_RULE = "it must be POST or GET"
REGION_RULE = "it must be the two capital letters of a state or region, such as TX"
URL_RULE = "it must be a URL that starts with http:// or https://"
PATTERN_RULE = "each is 3 to 7 digits, and a search takes one of them"
RESULTS_RULE = "it must be a whole number from 1 to 100"
E164_RULE = "it must be in E.164 format, such as +15558675309"
TOLL_FREE_RULE = "a search for toll-free numbers supports neither region nor city"


def ignored(name, owner, handler):
    """What is said of a parameter that belongs to another handler."""
    field = f"{name.partition('_')[0]}_handler"
    return f"{name} would be ignored: it belongs to {field} {owner!r}, not {handler!r}"


def alike(taken, other):
    """What is said of two fields that name the same thing."""
    return f"{taken} and {other} name the same thing: the server would take {taken}"


REFUSED = {
    "handlers": [
        (
            {"call_handler": "laml_webhooks"},
            "call_request_url is missing: call_handler 'laml_webhooks' needs it",
        ),
        (
            {"call_handler": "laml_webhooks", "call_fallback_url": URL},
            "call_request_url is missing: call_handler 'laml_webhooks' needs it",
        ),
        (
            {"message_handler": "relay_topic", "message_relay_topic": ""},
            "message_relay_topic is missing: message_handler 'relay_topic' needs it",
        ),
        (
            {"call_handler": "video_room", "call_video_room_id": ID, "call_request_url": URL},
            ignored("call_request_url", "laml_webhooks", "video_room"),
        ),
        (
            {
                "message_handler": "laml_webhooks",
                "message_request_url": URL,
                "message_relay_application": "a",
            },
            ignored("message_relay_application", "relay_application", "laml_webhooks"),
        ),
    ],
    "search-empty": [
        ({"areacode": ""}, "areacode is empty: the server would silently ignore it"),
        ({"region": "TX", "city": ""}, "city is empty: the server would silently ignore it"),
        ({"number_type": ""}, "number_type is empty: the server would silently ignore it"),
        ({"areacode": "  "}, "areacode is empty: the server would silently ignore it"),
    ],
    "search-number-type": [
        ({"number_type": "tollfree"}, "number_type is 'tollfree': it must be local or toll-free"),
    ],
    "search-region": [
        ({"region": region}, f"region is {region!r}: {REGION_RULE}")
        for region in ("Oregon", "or", "US-OR", "O", " OR")
    ],
    "settable-handler": [
        (
            {"call_handler": "laml_webhook"},
            "unknown call_handler 'laml_webhook'. Did you mean laml_webhooks?",
        ),
        (
            {"message_handler": "ai_agent"},
            (
                "unknown message_handler 'ai_agent'. Allowed: relay_context, relay_topic, "
                "relay_application, laml_webhooks, laml_application"
            ),
        ),
        (
            {"call_handler": "ai_agent"},
            f"call_handler 'ai_agent' can't be set, only answers carry it. Allowed: {SETTABLE}",
        ),
        (
            {"call_handler": "call_queue", "name": "Desk"},
            f"call_handler 'call_queue' can't be set, only answers carry it. Allowed: {SETTABLE}",
        ),
    ],
    "aliases": [
        (
            {"call_relay_topic": "a", "call_relay_application": "b"},
            alike("call_relay_application", "call_relay_topic"),
        ),
        (
            {"message_relay_application": "a", "message_relay_topic": "b"},
            alike("message_relay_application", "message_relay_topic"),
        ),
        (
            {"call_relay_topic": "a", "call_relay_context": "b"},
            alike("call_relay_topic", "call_relay_context"),
        ),
    ],
    "http-method": [
        ({"call_request_method": "PUT"}, f"call_request_method is 'PUT': {METHOD_RULE}"),
        ({"message_fallback_method": "get"}, f"message_fallback_method is 'get': {METHOD_RULE}"),
    ],
    "url": [
        *(
            ({"call_request_url": url}, f"call_request_url is {url!r}: {URL_RULE}")
            for url in (
                "example.com",
                "ftp://example.com",
                "https://",
                "https://exa mple.com",
                "http://[::1",
                "/voice",
            )
        ),
        ({"message_fallback_url": "x"}, f"message_fallback_url is 'x': {URL_RULE}"),
        ({"call_relay_script_url": "x"}, f"call_relay_script_url is 'x': {URL_RULE}"),
    ],
    "e164": [
        (number, f"number is {number!r}: {E164_RULE}")
        for number in (
            "",
            "12065550123",
            "+0206555012",
            "+120655",
            "+1206555012345678",
            "+1206x",
            "1 (206) 555-0123",
            "+44 (0)20 7183 8750",
            "+12065550123 +12065550124",
            "tel:+12065550123",
        )
    ],
    "search-pattern": [
        *(
            ({name: digits}, f"{name} is {digits!r}: {PATTERN_RULE}")
            for name in ("starts_with", "contains", "ends_with")
            for digits in ("12", "12345678", "12a", "")
        ),
        (
            {"starts_with": "503", "ends_with": "555"},
            f"starts_with and ends_with can't be combined: {PATTERN_RULE}",
        ),
        (
            {"starts_with": "503", "contains": "555", "ends_with": "555"},
            f"starts_with and contains and ends_with can't be combined: {PATTERN_RULE}",
        ),
    ],
    "search-city": [({"city": "Portland"}, "city needs region: a city is searched within a region")],
    "search-toll-free": [
        ({"number_type": "toll-free", "region": "OR"}, f"region is not supported: {TOLL_FREE_RULE}"),
        (
            {"number_type": "toll-free", "region": "OR", "city": "Portland"},
            f"region is not supported: {TOLL_FREE_RULE}",
        ),
    ],
    "max-results": [
        *(({"max_results": count}, f"max_results is {count}: {RESULTS_RULE}") for count in (0, 101, -1)),
    ],
}
PASSED = {
    "handlers": [
        {"call_handler": "laml_webhooks", "call_request_url": URL, "call_fallback_url": URL},
        {"call_handler": "video_room", "call_video_room_id": ID, "call_receive_mode": "fax"},
        {"call_handler": "video_room", "call_video_room_id": ID, "call_request_url": CLEAR},
        {"call_handler": "relay_topic", "call_relay_topic": "a", "message_relay_topic": "b"},
        {"call_handler": CLEAR},
        {"call_request_url": URL, "call_relay_topic": "a"},
        {"name": "Desk"},
    ],
    "settable-handler": [
        {"call_handler": "relay_script", "call_relay_script_url": URL},
        {"call_handler": CLEAR},
    ],
    "search-empty": [{"areacode": "503"}, {"number_type": "local"}],
    "search-region": [{"region": "OR"}, {"region": "ON"}, {"region": None}],
    "search-number-type": [{"number_type": "local"}, {"number_type": "toll-free"}, {}],
    "aliases": [
        {"call_relay_topic": "a", "message_relay_application": "b"},
        {"call_relay_topic": "a", "call_relay_application": CLEAR},
    ],
    "http-method": [
        {"call_request_method": "GET"},
        {"message_request_method": "POST"},
        {"call_request_method": CLEAR},
    ],
    "url": [{"call_request_url": "http://user:word@example.com:8080/a?b#c"}, {"call_request_url": CLEAR}],
    "e164": ["+12065550123", "+442071838750", "+1234567", "+123456789012345"],
    "search-pattern": [
        {"starts_with": "503"},
        {"contains": "1234567"},
        {"ends_with": "012", "areacode": "503"},
    ],
    "search-city": [{"city": "Portland", "region": "OR"}, {"region": "OR", "areacode": "503"}],
    "search-toll-free": [
        {"number_type": "toll-free", "areacode": "800"},
        {"number_type": "local", "region": "OR"},
    ],
    "max-results": [{"max_results": 1}, {"max_results": 100}, {"max_results": None}],
}
