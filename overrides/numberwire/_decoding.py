"""JSON to values of a type, in any thread.

msgspec works out how a class is decoded when it first meets it. Two threads that meet a class at the same time crash
the interpreter (msgspec 0.22), so each type is prepared once, by one thread at a time.
"""

from typing import Any, TypeVar

import msgspec

from numberwire._concurrency import loading

__all__ = ["convert_to", "decode_json", "decoder_of"]

T = TypeVar("T")
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


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


def convert_to(value: object, kind: type[T]) -> T:
    """Convert a value as JSON has it, such as a dict, to a value of a type.

    Args:
        value: The value.
        kind: The type; it is kept for as long as the process lives.

    Raises:
        msgspec.ValidationError: The value is not of the type.
    """
    decoder_of(kind)
    return msgspec.convert(value, kind)


def decoder_of(kind: type[T]) -> msgspec.json.Decoder[T]:
    """The decoder of a type, prepared at its first use.

    Args:
        kind: The type; it is kept for as long as the process lives.
    """
    decoder = _decoders.get(kind)
    if decoder is None:
        with loading():  # a fork waits for it, too
            decoder = _decoders.setdefault(kind, msgspec.json.Decoder(kind))
    return decoder
