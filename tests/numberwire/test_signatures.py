"""Signatures that are made when somebody looks: what `inspect` shows, and that code behind them is found."""

import inspect
import typing
from functools import wraps

import pytest

from numberwire._signatures import is_coroutine_function, parameter_names, show_signature


def with_more(signature):
    """A signature with one keyword more."""
    *parameters, last = signature.parameters.values()
    return signature.replace(
        parameters=[*parameters, inspect.Parameter("more", inspect.Parameter.KEYWORD_ONLY), last]
    )


def of_itself():
    """A method that shows its own signature, with more."""

    def method(self, place: str, *, name: "int" = 1, **others) -> int:
        raise NotImplementedError

    show_signature(method, method, with_more)
    show_signature(method, method, with_more)  # as where two classes have it
    return method


def of_another():
    """A method that shows the signature of another one, which itself shows more."""

    def method(self, **parameters) -> int:
        raise NotImplementedError

    show_signature(method, of_itself(), lambda signature: signature)
    return method


def of_a_wrapped():
    """A method around another one, as a decorator leaves it."""

    def method(self, place: str, *, name: "int" = 1, **others) -> int:
        raise NotImplementedError

    @wraps(method)
    def call(self, *arguments, **keywords):
        return method(self, *arguments, **keywords)

    show_signature(call, method, with_more)
    return call


METHODS = pytest.mark.parametrize("make", [of_itself, of_another, of_a_wrapped])


@METHODS
def test_what_inspect_shows(make):
    """The signature is that of the model, changed; a bound method shows it without what it is bound to."""
    method = make()
    kind = type("Kind", (), {"method": method, "__init__": method})
    assert str(inspect.signature(method)) == "(self, place: str, *, name: 'int' = 1, more, **others) -> int"
    assert str(inspect.signature(object.__new__(kind).method)).startswith("(place: str, *,")
    assert str(inspect.signature(kind)).startswith("(place: str, *,")


@METHODS
def test_what_stands_behind(make):
    """Its source and its types are found, by way of what it wraps; that ends, and at a function."""
    method = make()
    assert inspect.isfunction(inspect.unwrap(method))
    assert "raise NotImplementedError" in inspect.getsource(method)
    assert typing.get_type_hints(method)["return"] is int


@METHODS
def test_names_of_parameters(make):
    """The names of its parameters are those of the model, by place and by name, without the first one."""
    assert parameter_names(make()) == (("place",), ("name",))


def test_coroutine_function():
    """A function written with ``async def`` is told from another one, and from an asynchronous generator."""

    async def coroutine():
        raise NotImplementedError

    async def generator():
        yield

    assert is_coroutine_function(coroutine)
    assert not is_coroutine_function(generator)
    assert not is_coroutine_function(test_coroutine_function)
