"""The examples of the specs show every field and every body."""


def bodies(api):
    """Every body of a request or an answer: its place in words, its media type, its schema's pointer."""
    for name, operation in api.operations.items():
        holders = {
            **operation["responses"],
            **({"request": operation["requestBody"]} if "requestBody" in operation else {}),
        }
        for part, holder in holders.items():
            for media in api.resolve(holder).get("content", {}).values():
                yield f"{name} {part}", media, media["schema"]["$ref"].removeprefix("#")


def test_every_field_has_an_example(api):
    """Each property and parameter has an example, save those that hold objects, which have their own."""
    objects = {name for name, schema in api.schemas.items() if "properties" in schema}
    assert [
        place
        for place, node in api.places()
        if not (node["schema"] if place[0] == "parameters" else node).get("examples")
        and not {name for name, _ in api.components(node)} & objects
    ] == []


def test_every_body_has_an_example(api):
    """Each request and each answer that has a body has an example of the whole."""
    assert [where for where, media, _ in bodies(api) if not media.get("examples")] == []


def test_whole_number_examples_name_every_field(description):
    """An example of a number in an answer shows all of its fields."""
    fields = set(description("signalwire").schemas["PhoneNumber"]["properties"])
    shown = [
        number
        for _, media, pointer in bodies(description("signalwire"))
        for example in media["examples"].values()
        for number in (
            [example["value"]]
            if pointer.endswith("/PhoneNumber")
            else example["value"]["data"]
            if pointer.endswith("/PhoneNumberPage")
            else []
        )
    ]
    assert shown
    assert [set(number) ^ fields for number in shown if set(number) != fields] == []


def test_both_shapes_of_a_search_are_shown(description):
    """The examples of a search show capabilities as flags and as names."""
    answer = description("signalwire").operations["search_available_phone_numbers"]["responses"]["200"]
    examples = answer["content"]["application/json"]["examples"].values()
    items = [item for example in examples for item in example["value"]["data"]]
    assert {(type(item["capabilities"]), "number" in item, "e164" in item) for item in items} == {
        (dict, True, False),
        (list, False, True),
    }
