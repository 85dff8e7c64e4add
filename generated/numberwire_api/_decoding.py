# Written by `python -m generator generate`; edit generator/templates/runtime, not this.
"""Decodes JSON to typed values, in any thread.

msgspec prepares the decoding of a class when it first sees it. Two threads that do this for the same class at the same
time crash the interpreter (msgspec 0.22), so each type is prepared once, by one thread at a time.
"""

from __future__ import annotations

import os
import sys
from threading import RLock
from typing import Any, TypeVar

import msgspec
from msgspec.json import Decoder

__all__ = ["convert_to", "decode_json", "decoder_of"]

T = TypeVar("T")
_decoders: dict[Any, Decoder[Any]] = {}
_LONGEST_CHAIN = 5000
"""So many classes in a row take half of a thread's stack."""
loading = RLock()
"""Held while a type is prepared, or a module loaded: a fork waits for either, so that no child finds half of it."""

if hasattr(os, "register_at_fork"):  # a child must not find it taken by a thread that it has not
    os.register_at_fork(
        before=loading.acquire, after_in_parent=loading.release, after_in_child=loading.release
    )


def decode_json(content: bytes | msgspec.Raw, kind: type[T]) -> T:
    """Decode JSON to a value of a type.

    Args:
        content: The JSON.
        kind: The type; it is kept for as long as the process lives.

    Raises:
        msgspec.MsgspecError: The content is not JSON, or not of the type.
        UnicodeDecodeError: A text in it is not UTF-8.
        RecursionError: It is nested too deeply.
    """
    return decoder_of(kind).decode(content)


def convert_to(value: object, kind: type[T], *, str_keys: bool = False) -> T:
    """Convert a value as JSON has it, such as a dict, to a value of a type.

    Args:
        value: The value.
        kind: The type; it is kept for as long as the process lives.
        str_keys: Whether keys that are not strings in the type are strings in the value.

    Raises:
        msgspec.ValidationError: The value is not of the type.
    """
    decoder_of(kind)
    return msgspec.convert(value, kind, str_keys=str_keys)


def decoder_of(kind: type[T]) -> Decoder[T]:
    """Return the decoder of a type, prepared at its first use.

    Args:
        kind: The type; it is kept for as long as the process lives.
    """
    try:
        return _decoders[kind]
    except KeyError:
        with loading:
            return _decoders.setdefault(kind, _prepare_decoder(kind))
    except TypeError:  # its annotations can't be a key
        with loading:
            return _prepare_decoder(kind)


def _prepare_decoder(kind: type[T]) -> Decoder[T]:
    try:
        return Decoder(kind)
    except RecursionError:
        # msgspec goes from class to class by recursion, and a thousand may refer to each other in a row.
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, _LONGEST_CHAIN))
        try:
            return Decoder(kind)
        finally:
            sys.setrecursionlimit(limit)
