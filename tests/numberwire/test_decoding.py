"""Types are prepared once, whatever the number of threads that meet them first."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import numberwire
from numberwire_api import decode_json, decoder_of

FIRST_MEETINGS = """
import sys, threading
sys.setswitchinterval(1e-6)
import msgspec
import numberwire
from numberwire_api import decode_json

def make(number):
    fields = [(f"field_{place}", int | None, None) for place in range(60)]
    inner = msgspec.defstruct(f"Inner{number}", fields)
    return msgspec.defstruct(f"Outer{number}", [("data", list[inner]), ("more", dict[str, inner] | None, None)])

for number in range(40):
    kind, barrier, failures = make(number), threading.Barrier(8), []
    def meet():
        barrier.wait()
        for _ in range(5):
            decode_json(b'{"data": [{"field_1": 1}], "more": {"a": {"field_2": 3}}}', kind)
    threads = [threading.Thread(target=meet) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("fine")
"""


def test_first_meetings_in_threads():
    """Threads that meet a class at the same time decode it; msgspec by itself crashes the interpreter."""
    ran = subprocess.run(
        [sys.executable, "-c", FIRST_MEETINGS], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "fine\n"), ran.stderr


def test_decoder_is_kept():
    """The decoder of a type is made once."""
    assert decoder_of(list[int]) is decoder_of(list[int])


def test_a_long_chain_of_classes():
    """A thousand classes that refer to each other in a row are decoded, and Python's own limit is as it was."""
    limit = sys.getrecursionlimit()
    kind = msgspec.defstruct("First", [("number", int)])
    for _ in range(2000):
        kind = msgspec.defstruct("Next", [("inner", kind | None, None)])
    with pytest.raises(RecursionError):
        msgspec.json.Decoder(kind)
    assert decode_json(b'{"inner": {"inner": null}}', kind).inner.inner is None
    assert sys.getrecursionlimit() == limit


def test_errors_are_those_of_msgspec():
    """What can't be decoded is refused as msgspec does it."""
    with pytest.raises(msgspec.ValidationError, match="Expected `int`"):
        decode_json(b'["1"]', list[int])


def test_no_class_is_decoded_by_another_way():
    """What many threads may run asks `numberwire_api` for each type but the plain ones, which need no preparation."""
    folder = Path(numberwire.__file__).parent
    one_thread = {"cli", "fleet"}
    direct = [
        f"{path.relative_to(folder)}: {ast.unparse(call)}"
        for path in folder.rglob("*.py")
        if path.relative_to(folder).parts[0] not in one_thread
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"msgspec.json.decode", "msgspec.json.Decoder", "msgspec.convert"}
        and not is_plain(call)
    ]
    assert direct == []


def is_plain(call):
    """Whether a call decodes to what JSON has, without a class."""
    kinds = [ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg == "type"]
    names = {"dict", "list", "str", "Any", "None", "msgspec", "Raw"}
    words = {word for kind in kinds for word in re.findall(r"\w+", kind)}
    return ast.unparse(call.func) == "msgspec.json.decode" and words <= names
