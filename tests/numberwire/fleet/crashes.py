"""Commands that are killed: each runs in a child of its own, which ends with SIGKILL at a step of its writing.

A step is each moment before and after a line of the journal and before and after a request that changes something.
"""

import os
import signal
import warnings
from itertools import count

from click.testing import CliRunner

from numberwire.cli._main import cli
from numberwire.fleet._journal import Journal
from numberwire.signalwire._fleet import SignalWireAccount


def kill_at(step):
    """Have this process killed at a step; 0 is never."""
    steps = count(1)

    def take_step():
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    write, sends = Journal.write, {}

    def write_line(journal, event):
        take_step()
        write(journal, event)
        take_step()

    def watched(name):
        async def send(account, *arguments):
            take_step()
            answer = await sends[name](account, *arguments)
            take_step()
            return answer

        return send

    Journal.write = write_line
    for name in ("buy", "change", "release"):
        sends[name] = getattr(SignalWireAccount, name)
        setattr(SignalWireAccount, name, watched(name))


def run_killed(arguments, step):
    """Run a command in a child that is killed at a step.

    Returns:
        The exit code, or None where the child was killed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the sandbox's thread is not used by the child
        child = os.fork()
    if child == 0:
        code = 70
        try:
            kill_at(step)
            code = CliRunner().invoke(cli, arguments).exit_code
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
