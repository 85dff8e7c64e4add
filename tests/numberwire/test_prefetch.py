"""The next page is asked for while the caller works on this one; a caller who stops early leaves nothing behind."""

import asyncio
import gc
import threading

import pytest

from numberwire.signalwire import AsyncRestClient, RestClient
from tests.numberwire.listings import Pages, number
from tests.numberwire.servers import said
from tests.numberwire.subjects import HOST, PROJECT, TOKEN

THREAD = "numberwire-prefetch"


def rest(server, **options):
    """A sync client."""
    return RestClient(PROJECT, TOKEN, HOST, transport=server, **options)


def async_rest(server, **options):
    """An async client."""
    return AsyncRestClient(PROJECT, TOKEN, HOST, transport=server, **options)


def prefetch_threads():
    """The threads that ask for pages in advance."""
    return {thread for thread in threading.enumerate() if thread.name.startswith(THREAD)}


@pytest.fixture
def new_threads():
    """Tells which of them were begun by this test."""
    before = prefetch_threads()
    return lambda: prefetch_threads() - before


def test_sync_in_advance():
    """Asked to, a sync listing asks for the next page in a thread while the caller works on this one."""
    asked = {place: threading.Event() for place in range(3)}
    records = iter(
        rest(Pages([1], [2], [3], before=lambda place: asked[place].set())).phone_numbers.list(prefetch=True)
    )
    assert next(records) == number(1)
    assert asked[1].wait(10)
    assert not asked[2].is_set()
    assert list(records) == [number(2), number(3)]


def test_sync_by_itself(new_threads):
    """Not asked to, a sync listing asks for a page when the caller has come to it, and needs no thread."""
    server = Pages([1], [2])
    records = iter(rest(server).phone_numbers.list())
    assert (next(records), len(server.asked), new_threads()) == (number(1), 1, set())


def test_sync_stopped_early(new_threads):
    """A caller who stops does not wait for the page that is on its way, and its thread ends with it."""
    on_its_way, go_on = threading.Event(), threading.Event()

    def hold(place):
        if place == 1:
            on_its_way.set()
            assert go_on.wait(10)

    for one in rest(Pages([1], [2], before=hold)).phone_numbers.list(prefetch=True):
        assert one == number(1)
        assert on_its_way.wait(10)
        break
    [thread] = new_threads()
    go_on.set()
    thread.join(10)
    assert new_threads() == set()


def test_sync_finished(new_threads):
    """A listing that is gone through leaves no thread."""
    assert len(list(rest(Pages([1], [2])).phone_numbers.list(prefetch=True))) == 2
    for thread in prefetch_threads():
        thread.join(10)
    assert new_threads() == set()


async def let_others_run():
    """Give other tasks of the loop their turns."""
    for _ in range(10):
        await asyncio.sleep(0)


def other_tasks():
    """The tasks of the loop but this one."""
    return asyncio.all_tasks() - {asyncio.current_task()}


@pytest.mark.parametrize(("prefetch", "asked"), [(True, 2), (False, 1)])
def test_async_in_advance(prefetch, asked):
    """An async listing asks for the next page while the caller works on this one, unless told not to."""
    server = Pages([1], [2], [3])

    async def work():
        records = aiter(async_rest(server).phone_numbers.list(prefetch=prefetch))
        assert await anext(records) == number(1)
        await let_others_run()
        seen = len(server.asked)
        return seen, [one async for one in records]

    assert asyncio.run(work()) == (asked, [number(2), number(3)])


def test_async_by_itself():
    """An async listing does so without being asked to."""
    server = Pages([1], [2])

    async def work():
        records = aiter(async_rest(server).phone_numbers.list())
        await anext(records)
        await let_others_run()
        return len(server.asked)

    assert asyncio.run(work()) == 2


def complaints(work):
    """What the event loop complains of while a coroutine runs."""
    heard = []

    async def listen():
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: heard.append(context["message"])
        )
        await work()
        await let_others_run()
        gc.collect()
        await let_others_run()

    asyncio.run(listen())
    return heard


@pytest.mark.parametrize("following", [[2], said({"error": "gone"}, 404)], ids=["a page", "a failure"])
def test_async_stopped_early(following):
    """A caller who leaves the loop leaves no task behind, and no complaint about the page it did not want."""
    left = []

    async def work():
        async for one in async_rest(Pages([1], following)).phone_numbers.list():
            assert one == number(1)
            await let_others_run()
            break
        gc.collect()
        await let_others_run()
        left.extend(other_tasks())

    assert (complaints(work), left) == ([], [])


def test_async_cancelled():
    """A caller who is cancelled while waiting for a page cancels the asking for it."""
    left = []

    async def wait_for_pages(started):
        async for _ in async_rest(Pages([1], [2])).phone_numbers.list():
            started.set()
            await asyncio.Event().wait()

    async def work():
        started = asyncio.Event()
        task = asyncio.create_task(wait_for_pages(started))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await let_others_run()
        left.extend(other_tasks())

    assert (complaints(work), left) == ([], [])
