"""OpenTelemetry's instrumentation of httpx2 sees every attempt, sync and async."""

import asyncio

import pytest

from numberwire.sandbox import PROJECT, TOKEN, Fault, Sandbox
from numberwire.signalwire import AsyncRestClient, RestClient


@pytest.fixture
def spans():
    """The spans that the instrumentation exports."""
    instrumentation = pytest.importorskip("opentelemetry.instrumentation.httpx")
    export = pytest.importorskip("opentelemetry.sdk.trace.export")
    memory = pytest.importorskip(
        "opentelemetry.sdk.trace.export.in_memory_span_exporter"
    ).InMemorySpanExporter()
    provider = pytest.importorskip("opentelemetry.sdk.trace").TracerProvider()
    provider.add_span_processor(export.SimpleSpanProcessor(memory))
    instrumentor = instrumentation.HTTPX2ClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    yield memory.get_finished_spans
    instrumentor.uninstrument()


def listed_sync(host):
    """List with a sync client."""
    with RestClient(PROJECT, TOKEN, host) as client:
        return list(client.phone_numbers.list())


def listed_async(host):
    """List with an async client."""

    async def listed():
        async with AsyncRestClient(PROJECT, TOKEN, host) as client:
            return [number async for number in client.phone_numbers.list()]

    return asyncio.run(listed())


@pytest.mark.parametrize("listed", [listed_sync, listed_async])
def test_each_attempt_is_a_span(spans, listed):
    """A listing that fails once is two spans, one of 503 and one of 200, and neither shows the token."""
    sandbox = Sandbox()
    sandbox.faults.add(Fault(kind="status", status=503))
    with sandbox.serve() as url:
        assert listed(url.removeprefix("http://")) == []
    told = [dict(span.attributes or {}) for span in spans()]
    assert [one["http.status_code"] for one in told] == [503, 200]
    assert TOKEN not in str(told)
