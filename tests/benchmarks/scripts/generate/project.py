"""COUNT PROJECT: generates the clients of a copy of the project COUNT times."""

import sys

from generator.cli import main

count, project = int(sys.argv[1]), sys.argv[2]
sys.path.insert(0, project)

for _ in range(count):
    assert main(["generate"]) == 0
