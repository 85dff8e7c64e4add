"""A package says where its API is, and which credentials each operation takes."""

import importlib
import sys

import pytest

from generator.codegen.pipeline import generate_package

DOCUMENT = """\
openapi: 3.1.0
info: {title: Mill, version: "1"}
servers:
  - url: "https://{region}.example.com:{port}/v1"
    description: "Live,\\nat last."
    variables: {region: {default: eu, enum: [eu, us]}, port: {enum: []}}
  - {description: An address without an address.}
security: [{key: [], tenant: []}, {bearer: []}]
paths:
  /grain: {get: {operationId: get_grain, responses: {"204": {description: ""}}}}
  /flour:
    servers: [{url: "https://flour.example.com"}]
    get: {operationId: get_flour, security: [], responses: {"204": {description: ""}}}
    put: {operationId: put_flour, servers: [{url: /here}], tags: [api], responses: {"204": {description: ""}}}
components:
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header, description: From the miller.}
    tenant: {$ref: "#/components/securitySchemes/cookie"}
    cookie: {type: apiKey, name: tenant, in: cookie}
    bearer: {type: http, scheme: Bearer}
    lost: {$ref: "#/components/securitySchemes/none"}
"""


@pytest.fixture(scope="module")
def mill(tmp_path_factory):
    """The package of the document, imported."""
    folder = tmp_path_factory.mktemp("mill")
    (folder / "mill.yaml").write_text(DOCUMENT, encoding="utf-8")
    generate_package(folder / "mill.yaml", folder / "out", lambda _: None)
    sys.path.insert(0, str(folder / "out"))
    try:
        yield importlib.import_module("mill")
    finally:
        sys.path.remove(str(folder / "out"))
        for name in [name for name in sys.modules if name.partition(".")[0] == "mill"]:
            del sys.modules[name]


def test_where_the_api_is(mill):
    """Each address has its variables, which can be chosen and have a value anyway."""
    [server] = mill.api.SERVERS
    variables = [(one.name, one.default, one.values) for one in server.variables]
    assert (server.description, variables) == (
        "Live, at last.",
        [("region", "eu", ("eu", "us")), ("port", None, ())],
    )
    assert (server.address(port="1"), server.address(region="us", port="2")) == (
        "https://eu.example.com:1/v1",
        "https://us.example.com:2/v1",
    )


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"zone": "a"}, "the address has no variable 'zone'"),
        ({"region": "mars", "port": "1"}, "the variable 'region' of the address must be one of eu, us"),
        ({"region": "us"}, "the variable 'port' of the address needs a value"),
    ],
    ids=["unknown", "another-value", "no-value"],
)
def test_an_address_that_the_document_does_not_allow(variables, message, mill):
    """A variable that the address doesn't have, another value than it may have and a missing value are refused."""
    with pytest.raises(ValueError, match=message):
        mill.api.SERVERS[0].address(**variables)


SERVERS = {
    "no-default": ({"url": "https://{a}.x", "variables": {"a": {}}}, "https://{a}.x", "/variables/a"),
    "undescribed": ({"url": "https://{a}.x"}, "https://{a}.x", ""),
    "other-default": (
        {"url": "https://{a}.x", "variables": {"a": {"default": "b", "enum": ["c"]}}},
        "https://b.x",
        "/variables/a",
    ),
    "number": (
        {"url": "https://x:{a}", "variables": {"a": {"default": 80, "enum": [80]}}},
        "https://x:80",
        None,
    ),
    "no-address": ({"url": "https://[x"}, None, ""),
    "no-url": ({}, None, ""),
    "relative": ({"url": "/v1"}, "/v1", None),
}


@pytest.mark.parametrize(("server", "address", "pointer"), SERVERS.values(), ids=SERVERS.keys())
def test_a_server_that_can_not_be_used_as_it_is(server, address, pointer, contract_of):
    """What is no address is left out; it is listed, and so is a variable whose value isn't known."""
    contract, omissions = contract_of({"servers": [server]})
    assert [one.address for one in contract.servers] == ([address] if address else [])
    assert omissions == ([] if pointer is None else [("NW824", f"/servers/0{pointer}")])


def test_which_credentials_there_are(mill):
    """Each kind of credential says where it goes and what it is called there; a reference to one is one."""
    schemes = {
        name: (scheme.kind, scheme.name, scheme.location, scheme.description)
        for name, scheme in mill.api.SECURITY_SCHEMES.items()
    }
    assert schemes == {
        "key": ("apiKey", "X-Key", "header", "From the miller."),
        "tenant": ("apiKey", "tenant", "cookie", ""),
        "cookie": ("apiKey", "tenant", "cookie", ""),
        "bearer": ("http", "bearer", "", ""),
    }


def test_what_each_operation_takes(mill):
    """An operation takes what the document says of all, unless it says something of its own."""
    calls = [mill.operations.get_grain(), mill.operations.get_flour(), mill.api_.put_flour()]
    assert [(call.security, call.servers) for call in calls] == [
        ((("key", "tenant"), ("bearer",)), ()),
        (((),), ("https://flour.example.com",)),
        ((("key", "tenant"), ("bearer",)), ("/here",)),
    ]


SCHEMES = {"key": {"type": "apiKey", "name": "k", "in": "query"}, "lost": {"$ref": "#/nowhere"}}
LOST = ("NW802", "/components/securitySchemes/lost")
UNREAD = {
    "unknown": ({"security": [{"key": [], "kee": []}]}, (("key", "kee"),), [("NW822", "/security/0/kee")]),
    "no-list": ({"security": {"key": []}}, (), [("NW822", "/security")]),
    "null": ({"security": None}, (), [("NW822", "/security")]),
    "no-mapping": ({"security": ["key", {"key": []}]}, (("key",),), [("NW822", "/security")]),
    "lost-scheme": ({"security": [{"lost": []}]}, (("lost",),), []),
}


@pytest.mark.parametrize(("said", "security", "listed"), UNREAD.values(), ids=UNREAD.keys())
def test_a_requirement_that_names_no_credential(said, security, listed, contract_of):
    """A name without a scheme, a scheme that leads nowhere and what is no requirement are listed."""
    document = {"paths": {"/": {"get": {}}}, "components": {"securitySchemes": SCHEMES}} | said
    contract, omissions = contract_of(document)
    assert (contract.operations[0].security, omissions) == (security, [LOST, *listed])
