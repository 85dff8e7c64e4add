"""Work on data of anyone's ends in time."""

from __future__ import annotations

import json
import re
import signal
import threading
import time

import pytest

from generator.bounds import TimeUpError, limit_time
from generator.rules import check_file

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="Windows has no such clock")
ALMOST = "a" * 40 + "!"
SCHEMAS = {
    "pattern": {"type": "string", "pattern": "^(a+)+$", "default": ALMOST},
    "patternProperties": {"patternProperties": {"^(a+)+$": {}}, "default": {ALMOST: 1}},
    "additionalProperties": {
        "patternProperties": {"^(a+)+$": {}},
        "additionalProperties": False,
        "default": {ALMOST: 1},
    },
    "inner": {"type": "array", "items": {"type": "string", "pattern": "^(a|a)*$"}, "default": [ALMOST]},
}


def test_a_pattern_that_backtracks_without_end_is_ended():
    """A regular expression, which Python code can't interrupt, is interrupted, and the clock is off afterwards."""
    with pytest.raises(TimeUpError), limit_time(0.05):
        re.search("^(a+)+$", ALMOST)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


def test_what_ends_in_time_is_let_through():
    """A block that is fast enough ends as it would."""
    with limit_time(5):
        found = re.search("b", "ab")
    assert (found and found[0], signal.getitimer(signal.ITIMER_VIRTUAL)) == ("b", (0, 0))


def test_an_outer_limit_stays():
    """After an inner block the outer one's time goes on."""
    with limit_time(5):
        with limit_time(10):
            inner = signal.getitimer(signal.ITIMER_VIRTUAL)[0]
        outer = signal.getitimer(signal.ITIMER_VIRTUAL)[0]
    assert 0 < outer <= inner <= 5.1


def test_other_threads_are_not_ended():
    """A thread that hears no signals works on without a limit."""
    found = []

    def work():
        with limit_time(0.001):
            found.append(sum(range(10)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [45]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_pattern_without_end_is_a_finding(name, tmp_path, monkeypatch):
    """A default that a pattern can't be tried on in time is a finding that says so, at its place."""
    monkeypatch.setattr("generator.rules.standard_rules._SECONDS", 0.1)
    path = tmp_path / "a.json"
    document = {"openapi": "3.1.0", "info": {"title": "D", "version": "1"}, "paths": {}}
    path.write_text(json.dumps(document | {"components": {"schemas": {"A": SCHEMAS[name]}}}))
    found = [one for one in check_file(path) if one.rule == "NW102"]
    assert [(one.pointer, "takes too long" in one.message) for one in found] == [
        ("/components/schemas/A/default", True)
    ]


def test_all_values_of_a_document_together_are_bounded(tmp_path, monkeypatch):
    """Many patterns without end cost no more than a few."""
    monkeypatch.setattr("generator.rules.standard_rules._SECONDS", 0.1)
    monkeypatch.setattr("generator.rules.standard_rules._SECONDS_IN_ALL", 0.2)
    path = tmp_path / "a.json"
    schemas = {f"A{number}": SCHEMAS["pattern"] | {"default": ALMOST + str(number)} for number in range(20)}
    document = {"openapi": "3.1.0", "info": {"title": "D", "version": "1"}, "paths": {}}
    path.write_text(json.dumps(document | {"components": {"schemas": schemas}}))
    begun = time.process_time()
    found = [one for one in check_file(path) if one.rule == "NW102"]
    assert len(found) == 20
    assert time.process_time() - begun < 20 * 0.1


def interrupted_parser():
    """Compute until the time is up, and end as Python's parser does then."""
    try:
        while True:
            pass
    except TimeUpError:
        raise SystemError("AST constructor recursion depth mismatch") from None


def test_the_error_of_an_interrupted_parser_is_the_end_of_the_time():
    """What Python's parser makes of an interruption is no error of its own."""
    with pytest.raises(TimeUpError), limit_time(0.01):
        interrupted_parser()
