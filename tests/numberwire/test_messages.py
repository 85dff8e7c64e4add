"""Warnings point at the caller's line, and the logger is the package's own, loaded when something is logged."""

import logging
import subprocess
import sys
import warnings

import pytest

from numberwire._messages import logger, warn_caller, warn_deprecated
from numberwire.errors import NumberwireWarning

SCRIPT = """\
from numberwire.sandbox import PROJECT, TOKEN, Sandbox
from numberwire.signalwire import RestClient, handlers
sandbox = Sandbox()
client = RestClient(PROJECT, TOKEN, "example.signalwire.com", transport=sandbox)
client.phone_numbers.update(sandbox.add_numbers(1)[0], message=handlers.message.RelayContext("office"))
"""


def test_points_here():
    """Raised within this library, a warning has the file and line of its first caller outside."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warn_deprecated("old")
    [warning] = caught
    assert (warning.filename, warning.category, str(warning.message)) == (__file__, DeprecationWarning, "old")


def test_of_what_was_likely_not_meant():
    """A warning of something else than age has a category of its own, and the caller's line too."""
    with pytest.warns(NumberwireWarning, match="^odd$") as caught:
        warn_caller("odd")
    assert [warning.filename for warning in caught] == [__file__]


def test_shown_to_users():
    """So a script that uses what is deprecated is told so by default, at its own line."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60
    )
    assert "<string>:5: DeprecationWarning: message_relay_context is deprecated: use " in ran.stderr
    assert "overrides" not in ran.stderr


def test_logger():
    """It is the one that users configure by its name."""
    assert logger() is logging.getLogger("numberwire")
