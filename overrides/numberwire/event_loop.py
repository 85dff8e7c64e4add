"""The event loop that async clients need: asyncio's."""

from numberwire.errors import InvalidRequestError

__all__ = ["check_event_loop"]


def check_event_loop() -> None:
    """Refuse to go on outside a task of asyncio.

    Raises:
        InvalidRequestError: No task of asyncio is running: another library runs the coroutine, or none does.
    """
    from asyncio import current_task  # noqa: PLC0415 sync clients need no event loop

    try:
        task = current_task()
    except RuntimeError:
        task = None
    if task is None:
        raise InvalidRequestError(
            "async clients work with asyncio only, and no task of asyncio is running; nothing was sent. Under trio or "
            "another library, call the sync client in a thread (trio.to_thread.run_sync)."
        )
