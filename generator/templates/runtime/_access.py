"""Classes for an API's addresses and credentials; nothing here is specific to one API."""

from __future__ import annotations

import msgspec


class ServerVariable(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an address that can be chosen.

    Attributes:
        name: Its name.
        default: Its usual value; None if it has to be chosen.
        values: The values that it may have; any if there are none.
    """

    name: str
    default: str | None = None
    values: tuple[str, ...] = ()


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """An address of an API.

    Attributes:
        url: The address, with `{name}` for each variable.
        description: What it is for.
        variables: The variables.
    """

    url: str
    description: str = ""
    variables: tuple[ServerVariable, ...] = ()

    def address(self, **variables: str) -> str:
        """Return the address with its variables filled in.

        Args:
            **variables: Values to use instead of the defaults.

        Raises:
            ValueError: The address has no such variable, or one has no value or another than it may have.
        """
        unknown = sorted(variables.keys() - {variable.name for variable in self.variables})
        if unknown:
            raise ValueError(f"the address has no variable {unknown[0]!r}")
        address = self.url
        for variable in self.variables:
            name, value = variable.name, variables.get(variable.name, variable.default)
            if value is None:
                raise ValueError(f"the variable {name!r} of the address needs a value")
            if name in variables and variable.values and value not in variable.values:
                raise ValueError(
                    f"the variable {name!r} of the address must be one of {', '.join(variable.values)}"
                )
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
