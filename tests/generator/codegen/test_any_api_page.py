"""The page about a client for any API, followed from its document to its last call."""

import importlib
import json
import re
import sys
from functools import partial
from pathlib import Path

import httpx2
import pytest

from generator.cli import main
from numberwire.client import Response

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "any-api.md").read_text(encoding="utf-8")
ORDER = {"id": "o1", "paid_by": {"card": "4242"}, "note": "soon"}
OTHER = {"id": "o2", "paid_by": {"due": "2024-02-29T12:00:00Z"}}


def blocks(language):
    """Return the blocks of the page in a language."""
    return re.findall(rf"(?s)```{language}\n(.*?)```", PAGE)


@pytest.fixture
def namespace(tmp_path, monkeypatch):
    """What the page's Python has defined, with the package beside it and a server that answers."""
    (tmp_path / "shop.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    _, command = blocks("console")  # the first one makes the same without the client
    monkeypatch.chdir(tmp_path)
    assert main(command.split()[4:]) == 0
    monkeypatch.syspath_prepend(tmp_path)
    asked = []

    def answer(request):
        asked.append(request)
        if request.method == "GET":
            return httpx2.Response(200, json=[ORDER, OTHER])
        return httpx2.Response(422 if b"none" in request.content else 201, json=ORDER | {"title": "No."})

    def create(request):
        asked.append(request)
        return Response(201, (), json.dumps(ORDER).encode())

    client = httpx2.Client
    monkeypatch.setattr(
        httpx2, "Client", lambda **options: client(transport=httpx2.MockTransport(answer), **options)
    )
    module = importlib.import_module("shop.client")
    monkeypatch.setattr(module, "ShopClient", partial(module.ShopClient, transport=create))
    yield {"asked": asked}
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


def test_the_page(namespace, capsys):
    """Each call does what the page says: a typed answer, members beyond the fields, a refusal before sending."""
    for block in blocks("python"):
        exec(block, namespace)  # noqa: S102 - it is our own page
    assert capsys.readouterr().out.splitlines()[-5:] == [
        "o1 {'note': 'soon', 'title': 'No.'}",
        "o1 Card",
        "o2 Invoice",
        "body.paid_by.card must be a text",
        "o1",
    ]
    created, listed, again = namespace["asked"]
    assert (created.headers["x-key"], json.loads(created.content)) == (
        "secret",
        {"paid_by": {"card": "4242"}},
    )
    assert (dict(again.headers)["x-key"], again.content) == ("secret", created.content)
    assert str(listed.url) == "https://shop.example.com/v1/orders?state=open,paid"


def test_an_error_is_typed(namespace):
    """An error that the document describes is what the document says."""
    for block in blocks("python")[:1]:
        exec(block, namespace)  # noqa: S102 - it is our own page
    models, orders = namespace["models"], namespace["Orders"](namespace["send"])
    with pytest.raises(RuntimeError) as caught:
        orders.create_order(paid_by=models.Card(card="none"))
    assert caught.value.args == (models.Problem(title="No."),)
