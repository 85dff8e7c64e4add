"""The sandbox against a dictionary: whatever is done in whatever order, both agree."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from numberwire.sandbox import Sandbox, Settings

names = st.text(st.characters(codec="utf-8"), max_size=5)
fields = st.fixed_dictionaries(
    {},
    optional={
        "name": names,
        "call_receive_mode": st.sampled_from(["voice", "fax"]),
        "call_request_url": st.sampled_from(["", "https://example.com"]),
        "call_handler": st.sampled_from(["", "laml_webhooks"]),
    },
)


class Model(RuleBasedStateMachine):
    """A project as a dictionary from id to what was set on the number."""

    ids = Bundle("ids")

    @initialize()
    def begin(self):
        """Begin with no numbers."""
        self.sandbox = Sandbox(time=lambda: 1_736_933_400.0, settings=Settings(number_limit=6))
        self.caller = self.make_caller(self.sandbox)
        self.owned = {}
        self.ages = {}

    make_caller = None

    @rule(target=ids)
    def purchase(self):
        """Buy the first number for sale."""
        _, page = self.caller.ask("GET", "search", max_results=1)
        status, number = self.caller.ask("POST", body={"number": page["data"][0]["number"]})
        assert status == (200 if len(self.owned) < 6 else 422)
        if status != 200:
            return multiple()
        blank = {"name": None, "call_receive_mode": "voice", "call_request_url": None, "call_handler": None}
        self.owned[number["id"]] = {"number": number["number"], **blank}
        self.ages[number["id"]] = timedelta(0)
        return number["id"]

    @rule(identifier=ids, sent=fields)
    def update(self, identifier, sent):
        """Set some fields."""
        status, _ = self.caller.ask("PUT", identifier, sent)
        if identifier not in self.owned:
            assert status == 404
            return
        after = {**self.owned[identifier], **{name: value or None for name, value in sent.items()}}
        assert status == (422 if after["call_handler"] and not after["call_request_url"] else 200)
        if status == 200:
            self.owned[identifier] = after

    @rule(identifier=consumes(ids))
    def release(self, identifier):
        """Try to give a number up."""
        status, _ = self.caller.ask("DELETE", identifier)
        expected = (
            404 if identifier not in self.owned else 204 if self.ages[identifier] >= timedelta(14) else 422
        )
        assert status == expected
        if status == 204:
            del self.owned[identifier]

    @rule(days=st.integers(1, 20))
    def wait(self, days):
        """Let days pass."""
        self.sandbox.clock.advance(timedelta(days))
        self.ages = {identifier: age + timedelta(days) for identifier, age in self.ages.items()}

    @rule(name=names, size=st.integers(1, 3))
    def filter(self, name, size):
        """List, filtered by a part of the name, in pages."""
        listed, page = [], self.caller.ask("GET", page_size=size, filter_name=name)[1]
        while True:
            listed += [number["id"] for number in page["data"]]
            assert len(listed) <= len(self.owned)
            if "next" not in page["links"]:
                break
            page = self.caller.ask("GET", page["links"]["next"])[1]
        assert listed == [key for key in reversed(self.owned) if name in (self.owned[key]["name"] or "")]

    @invariant()
    def same_numbers(self):
        """A listing shows the dictionary, newest first."""
        if not hasattr(self, "caller"):
            return
        data = self.caller.ask("GET")[1]["data"]
        shown = {number["id"]: {name: number[name] for name in self.owned[number["id"]]} for number in data}
        assert (list(shown), shown) == (list(reversed(self.owned)), self.owned)


def test_sandbox_agrees_with_a_dictionary(caller):
    """Purchases, updates, releases, waiting and listing leave what they would leave in a dictionary."""
    machine = type("Machine", (Model,), {"make_caller": staticmethod(type(caller))}).TestCase
    machine.settings = settings(
        max_examples=40,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    machine().runTest()
