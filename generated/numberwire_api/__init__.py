# Written by `python -m generator generate`; not to be edited.
"""Each API's models and operations, as values.

Nothing here sends a request; msgspec is the only dependency.
"""

from ._checks import CheckRow
from ._decoding import convert_to, decode_json, decoder_of
from ._handlers import ArgumentsType, Handler, HandlerRow, NoHandler, handler_fields
from ._methods import CLEAR, Clear, RawResponse
from ._model import Model, OpenEnum, html_table, with_extra
from ._operation import CallOptions, Operation, Request

__all__ = [
    "CLEAR",
    "ArgumentsType",
    "CallOptions",
    "CheckRow",
    "Clear",
    "Handler",
    "HandlerRow",
    "Model",
    "NoHandler",
    "OpenEnum",
    "Operation",
    "RawResponse",
    "Request",
    "convert_to",
    "decode_json",
    "decoder_of",
    "handler_fields",
    "html_table",
    "with_extra",
]
