"""Reading a document: what plain data it gives, which line each value has, and the one error for all else."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.openapi.document import Document, DocumentError, read_document

# ruamel.yaml writes these as they are and reads them as line breaks, which they were in YAML 1.1.
TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
DATA = st.dictionaries(
    TEXT,
    st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20),
    min_size=1,
)

GOOD = [
    pytest.param(
        "a: no\nb: on\nc: y\n", {"a": "no", "b": "on", "c": "y"}, id="words that were booleans once"
    ),
    pytest.param(
        "a: true\nb: False\nc: NULL\nd: ~\ne:\n",
        dict(zip("abcde", (True, False, None, None, None), strict=True)),
        id="constants",
    ),
    pytest.param("a: 2024-01-15\nb: 12:30:45\n", {"a": "2024-01-15", "b": "12:30:45"}, id="dates and times"),
    pytest.param(
        "a: 0o17\nb: 0x1F\nc: 017\nd: -4\n", {"a": 15, "b": 31, "c": 17, "d": -4}, id="whole numbers"
    ),
    pytest.param(
        "a: 1_000\nb: 0b11\nc: +\nd: 1.2.3\n",
        {"a": "1_000", "b": "0b11", "c": "+", "d": "1.2.3"},
        id="no numbers",
    ),
    pytest.param(
        "a: 1.5\nb: -.5e3\nc: 1.\nd: 1e3\n", {"a": 1.5, "b": -500.0, "c": 1.0, "d": 1000.0}, id="decimals"
    ),
    pytest.param(
        "200: {description: fine}\n-1: x\n",
        {"200": {"description": "fine"}, "-1": "x"},
        id="statuses as keys",
    ),
    pytest.param("a: !!str 5\nb: ! 6\nc: '7'\n", {"a": "5", "b": "6", "c": "7"}, id="texts by tag"),
    pytest.param('a: "\\ud83d\\ude00"\n', {"a": "\N{GRINNING FACE}"}, id="a pair of surrogate escapes"),
    pytest.param(
        "a: &x {k: 1, l: [2]}\nb: *x\n", {"a": {"k": 1, "l": [2]}, "b": {"k": 1, "l": [2]}}, id="an alias"
    ),
    pytest.param(
        "a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}\n",
        {"a": {"k": 1, "l": 2}, "b": {"l": 3, "k": 1}},
        id="a merge",
    ),
    pytest.param("a: {<<: [{k: 1}, {k: 2, l: 3}]}\n", {"a": {"k": 1, "l": 3}}, id="a merge of several"),
    pytest.param("a: {'<<': 1}\n", {"a": {"<<": 1}}, id="a key that only looks like a merge"),
    pytest.param("%YAML 1.1\n---\na: no\n...\n", {"a": "no"}, id="an older version"),
    pytest.param("\ufeffa: 1\n", {"a": 1}, id="a byte order mark"),
]
DEEP = 100_000
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 10)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 1000))
TOO_DEEP = "this nests more than 100 levels deep."
TOO_LARGE = "the aliases up to here expand to more than a document may hold."
NO_NUMBER = "infinities and NaN are not allowed in a document; write them as quoted text."
HALF = "this text holds half of a surrogate pair, which is not a character."
NO_JSON_NUMBER = "NaN, infinities and too large numbers are not allowed in a document."

BAD = [
    ("empty.yaml", "", "the file is empty."),
    ("blank.json", " \n", "the file is empty."),
    ("comment.yaml", "# nothing\n", "1: the file is empty."),
    ("list.yaml", "# a list\n- a\n", "2: a document is a mapping of keys to values, and this is a list."),
    ("text.json", '"a"', "1: a document is a mapping of keys to values, and this is a text."),
    ("null.yaml", "~\n", "1: a document is a mapping of keys to values, and this is null."),
    ("name.txt", "a: 1\n", "the name must end in .yaml, .yml or .json."),
    ("latin.yaml", b"a: 1\nb: \xe9\n", "2: this isn't UTF-8 text; save it as UTF-8."),
    ("utf16.json", '{"a": 1}'.encode("utf-16"), "1: this isn't UTF-8 text; save it as UTF-8."),
    (
        "open.yaml",
        "a: [1\nb: 2\n",
        "2: this isn't YAML: while parsing a flow sequence expected ',' or ']', but got ':'.",
    ),
    (
        "tab.yaml",
        "a:\n\tb: 1\n",
        "2: this isn't YAML: while scanning for the next token found character '\\t' that cannot start any token.",
    ),
    ("comma.json", '{"a": 1\n"b": 2}', "2: this isn't JSON: expecting ',' delimiter."),
    ("control.yaml", "a: 1\nb: x\x07y\n", "2: a document can't hold the character U+0007."),
    ("control.json", '{"a":\n"x\x07y"}', "2: this isn't JSON: invalid control character."),
    ("twice.yaml", "a: 1\nb: 2\na: 3\n", "3: the key 'a' appears twice, first on line 1; keep one."),
    ("status.yaml", "200: 1\n'200': 2\n", "2: the key '200' appears twice, first on line 1; keep one."),
    (
        "twice.json",
        '{"a": 1,\n"b": {"c": 1,\n"c": 2}}',
        '3: the key "c" appears twice, first on line 2; keep one.',
    ),
    (
        "escaped.json",
        '{"a": 1,\n"\\u0061": 2}',
        '2: the key "\\u0061" appears twice, first on line 1; keep one.',
    ),
    ("documents.yaml", "a: 1\n---\nb: 2\n", "2: a second document starts here; keep one in a file."),
    ("decimal.yaml", "1.5: x\n", "1: a key is a text here; put it in quotes."),
    ("padded.yaml", "007: x\n", "1: a key is a text here; put it in quotes."),
    ("true.yaml", "true: x\n", "1: a key is a text here; put it in quotes."),
    ("complex.yaml", "? [a]\n: x\n", "1: a key is a text here; put it in quotes."),
    (
        "object.yaml",
        "a: !!python/object/apply:os.system [x]\n",
        "1: the tag 'tag:yaml.org,2002:python/object/apply:os.system' asks for more than plain data; leave it out.",
    ),
    (
        "name.yaml",
        "a: !!python/name:os.system ''\n",
        "1: the tag 'tag:yaml.org,2002:python/name:os.system' asks for more than plain data; leave it out.",
    ),
    (
        "integer.yaml",
        "a: !!int '3'\n",
        "1: the tag 'tag:yaml.org,2002:int' asks for more than plain data; leave it out.",
    ),
    ("nan.yaml", "a: .nan\n", f"1: {NO_NUMBER}"),
    ("infinity.yaml", "a:\n  - -.inf\n", f"2: {NO_NUMBER}"),
    ("nan.json", '{"a":\n\nNaN}', f"3: {NO_JSON_NUMBER}"),
    ("infinity.json", '{"a": -Infinity}', f"1: {NO_JSON_NUMBER}"),
    ("exponent.yaml", "a: 1e999\n", "1: this number is too large; write it as quoted text."),
    ("exponent.json", '{"a": 1e999}', f"1: {NO_JSON_NUMBER}"),
    (
        "digits.yaml",
        f"a:\n  {'9' * 5000}\n",
        "2: a number of more than 4300 digits is not allowed in a document.",
    ),
    ("digits.json", f'{{"a":\n{"9" * 5000}}}', f"2: {NO_JSON_NUMBER}"),
    ("half.yaml", 'a:\n  - "\\ud800"\n', f"2: {HALF}"),
    ("half.json", '{"a":\n"\\ud800"}', f"2: {HALF}"),
    ("halfkey.json", '{"\\udfff": 1}', f"1: {HALF}"),
    ("range.yaml", 'a: "\\UFFFFFFFF"\n', "this isn't YAML: an escape or the version is out of range."),
    (
        "version.yaml",
        "%YAML 1.9\n---\na: 1\n",
        "this isn't YAML: an escape or the version is out of range.",
    ),
    ("unknown.yaml", "a: 1\nb: *x\n", "2: the alias *x has no anchor before it."),
    ("merge.yaml", "a: {<<: 1}\n", "1: the merge key << takes a mapping or a list of mappings."),
    ("self.yaml", "a: &x\n  - *x\n", "2: the alias *x holds itself."),
]
BOMBS = [
    ("laughs.yaml", LAUGHS, f"6: {TOO_LARGE}"),
    ("chain.yaml", CHAIN, "100: with its aliases this nests more than 100 levels deep."),
    ("square.yaml", f"a: &x [{'x, ' * 20_000}]\nb: [{'*x, ' * 20_000}]\n", f"2: {TOO_LARGE}"),
    ("texts.yaml", f"a: &x {'x' * 1_000_000}\nb: [{'*x, ' * 1_000}]\n", f"2: {TOO_LARGE}"),
    ("lists.yaml", "[" * DEEP, f"1: {TOO_DEEP}"),
    ("lines.yaml", "[\n" * DEEP, f"101: {TOO_DEEP}"),
    ("mappings.yaml", "{a: " * DEEP, f"1: {TOO_DEEP}"),
    ("compact.yaml", "- " * DEEP, f"1: {TOO_DEEP}"),
    ("anchors.yaml", "".join(f"&a{i} [" for i in range(DEEP)), f"1: {TOO_DEEP}"),
    ("indent.yaml", "".join(" " * i + "a:\n" for i in range(2000)), f"101: {TOO_DEEP}"),
    ("keys.yaml", "? " * DEEP, "1: a key is a text here; put it in quotes."),
    ("lists.json", "[" * DEEP, f"1: {TOO_DEEP}"),
    ("mappings.json", '{"a":\n' * DEEP, f"101: {TOO_DEEP}"),
    ("closed.json", '{"a": ' + "[" * 150 + "]" * 150 + "}", f"1: {TOO_DEEP}"),
]


@pytest.fixture
def error_of(tmp_path):
    """Return what is said of a file with some content, after its name."""

    def read(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(DocumentError) as caught:
            read_document(path)
        return str(caught.value).removeprefix(f"{path}:").lstrip()

    return read


@pytest.mark.parametrize(("text", "data"), GOOD)
def test_yaml_is_plain_data(text, data, tmp_path):
    """YAML 1.2 is read as plain data, keys as texts, in the file's order."""
    path = tmp_path / "a.yml"
    path.write_text(text, encoding="utf-8")
    read = read_document(path).data
    assert json.dumps(read) == json.dumps(data)


