"""A group of commands that lists them in the order in which they were added."""

import click

__all__ = ["OrderedGroup"]


class OrderedGroup(click.Group):
    """The commands, in the order of their help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 as click calls it
        """The names, as they were added."""
        return list(self.commands)
