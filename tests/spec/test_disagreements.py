"""Where the pages disagree, the spec says so: what each one says, what holds, and why."""

from collections import defaultdict

# Where the pages are known to disagree; the comment is what they disagree about.
DISAGREEMENTS = {
    "signalwire": {
        ("PhoneNumberUpdate", "call_handler"),  # nine, ten or eleven values, and more in answers
        ("PhoneNumber", "call_handler"),
        ("PhoneNumberUpdate", "message_handler"),  # with or without relay_topic
        ("PhoneNumber", "message_handler"),
        ("PhoneNumber", "message_relay_topic"),  # whether answers carry it
        ("PhoneNumberUpdate", "call_relay_script_url"),  # a handler without its parameter
        ("PhoneNumber", "call_relay_script_url"),
        ("PhoneNumber", "message_relay_application"),  # whether answers carry it
        ("PhoneNumberUpdate", "call_relay_topic_status_callback_url"),  # optional or required
        ("PhoneNumber", "call_relay_topic_status_callback_url"),
        ("PhoneNumberUpdate", "call_relay_context_status_callback_url"),
        ("PhoneNumber", "call_relay_context_status_callback_url"),
        ("PhoneNumberUpdate", "call_relay_context"),  # which field it is an alias of
        ("PhoneNumber", "call_relay_context"),
        ("PhoneNumber", "call_relay_application"),
        ("PhoneNumber", "call_relay_topic"),  # whether answers carry it
        ("PhoneNumber", "message_relay_context"),  # deprecated or not
        ("parameters", "AvailableType"),  # local or longcode
        ("PhoneNumber", "number_type"),
        ("PhoneNumberUpdate", "call_receive_mode"),  # free string or enum
        ("PhoneNumber", "call_receive_mode"),
        ("PhoneNumberUpdate", "call_sip_endpoint_id"),  # free string or UUID
        ("PhoneNumber", "call_sip_endpoint_id"),
        ("PhoneNumber", "e911_address_id"),  # described as something else
        ("parameters", "Region"),  # what it may be combined with
        ("parameters", "City"),
        ("parameters", "AreaCode"),  # how it is spelled
        ("parameters", "MaxResults"),
        ("PhoneNumber", "country_code"),  # whether answers carry it
        ("PhoneNumber", "calling_handler_resource_id"),
        ("PhoneNumber", "messaging_handler_resource_id"),
        ("PhoneNumberPage", "data"),  # whether a page may lack it
        ("AvailablePhoneNumberPage", "data"),
        ("schemas", "PhoneNumber"),  # what may be null or missing
        ("schemas", "PhoneNumberUpdate"),  # how a field is cleared
        ("schemas", "AvailablePhoneNumberItem"),  # two shapes
        ("schemas", "ErrorItem"),  # two shapes
        ("responses", "Forbidden"),  # 401 or 403
        ("responses", "PageRefused"),  # 400, or the codes of a 422
        ("responses", "SearchRefused"),  # how a search is refused
    },
    "routing": {
        ("RoutingUpdate", "inbound_url"),  # a URL or the empty string
        ("RoutingUpdate", "campaign_id"),  # an id or a UUID
        ("RoutedPhoneNumber", "inbound_url"),  # https or http
        ("RoutedPhoneNumber", "status_url"),
        ("schemas", "RoutingAnswer"),  # what an envelope carries
        ("responses", "InvalidInput"),  # which code goes with 400
    },
}


def disagreements(api):
    """Every x-disagreement of the spec by place; those of whole components under their kind."""
    found = {place: node["x-disagreement"] for place, node in api.places() if "x-disagreement" in node}
    for kind in ("schemas", "responses"):
        for name, node in api.spec["components"][kind].items():
            if "x-disagreement" in node:
                found[kind, name] = node["x-disagreement"]
    return found


def test_known_disagreements_are_recorded(api):
    """Each place where the pages are known to disagree says so; any other that says so is one where they do."""
    found = set(disagreements(api))
    assert DISAGREEMENTS[api.name] - found == set()
    assert found - DISAGREEMENTS[api.name] - differing(api) - differing_in_marks(api) == set()


def test_disagreements_are_complete(api):
    """A disagreement says what which pages say, what holds, and why."""
    for place, told in disagreements(api).items():
        assert [key for key in told if key != "about"] == ["pages", "resolution", "why"], place
        assert set(told["pages"]) <= set(api.pages), place
        assert all(isinstance(said, str) for said in told["pages"].values()), place


def differing(api):
    """The places where pages differ in values or formats, or where one lacks a field that another shows."""
    values, formats, shown, parts = (defaultdict(set) for _ in range(4))
    for stated in api.stated():
        if stated.page == "service-facts":  # these add to the pages, and are whole about none of them
            continue
        use = (stated.page, stated.operation, stated.part)
        if not stated.part.isdigit():  # the body of one error says nothing of what another may hold
            shown[stated.place].add(use)
            parts[stated.place[0]].add(use)
        if "type" in stated.facts:
            formats[stated.place].add(stated.facts.get("format"))
        if "enum" in stated.facts:
            values[stated.place].add(tuple(stated.facts["enum"]))
    found = {place for stated in (values, formats) for place, said in stated.items() if len(said) > 1}
    return found | {place for place in shown if place[0] != "parameters" and shown[place] != parts[place[0]]}


def differing_in_marks(api):
    """The places that one page marks as deprecated or possibly null, and another says are not."""
    said = defaultdict(set)
    for stated in api.stated():
        for mark in ("deprecated", "nullable"):
            if mark in stated.facts:
                said[stated.place, mark].add(stated.facts[mark])
    return {place for (place, _), marks in said.items() if len(marks) > 1}


def test_differing_facts_are_disagreements(api):
    """Where pages differ in values or formats, or one lacks a field that another shows, the spec says so."""
    assert differing(api) - set(disagreements(api)) == set()
