"""The inner modules: a table, and nothing that acts."""

from __future__ import annotations

INNER = (
    "address",
    "answer",
    "apart",
    "body",
    "checks",
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
    "sockets",
    "steps",
    "threads",
    "trust",
    "routing.definition",
    "signalwire.calls",
    "signalwire.checks",
    "signalwire.definition",
    "signalwire.rules",
    "signalwire.settling",
    "sandbox.apis",
    "sandbox.control",
    "sandbox.ids",
    "sandbox.inquiry",
    "sandbox.inventory",
    "sandbox.numbers",
    "sandbox.pages",
    "sandbox.places",
    "sandbox.rate",
    "sandbox.replies",
    "sandbox.routes",
    "sandbox.routing",
    "sandbox.search",
    "sandbox.settings",
    "sandbox.signalwire",
    "sandbox.store",
    "sandbox.updates",
)
"""The modules of `numberwire` that no caller names and nothing that callers hold comes from; they may change freely.

What a face hands on from one of them is interface all the same, under the face's name.
"""
