"""Many threads at once."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from numberwire.sandbox import Sandbox


@pytest.mark.parametrize("state", [":memory:", "file"])
def test_one_of_fifty_buyers_wins(caller, tmp_path, state):
    """Of fifty threads that buy the same number at once, exactly one gets it."""
    caller.sandbox = Sandbox(state if state == ":memory:" else tmp_path / state)
    together = threading.Barrier(50)

    def buy(_):
        together.wait()
        return caller.ask("POST", body={"number": "+15035551763"})[0]

    with caller.sandbox, ThreadPoolExecutor(50) as pool:
        assert Counter(pool.map(buy, range(50))) == {200: 1, 422: 49}
        assert len(caller.ask("GET")[1]["data"]) == 1


def test_fifty_buyers_of_fifty_numbers_all_win(caller):
    """Threads that buy different numbers don't disturb each other: no number, id or request id twice."""
    numbers = [item["number"] for item in caller.ask("GET", "search", max_results=50)[1]["data"]]

    def buy(number):
        response = caller.send("POST", content=b'{"number": "%s"}' % number.encode())
        return response.status, response.header("x-request-id")

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(buy, numbers))
    assert {status for status, _ in answers} == {200}
    assert len({request_id for _, request_id in answers}) == 50
    owned = caller.ask("GET")[1]["data"]
    assert len({number["id"] for number in owned}) == 50
    assert {number["number"] for number in owned} == set(numbers)