def test_json_is_plain_data(tmp_path):
    """JSON is read as it stands, a byte order mark and pairs of surrogate escapes included."""
    path = tmp_path / "a.json"
    path.write_text('\ufeff{"b": [1, 2.5, null, true], "a": "\\ud83d\\ude00"}', encoding="utf-8")
    assert json.dumps(read_document(path).data) == json.dumps(
        {"b": [1, 2.5, None, True], "a": "\N{GRINNING FACE}"}
    )


def test_what_an_alias_repeats_is_a_copy(tmp_path):
    """Changing one place of the data changes no other."""
    path = tmp_path / "a.yaml"
    path.write_text("a: &x {k: [1]}\nb: *x\n", encoding="utf-8")
    data = read_document(path).data
    data["b"]["k"].append(2)
    assert data == {"a": {"k": [1]}, "b": {"k": [1, 2]}}


@pytest.mark.parametrize(("name", "content", "error"), BAD, ids=[name for name, _, _ in BAD])
def test_what_is_no_document_is_one_error(name, content, error, error_of):
    """Whatever is wrong with a file is said in a line, with the line's number where one is to blame."""
    assert error_of(name, content) == error


@pytest.mark.timeout(5)
@pytest.mark.parametrize(("name", "content", "error"), BOMBS, ids=[name for name, _, _ in BOMBS])
def test_a_bomb_ends_soon(name, content, error, error_of):
    """A file made to take all memory or time is refused before it does, in seconds at most."""
    assert error_of(name, content) == error


