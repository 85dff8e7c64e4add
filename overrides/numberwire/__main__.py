"""Makes `python -m numberwire` the command `numberwire`."""

import sys

from numberwire.cli import main

if __name__ == "__main__":
    sys.exit(main())
