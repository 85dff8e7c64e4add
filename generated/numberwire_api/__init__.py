# Written by `python -m generator generate`; not to be edited.
"""Each API's models, and its operations as values.

Nothing here sends, and all it needs is msgspec.
"""

from ._checks import CheckRow
from ._handlers import Handler, HandlerRow, NoHandler, handler_fields
from ._methods import CLEAR, Clear, RawResponse
from ._model import Model, OpenEnum, html_table, with_extra
from ._operation import CallOptions, Operation, Request

__all__ = [
    "CLEAR",
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
    "handler_fields",
    "html_table",
    "with_extra",
]