@pytest.mark.parametrize("name", ["absent.yaml", "folder.yaml"])
def test_a_path_must_be_a_file(name, tmp_path):
    """A path without a file, or with something else, is an error that says so."""
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(DocumentError) as caught:
        read_document(tmp_path / name)
    expected = (
        "this is not a file but a folder or a device."
        if name == "folder.yaml"
        else "the file does not exist."
    )
    assert (caught.value.message, caught.value.line) == (expected, None)


def test_a_device_is_never_read(tmp_path):
    """A name that leads to a device without end is refused."""
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    (tmp_path / "zero.json").symlink_to("/dev/zero")
    with pytest.raises(DocumentError, match="not a file but a folder or a device"):
        read_document(tmp_path / "zero.json")


YAML_LINES = "# words\na:\n  b/c:\n    - 1\n    - d~: x\ne: f\n"
JSON_LINES = '{\n"a": {\n"b/c": [\n1, {\n"d~": "x"}],\n"e": 1},\n"e": {}}'


def test_a_yaml_value_has_its_line(tmp_path):
    """A pointer gives the line of its key or item, or of its nearest ancestor that exists."""
    path = tmp_path / "a.yaml"
    path.write_text(YAML_LINES, encoding="utf-8")
    document = read_document(path)
    pointers = ["", "/a", "/a/b~1c", "/a/b~1c/0", "/a/b~1c/1/d~0", "/a/b~1c/1/none/deeper", "/e", "/none"]
    assert [document.line(pointer) for pointer in pointers] == [2, 2, 3, 4, 5, 5, 6, 2]


