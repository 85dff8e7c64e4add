"""Schemathesis against the sandbox: whatever a spec allows to be sent, the answer is one the spec describes."""

import base64
from functools import partial
from pathlib import Path

import pytest
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
from numberwire.sandbox._sandbox import APIS

SPEC = Path(__file__).parents[3] / "spec"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROUTES = {route.operation for api in APIS for route in api.routes}
CREDENTIALS = {
    "signalwire": "Basic " + base64.b64encode(f"{PROJECT}:{TOKEN}".encode()).decode(),
    "routing": f"Bearer {API_KEY}",
}


def operations():
    """Every operation of both specs."""
    for api in CREDENTIALS:
        for result in schemathesis.openapi.from_path(SPEC / f"{api}.yaml").get_all_operations():
            operation = result.ok()
            if operation.definition.raw["operationId"] not in ROUTES:
                continue  # it answers 501, see test_sandbox_api.py
            yield pytest.param(api, operation, id=operation.definition.raw["operationId"])


@pytest.fixture
def exchange():
    """Gives a sandbox with one number of each API, and a function that puts cases of an operation to it."""
    with Sandbox() as sandbox, sandbox.serve() as url, requests.Session() as session:
        ids = {"signalwire": sandbox.add_numbers(1, **SETTINGS)[0], "routing": sandbox.routing_ids[0]}

        def exchange(api, operation, mode, checks, examples):
            statuses = set()

            @settings(
                max_examples=examples,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=strategy(operation, ids[api], mode))
            def put(case):
                headers = {"Authorization": CREDENTIALS[api]}
                response = case.call_and_validate(url, session, headers, checks=checks)
                statuses.add(response.status_code)

            put()
            return statuses

        yield exchange


def strategy(operation, identifier, mode):
    """Cases with any id and any body, and cases with those of a number that is there."""
    cases = partial(operation.as_strategy, generation_mode=mode)
    if "{id}" in operation.path:
        return st.one_of(cases(), cases(path_parameters={"id": identifier}))
    if operation.method == "post" and mode is GenerationMode.POSITIVE:
        return st.one_of(cases(), cases(body={"number": "+12065557234"}))
    return cases()


OPERATIONS = list(operations())
SUCCESS = {"release_phone_number": 422}
SETTINGS = {"e911_address_id": "5b3f0a9c-7e62-4c1d-9d84-a6f1e2b8c053", "e911_status": "active"}
"""What a number needs for every operation to be possible: only an active address can be removed."""


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_answers_are_those_of_the_spec(exchange, api, operation):
    """What the spec allows is answered by a status, a content type and a body that the spec describes."""
    statuses = exchange(api, operation, GenerationMode.POSITIVE, CHECKS, 30)
    # A number just bought can't be released yet; all else must have succeeded at least once.
    assert SUCCESS.get(operation.definition.raw["operationId"], 200) in statuses


@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_nonsense_is_no_server_error(exchange, api, operation):
    """What the spec does not allow is answered too, by a refusal or by ignoring it, and never by a failure."""
    statuses = exchange(api, operation, GenerationMode.NEGATIVE, [not_a_server_error], 12)
    assert statuses
