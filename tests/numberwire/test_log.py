"""The logger: the package's own, and loaded when something is logged."""

import logging

from numberwire.log import logger


def test_logger():
    """It is the one that users configure by its name."""
    assert logger() is logging.getLogger("numberwire")
