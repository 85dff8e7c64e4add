"""The sentences of descriptions: what each states, and what is told where none of it is read."""

from __future__ import annotations

import pytest

from generator.docs.pages.field_heads import read_label, read_row
from generator.docs.pages.lines import Form, Line
from generator.docs.pages.sentences import read_prose, sentence_digest, split_sentences

TOPIC = {"call_handler": ["relay_topic"]}


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        (
            "This is only used (and required) when call_handler is set to relay_topic.",
            {"usedWith": TOPIC, "requiredWith": TOPIC},
        ),
        ("This is only used when `call_handler` is set to `relay_topic`.", {"usedWith": TOPIC}),
        ("Only used if the call_handler is relay_topic.", {"usedWith": TOPIC}),
        ("The URL to ask when call_handler is set to relay_topic.", {"usedWith": TOPIC}),
        ("Has no effect unless call_handler is set to relay_topic.", {"usedWith": TOPIC}),
        ("This is required when call_handler is set to relay_topic.", {"requiredWith": TOPIC}),
        ("It must be set when call_handler is relay_topic.", {"requiredWith": TOPIC}),
        ("Required when using the relay_topic call handler.", {"requiredWith": TOPIC}),
        ("Used when kind is set to enabled.", {"usedWith": {"kind": ["enabled"]}}),
        ("Used when kind is set to a, b, or c.", {"usedWith": {"kind": ["a", "b", "c"]}}),
        ("The topic to use when using the relay_topic call handler.", {"usedWith": TOPIC}),
        (
            "The URL to ask when using the laml_webhooks message handler and the first fails.",
            {"usedWith": {"message_handler": ["laml_webhooks"]}},
        ),
        (
            "Cannot be used in combination with starts_with, contains, or ends_with.",
            {"excludes": ["starts_with", "contains", "ends_with"]},
        ),
        ("Can't be combined with areacode and city.", {"excludes": ["areacode", "city"]}),
        ("It is mutually exclusive with areacode.", {"excludes": ["areacode"]}),
        ("Conflicts with areacode.", {"excludes": ["areacode"]}),
        ("Must be used in combination with region.", {"needs": ["region"]}),
        ("Must be sent together with region and city.", {"needs": ["region", "city"]}),
        ("Alias of message_relay_application.", {"aliasOf": ["message_relay_application"]}),
        (
            "If both are sent, call_relay_application takes precedence.",
            {"yieldsTo": ["call_relay_application"]},
        ),
        (
            "Please use call_relay_application or call_relay_topic instead.",
            {"replacedBy": ["call_relay_application", "call_relay_topic"]},
        ),
        ("This property is deprecated.", {"deprecated": True}),
        ("Deprecated in favor of label.", {"deprecated": True, "replacedBy": ["label"]}),
        ("Upper limit of 100.", {"maximum": 100}),
        ("The maximum value is 99.5.", {"maximum": 99.5}),
        ("Lower limit of 1.", {"minimum": 1}),
        ("It takes at most 10.", {"maximum": 10}),
        ("At least 3 characters.", {"minLength": 3}),
        ("Up to 255 characters.", {"maxLength": 255}),
        ("A string of 3 to 7 digits that ends a number.", {"minLength": 3, "maxLength": 7}),
        ("Must be between 1 and 1000.", {"minimum": 1, "maximum": 1000}),
        ("Must be between 1 and 1,000.", {"minimum": 1, "maximum": 1000}),
        ("Between -0.5 and 100.25 inclusive.", {"minimum": -0.5, "maximum": 100.25}),
        ("At most 1,250,000, and at least 1,000.", {"maximum": 1250000, "minimum": 1000}),
        ("Minimum of 1 with a maximum of 20.", {"minimum": 1, "maximum": 20}),
        ("Up to 1,000 characters.", {"maxLength": 1000}),
        ("It has 1,000 to 2,000 characters.", {"minLength": 1000, "maxLength": 2000}),
        ("Defaults to local.", {"default": "local"}),
        ("Default is POST.", {"default": "POST"}),
        ("Possible values are: voice, fax or sms.", {"enum": ["voice", "fax", "sms"]}),
        ("Valid values: [toll-free, longcode].", {"enum": ["toll-free", "longcode"]}),
        ("Search for either local or toll-free numbers.", {"enum": ["local", "toll-free"]}),
        ("Must be one of: GET or POST.", {"enum": ["GET", "POST"]}),
        ("Must be one of: text/plain or image/png.", {"enum": ["text/plain", "image/png"]}),
        ("It must use https://.", {"prefix": "https://"}),
        ("Send an empty string to clear it.", {"clearable": True}),
        ("It cannot be cleared.", {"clearable": False}),
    ],
)
def test_a_sentence_states_a_rule(sentence, facts):
    """Each kind of rule is read, in the wordings that pages use."""
    prose = read_prose(sentence, "field", "string")
    assert (prose.facts, prose.sentences) == (facts, {})


