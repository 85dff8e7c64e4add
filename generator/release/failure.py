"""Failure: what can't be released, built or published says why and what to do now, and has changed nothing."""

from __future__ import annotations


class ReleaseError(Exception):
    """Something stands in the way; the message is for the person at the terminal."""
