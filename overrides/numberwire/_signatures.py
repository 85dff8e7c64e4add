"""The signature that `inspect` and `help` show of a method, made when somebody looks at it.

`inspect` takes as long to load as half of this package, and a process that only sends requests never looks.
"""

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from inspect import Signature

__all__ = ["is_coroutine_function", "parameter_names", "show_signature"]

_COROUTINE = 0x80
"""As `inspect.CO_COROUTINE`."""


class _ShownSignature:
    """Stands behind a method as what it wraps: `inspect` looks there for the signature."""

    def __init__(
        self,
        method: FunctionType,
        model: Callable[..., Any],
        change: "Callable[[Signature], Signature]",
        behind: Callable[..., Any] | None,
    ) -> None:
        self._method = method
        self._model = model
        self._change = change
        self._behind = behind

    @property
    def __wrapped__(self) -> Callable[..., Any]:
        return self._behind or _twin(self._method)

    @property
    def model(self) -> Callable[..., Any]:
        return self.__wrapped__ if self._model is self._method else self._model

    @property
    def __signature__(self) -> "Signature":
        import inspect  # noqa: PLC0415 see above

        return self._change(inspect.signature(self.model))


def show_signature(
    method: Callable[..., Any], model: Callable[..., Any], change: "Callable[[Signature], Signature]"
) -> None:
    """Let a method show the signature of another one.

    Args:
        method: The method; it may be the other one itself.
        model: The other one.
        change: Makes of the other one's signature the one that is shown.
    """
    function = cast("FunctionType", method)
    behind = _wrapped_by(function)
    if not isinstance(behind, _ShownSignature):  # as of a method that a class has from another one
        vars(function)["__wrapped__"] = _ShownSignature(function, model, change, behind)


def _twin(function: FunctionType) -> FunctionType:
    """A function once more: who unwraps the first finds its source, and doesn't come back to the first."""
    twin = FunctionType(
        function.__code__,
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    twin.__kwdefaults__, twin.__annotations__ = function.__kwdefaults__, function.__annotations__
    return twin


def is_coroutine_function(function: FunctionType) -> bool:
    """Whether a function is written with ``async def``."""
    return bool(function.__code__.co_flags & _COROUTINE)


@cache
def parameter_names(method: Callable[..., Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a method's positional parameters after ``self``, and of those that are given by name alone."""
    function = method
    while (behind := _wrapped_by(function)) is not None:
        function = behind.model if isinstance(behind, _ShownSignature) else behind
    code = cast("FunctionType", function).__code__
    by_place = code.co_argcount
    return code.co_varnames[1:by_place], code.co_varnames[by_place : by_place + code.co_kwonlyargcount]


def _wrapped_by(function: Callable[..., Any]) -> "Callable[..., Any] | _ShownSignature | None":
    return vars(function).get("__wrapped__")
