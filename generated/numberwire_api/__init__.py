# Written by `python -m generator build`; not to be edited.
"""Each API's models, and its operations as values.

Nothing here sends, and all it needs is msgspec.
"""

from ._model import Model, OpenEnum
from ._operation import Operation, Request

__all__ = ["Model", "OpenEnum", "Operation", "Request"]