@pytest.mark.parametrize(
    "sentence",
    [
        "The name given to the number",
        "The date the number was added to your project",
        "Helps to tell numbers apart when the call is answered",
        "What type of handler you want to run on inbound calls",
        "The HTTP method of the request to the call_request_url",
    ],
)
def test_a_sentence_that_tells_states_nothing(sentence):
    """Words that are no rule leave no fact and no digest behind."""
    assert read_prose(f"{sentence}.", "field", "string").facts == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "Must be an ISO 3166-2 code, i.e. TX for Texas",
        "Cannot be used when call_handler is set to dialogflow",
        "Cannot be used with other filters",
        "Defaults to the name of the project",
        "Limited to 5 times an hour",
        "It is ignored if kind is set to b",
        "Only members of the club see it",
        "Upper limit of 11111111111111111111",
        "At most 11111111111111111111 characters",
        "At most 40 characters when kind is set to b and the number is active",
        "Defaults to voice when kind is set to b",
        "At most 1 000",
        "At most 1.000",
        "At most 1,00",
        "At most 1 000 characters",
        "It has 1 000 to 2 000 characters",
        "Has two to twelve characters",
        "Up to 1,000 records",
        "At most 10 MB",
        "At most 160 bytes",
        "At most 45 minutes",
        "At most 45 seconds",
        "At most 5 million",
        "At most 20 per call",
        "At most 20, per call",
        "At most 20 or unlimited",
        "At most 20, or unlimited",
        "At most 20 digits and 6 letters",
        "At most 160 characters per segment",
        "At most 20 with a trial and 200 with a plan",
        "At most 20 for trials and 200 for plans",
        "At most 20, or 200 for plans",
        "At most 20; 200 for plans",
        "For trials, at most 20",
        "Up to 9 numbers, each of at most 20",
        "The default limit is 20",
        "Between 1 and 20, exclusive",
        "Between 1 and 20 or 40 and 60",
        "Defaults to 20 seconds",
        "Defaults to 20, or 200 for plans",
        "It automatically defaults to it",
        "Must start with ftp:// or sftp://",
        "The label of a call, mandatory",
        "Mandatory",
        "Nullable",
        "May be null",
        "Will be null if unset",
        "Immutable",
        "It is write-once",
        "Phased out",
        "Will go away in June",
        "It is sunset on 2027-01-01",
        "Must start with sftp:// (or ftp://)",
        "Must start with + and the area",
        "Optional when kind is set to b",
        "Null when kind_of is set to b",
        "Read-only if kind_of is b",
        "Sent when kind_of is reached",
        "Has no effect unless kind is set",
        "Used if kind is b",
        "Either talk or text",
        "Possible values are: talk, text, etc",
        "Possible values are: talk, text and others",
        "Possible values are: talk/text",
        "Must be one of talk/text or picture",
        "Must be one of a or b, unless the number is active",
        "Greater than 0",
        "Maximum 40 characters",
        "Has no effect without kind",
        "No longer supported",
        "It will be removed on 2027-01-01",
        "The value fax is deprecated; use voice instead",
        "This value is deprecated",
        "Each of them at most 20 characters",
        "Between 1 and 43,200 (30 days)",
        "Must start with http://, or with https://",
    ],
)
def test_a_rule_that_fits_no_pattern_is_kept_apart(sentence):
    """What sounds like a rule is never taken for another one, nor lost: its digest stands for it."""
    prose = read_prose(f"Some words. {sentence}.", "field", "string")
    mark = sentence_digest(sentence)
    assert (prose.facts, prose.sentences) == ({"unread": [mark]}, {mark: sentence})


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("At most 40 characters, and it must start with a letter", {"maxLength": 40}),
        ("Only used when kind is set to b, and limited to members", {"usedWith": {"kind": ["b"]}}),
        (
            "Deprecated since May, removed in June; use label instead",
            {"deprecated": True, "replacedBy": ["label"]},
        ),
    ],
)
def test_a_second_rule_of_a_sentence_is_kept_apart(sentence, facts):
    """A pattern that reads one rule of a sentence doesn't hide the other."""
    prose = read_prose(f"{sentence}.", "field", "string")
    mark = sentence_digest(sentence)
    assert (prose.facts, prose.sentences) == ({**facts, "unread": [mark]}, {mark: sentence})


def test_the_field_that_wins_yields_to_none():
    """That it takes precedence says nothing new of the field itself."""
    sentence = "If both are sent, label takes precedence."
    assert (read_prose(sentence, "label", "string").facts, read_prose(sentence, "name", "string").facts) == (
        {},
        {"yieldsTo": ["label"]},
    )


def test_rules_of_several_sentences_add_up():
    """Each sentence adds its rules; lists grow, and nothing stands twice."""
    text = "Alias of a. Alias of b or a. Only used when kind is set to x.\nOnly used when kind is set to y."
    assert read_prose(text, "field", "string").facts == {
        "aliasOf": ["a", "b"],
        "usedWith": {"kind": ["x", "y"]},
    }


