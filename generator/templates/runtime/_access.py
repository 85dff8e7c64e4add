"""Classes for an API's addresses and credentials; nothing here is specific to one API."""

from __future__ import annotations

import msgspec


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """An address of an API.

    Attributes:
        url: The address, with `{name}` for each variable.
        description: What it is for.
        variables: Each variable with its default value.
    """

    url: str
    description: str = ""
    variables: tuple[tuple[str, str], ...] = ()

    def address(self, **variables: str) -> str:
        """Return the address with its variables filled in.

        Args:
            **variables: Values to use instead of the defaults.

        Raises:
            ValueError: The address has no such variable, or one has no value.
        """
        values = dict(self.variables)
        unknown = sorted(variables.keys() - values.keys())
        if unknown:
            raise ValueError(f"the address has no variable {unknown[0]!r}")
        address = self.url
        for name, value in (values | variables).items():
            address = address.replace("{" + name + "}", value)
        return address


class SecurityScheme(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of credential.

    Attributes:
        kind: `apiKey`, `http`, `oauth2`, `openIdConnect` or `mutualTLS`.
        name: The header, query parameter or cookie of an API key; the scheme of HTTP, such as `bearer` or `basic`.
        location: Where an API key goes: `header`, `query` or `cookie`.
        description: What it is.
    """

    kind: str
    name: str = ""
    location: str = ""
    description: str = ""
