# Written by `python -m generator generate`; not to be edited.
"""Each API's models, and its operations as values.

Nothing here sends, and all it needs is msgspec.
"""

from ._checks import CheckRow
from ._handlers import Handler, HandlerRow
from ._model import Model, OpenEnum
from ._operation import Operation, Request

__all__ = ["CheckRow", "Handler", "HandlerRow", "Model", "OpenEnum", "Operation", "Request"]
