"""Schemathesis at a sandbox: puts cases of an operation to it, some that its spec allows and some that it does not.

Loading schemathesis takes seconds, so the tests import this when they run and not when they are collected.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from numberwire.sandbox import API_KEY, PROJECT, TOKEN, Sandbox

SPEC = Path(__file__).parents[3] / "spec"
CONFORMANCE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CREDENTIALS = {
    "signalwire": "Basic " + base64.b64encode(f"{PROJECT}:{TOKEN}".encode()).decode(),
    "routing": f"Bearer {API_KEY}",
}
FRAMING = {"transfer-encoding", "content-length"}
"""Headers that say how a request is to be read: a server rightly answers 501 to a transfer coding it doesn't know."""
SETTINGS = {"e911_address_id": "5b3f0a9c-7e62-4c1d-9d84-a6f1e2b8c053", "e911_status": "active"}
"""What a number needs for every operation to be possible: only an active address can be removed."""


class Exchange:
    """A sandbox with one number of each API, to which cases are put."""

    def __init__(self, sandbox, url, session):
        self.url, self.session = url, session
        self.ids = {"signalwire": sandbox.add_numbers(1, **SETTINGS)[0], "routing": sandbox.routing_ids[0]}

    def put_allowed(self, api, name, examples):
        """Put what the spec allows; gives the statuses of the answers, all of which the spec describes."""
        return self._put(api, name, GenerationMode.POSITIVE, CONFORMANCE, examples)

    def put_nonsense(self, api, name, examples):
        """Put what the spec does not allow; gives the statuses of the answers, none of which is a failure."""
        return self._put(api, name, GenerationMode.NEGATIVE, [not_a_server_error], examples)

    def _put(self, api, name, mode, checks, examples):
        statuses = set()
        operation = find_operation(api, name)

        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy(operation, self.ids[api], mode))
        def put(case):
            for header in [header for header in case.headers if header.lower() in FRAMING]:
                del case.headers[header]
            headers = {"Authorization": CREDENTIALS[api]}
            response = case.call_and_validate(self.url, self.session, headers, checks=checks)
            statuses.add(response.status_code)

        put()
        return statuses


@contextmanager
def exchange() -> Iterator[Exchange]:
    """An exchange with a new sandbox."""
    with Sandbox() as sandbox, sandbox.serve() as url, requests.Session() as session:
        yield Exchange(sandbox, url, session)


def find_operation(api, name):
    """An operation of a spec."""
    found = (
        result.ok() for result in schemathesis.openapi.from_path(SPEC / f"{api}.yaml").get_all_operations()
    )
    return next(operation for operation in found if operation.definition.raw["operationId"] == name)


def strategy(operation, identifier, mode):
    """Cases with any id and any body, and cases with those of a number that is there."""
    cases = partial(operation.as_strategy, generation_mode=mode)
    if "{id}" in operation.path:
        return st.one_of(cases(), cases(path_parameters={"id": identifier}))
    if operation.method == "post" and mode is GenerationMode.POSITIVE:
        return st.one_of(cases(), cases(body={"number": "+12065557234"}))
    return cases()
