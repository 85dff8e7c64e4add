"""A call that another thread does."""

from queue import Empty
from threading import Thread

import pytest

from numberwire.threads import Job


def test_result():
    """What the function returned in the other thread is the job's result."""
    job = Job(divmod, 7, 2)
    Thread(target=job.run).start()
    assert job.result(10) == (3, 1)


def test_failure():
    """What the function raised is raised to who asks for the result."""
    job = Job(divmod, 7, 0)
    Thread(target=job.run).start()
    with pytest.raises(ZeroDivisionError):
        job.result(10)


def test_not_in_time():
    """A result that isn't there in time is not waited for."""
    with pytest.raises(Empty):
        Job(divmod, 7, 2).result(0.01)