def test_a_json_value_has_its_line(tmp_path):
    """JSON's values have lines as YAML's have."""
    path = tmp_path / "a.json"
    path.write_text(JSON_LINES, encoding="utf-8")
    document = read_document(path)
    pointers = ["", "/a", "/a/b~1c", "/a/b~1c/0", "/a/b~1c/1/d~0", "/a/b~1c/1/none", "/a/e", "/e", "/none"]
    assert [document.line(pointer) for pointer in pointers] == [1, 2, 3, 4, 5, 4, 6, 7, 1]


def test_what_an_alias_repeats_has_the_lines_of_its_anchor(tmp_path):
    """Inside an alias the line is where the text stands, which is where it can be changed."""
    path = tmp_path / "a.yaml"
    path.write_text("a: &x\n  k: 1\nb: *x\nc:\n  <<: *x\n", encoding="utf-8")
    document = read_document(path)
    assert [document.line(pointer) for pointer in ("/a/k", "/b", "/b/k", "/c/k")] == [2, 3, 2, 2]


def test_a_document_without_a_file_has_line_1():
    """Data made in memory is a document too, all on line 1."""
    assert Document(Path("made.yaml"), {"a": 1}).line("/a") == 1


@settings(deadline=None, max_examples=50)
@given(data=DATA)
def test_yaml_written_is_read_the_same(data, tmp_path_factory):
    """Whatever JSON-like data ruamel.yaml writes is read back equal, types included."""
    path = tmp_path_factory.getbasetemp() / "written.yaml"
    stream = StringIO()
    YAML().dump(data, stream)
    path.write_text(stream.getvalue(), encoding="utf-8")
    assert repr(read_document(path).data) == repr(data)


@settings(deadline=None, max_examples=50)
@given(data=DATA, indent=st.none() | st.just(1), is_ascii=st.booleans())
def test_json_written_is_read_the_same(data, indent, is_ascii, tmp_path_factory):
    """Whatever JSON-like data is written is read back equal, and each key has the line it stands on."""
    path = tmp_path_factory.getbasetemp() / "written.json"
    text = json.dumps(data, indent=indent, ensure_ascii=is_ascii)
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    assert repr(document.data) == repr(data)
    places = document.places()
    assert list(places.children) == list(data)
    lines = text.split("\n")
    for key, place in places.children.items():
        assert json.dumps(key, ensure_ascii=is_ascii) in lines[place.line - 1]


@settings(deadline=None)
@example(content=b"\xef\xbb\xbf", suffix=".yaml")
@example(content=b"{\x00}", suffix=".json")
@given(
    content=st.binary() | st.text(alphabet="{}[]:,&*!|>'\"%@`?-# \n\ta1~<\\u").map(str.encode),
    suffix=st.sampled_from([".yaml", ".json"]),
)
def test_any_bytes_give_a_document_or_its_error(content, suffix, tmp_path_factory):
    """No bytes end in anything but a document or a DocumentError."""
    path = (tmp_path_factory.getbasetemp() / "any").with_suffix(suffix)
    path.write_bytes(content)
    try:
        read = read_document(path)
    except DocumentError as error:
        read = error
    assert isinstance(getattr(read, "data", {}), dict)
    assert "\n" not in getattr(read, "message", "")
