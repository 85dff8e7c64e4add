# Written by `python -m generator build`; not to be edited.
"""The generated layer: models, and operations as values, of each API.

It sends nothing and needs msgspec alone.
"""

from ._model import Model, OpenEnum
from ._operation import Operation, Request

__all__ = ["Model", "OpenEnum", "Operation", "Request"]
