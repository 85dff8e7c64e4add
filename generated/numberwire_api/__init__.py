# Written by `python -m generator generate`; not to be edited.
"""Each API's models and operations, as values.

Nothing here sends a request; msgspec is the only dependency.
"""

from ._checks import CheckRow
from ._decoding import convert_to, decode_json, decoder_of
from ._handlers import Handler, HandlerRow, NoHandler, handler_fields
from ._methods import CLEAR, Clear, RawResponse
from ._model import ClearTypeErrors, Model, OpenEnum, derive_class, html_table, make_model, with_extra
from ._operation import CallOptions, Operation, Request

__all__ = [
    "CLEAR",
    "CallOptions",
    "CheckRow",
    "Clear",
    "ClearTypeErrors",
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
    "derive_class",
    "handler_fields",
    "html_table",
    "make_model",
    "with_extra",
]