@pytest.mark.parametrize(
    ("kind", "value"), [("number", 50), ("integer", 50), ("string", "50"), ("enum", "50"), (None, "50")]
)
def test_a_default_has_the_type_of_its_field(kind, value):
    """A number stays a text where the field is one, or where nothing says what it is."""
    assert read_prose("Defaults to 50.", "field", kind).facts == {"default": value}


@pytest.mark.parametrize(("kind", "value"), [("number", 1000), ("integer", 1000), ("string", "1,000")])
def test_a_default_keeps_its_thousands(kind, value):
    """A comma between the digits of a number ends no value."""
    assert read_prose("Defaults to 1,000.", "field", kind).facts == {"default": value}


def test_a_digest_is_of_the_words_alone():
    """The same sentence has the same digest, whatever quotes and blanks a form adds."""
    marks = {
        mark
        for text in ("Must be `TX`  or so.", "Must be TX or so", 'Must be "TX" or so.')
        for mark in read_prose(text, "field", None).facts["unread"]
    }
    assert marks == {sentence_digest("Must be TX or so")}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("At most 5", "array"),
        ("Between 1 and 5", "object"),
        ("At most 5", "boolean"),
        ("At most 5 digits", "integer"),
        ("Has 3 to 7 digits", "number"),
    ],
)
def test_a_limit_that_its_type_cannot_have_is_unread(sentence, kind):
    """A number that may count items, or the digits of a number, is no limit of the value."""
    assert read_prose(f"{sentence}.", "field", kind).facts == {"unread": [sentence_digest(sentence)]}


def test_abbreviations_end_no_sentence():
    """A full stop inside a sentence doesn't part it."""
    assert split_sentences("A code, e.g. TX or i.e. Texas. Then more! New\nline") == [
        "A code, e.g. TX or i.e. Texas",
        "Then more!",
        "New",
        "line",
    ]


@pytest.mark.parametrize(
    ("line", "kind", "facts"),
    [
        ("Possible values: [a, b c, d]", "string", {"enum": ["a", "b c", "d"]}),
        ("Allowed values: voice fax", "string", {"enum": ["voice", "fax"]}),
        ("Possible values: `1`, `2`", "integer", {"enum": [1, 2]}),
        ("Allowed values:", "enum", {}),
        ('Value in: "a" | "b"', "string", {"enum": ["a", "b"]}),
        ("Possible values: >= 1 and <= 100", "integer", {"minimum": 1, "maximum": 100}),
        ("Possible values: <= 40 characters", "string", {"maxLength": 40}),
        ("Range: 1 <= value <= 100", "integer", {"minimum": 1, "maximum": 100}),
        ("Length: 3 <= length", "string", {"minLength": 3}),
        ("Default value: 50", "integer", {"default": 50}),
        ("Example: Jenny", "string", {"example": "Jenny"}),
        ("Example: null", "string", {"example": None}),
        ('Example: ["a","b"]', "array", {"example": ["a", "b"]}),
        ("Example: true", "boolean", {"example": True}),
        ("Example:", "string", {}),
        ("Format: uuid", "string", {"format": "uuid"}),
        ("Pattern: ^[a-z]+$", "string", {"pattern": "^[a-z]+$"}),
        ("Value must match regular expression ^a$", "string", {"pattern": "^a$"}),
        ("Possible values: >= 1 and <= 2,500", "integer", {"minimum": 1, "maximum": 2500}),
        ("Possible values: <= 2,500 characters", "string", {"maxLength": 2500}),
        ("Possible values: <= 25 MB", "integer", None),
        ("Possible values: talk, text, etc.", "string", None),
        ("Possible values: talk/text", "string", None),
        ("Possible values: text/plain, image/png", "string", {"enum": ["text/plain", "image/png"]}),
        ("Possible values: `talk`, `text`. Talk is usual.", "string", None),
        ("Possible values: no, none", "string", {"enum": ["no", "none"]}),
        ("Range: 1 <= value <= 2,500", "integer", {"minimum": 1, "maximum": 2500}),
        ("Range: 1 to 2,500", "integer", None),
        ("Length: 3-7", "string", None),
        ("Maximum: 2,500", "integer", {"maximum": 2500}),
        ("Maximum: 25 MB", "integer", None),
        ("Default: 2,500", "integer", {"default": 2500}),
        ("Default: 2,500", "string", {"default": "2,500"}),
        ("The example is short.", "string", None),
        ("default", "string", None),
    ],
)
def test_a_label_states_what_it_holds(line, kind, facts):
    """The lines that a page puts below a field are read by their label; an empty list states no values."""
    assert read_label(line, kind) == facts


def test_a_cell_that_is_no_list_of_values_is_kept():
    """What a cell of values holds, and no label can state, is read as words of the field."""
    cells = {"name": "kind", "type": "string", "values": "talk/text"}
    head = read_row(Line("kind", 1, form=Form.ROW, cells=cells))
    assert (head.facts, head.words) == ({"type": "string"}, "Allowed values: talk/text")
