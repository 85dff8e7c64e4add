"""COUNT PROJECT: generates the clients of a copy of the project COUNT times."""

import sys

count, project = int(sys.argv[1]), sys.argv[2]
sys.path.insert(0, project)

from generator.cli import main  # noqa: E402 the copy is found only now

for _ in range(count):
    assert main(["generate"]) == 0
