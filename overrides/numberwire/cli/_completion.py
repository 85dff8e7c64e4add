"""`numberwire completion`: the script that completes commands and options in a shell."""

import click
from click.shell_completion import get_completion_class

from numberwire.cli._options import command
from numberwire.cli._streams import write

__all__ = ["completion"]

_SHELLS = ["bash", "zsh", "fish"]


@command(
    examples=[
        ("numberwire completion bash >> ~/.bashrc", "For bash, from the next shell on"),
        ("numberwire completion zsh >> ~/.zshrc", "For zsh"),
        ("numberwire completion fish > ~/.config/fish/completions/numberwire.fish", "For fish"),
    ],
)
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    It completes commands, options and their values, and sends no requests.
    """
    kind = get_completion_class(shell)
    if kind is None:  # click has all that the argument takes
        raise click.UsageError(f"No completion for {shell}.")
    root = ctx.find_root().command
    write(kind(root, {}, "numberwire", "_NUMBERWIRE_COMPLETE").source())
