"""Typed clients for phone-number APIs; this module loads no HTTP library.

There is one package per API: `numberwire.signalwire` and `numberwire.routing`. Exceptions are in `numberwire.errors`.
`numberwire.sandbox` stands in for the APIs, so that everything can be tried without an account.
"""

import os

TYPE_CHECKING = False  # as in typing, which takes longer to load than all else here
if TYPE_CHECKING:
    from numberwire import errors
    from numberwire._clear import CLEAR, Clear

__all__ = ["CLEAR", "Clear", "__version__", "errors"]

__version__: str
"""The installed version; empty where the package's metadata was left out, as in vendored sources."""

if not TYPE_CHECKING:  # so that a checker knows every other name for a mistake

    def __getattr__(name: str) -> object:
        """Load what is asked for: the command `numberwire` begins here, and is to answer Ctrl-C from the start."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if name == "__version__":
            globals()[name] = _installed_version()  # which each client tells in its first call
            return globals()[name]
        from importlib import import_module  # noqa: PLC0415 see above

        if name == "errors":
            return import_module(f"{__name__}.errors")  # which sets it
        globals()[name] = getattr(import_module(f"{__name__}._clear"), name)
        return globals()[name]

    def __dir__() -> list[str]:
        """The names that there are, loaded or not."""
        return sorted({*globals(), *__all__})


def _installed_version() -> str:
    """The version, by the name of the folder that an installer leaves beside the package."""
    name, end = f"{__name__}-", ".dist-info"
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH120, PTH100 pathlib takes long to load
    try:
        with os.scandir(folder) as entries:
            versions = [
                entry.name[len(name) : -len(end)]
                for entry in entries
                if entry.name.startswith(name) and entry.name.endswith(end)
            ]
    except OSError:
        versions = []
    if len(versions) == 1:
        return versions[0]
    # An editable installation, or a damaged one: this knows more, and takes longer.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 see above

    try:
        return version(__name__)
    except PackageNotFoundError:
        return ""
