"""Starts a command from a small process, and writes what it cost to the file descriptor that it is given.

Linux counts the memory of the process that starts another into the peak of the other, so that what measures must be
smaller than everything that it measures. Called as `python -I -S launch.py DESCRIPTOR COMMAND...`; it imports little.
"""

import os
import sys
import time


def main() -> None:
    """Run the command; write its status, processor seconds, seconds, and peak of memory in the system's unit."""
    descriptor, *command = sys.argv[1:]
    began = time.perf_counter()
    child = os.posix_spawnp(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, int(descriptor))]
    )
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - began
    cost = (os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss)
    os.write(int(descriptor), " ".join(map(repr, cost)).encode())


if __name__ == "__main__":
    main()
