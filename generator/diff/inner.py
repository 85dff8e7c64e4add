"""The inner modules: a table, and nothing that acts."""

from __future__ import annotations

INNER = (
    "address",
    "answer",
    "body",
    "checks",
    "complaint",
    "connection",
    "credential",
    "deprecation",
    "door",
    "doorway",
    "ending",
    "event_loop",
    "exchange",
    "failure",
    "forks",
    "interruption",
    "keywords",
    "limits",
    "partial_page",
    "report",
    "sockets",
    "steps",
    "threads",
    "trust",
    "routing.definition",
    "signalwire.calls",
    "signalwire.checks",
    "signalwire.definition",
    "signalwire.pages",
    "signalwire.settling",
)
"""The modules of `numberwire` that no caller names and nothing that callers hold comes from; they may change freely.

What a face hands on from one of them is interface all the same, under the face's name.
"""
