"""The commands. Each verb has a file; nothing heavy is imported before a command runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from voicewright.cli import account, audit, check, clone, credit, design, key, models, purge, say, serve, task, usage, verify, voices, webhook
from voicewright.cli.exits import Exits, Stop
from voicewright.cli.terminal import document, note
from voicewright.cli.wording import problem, sentence

EXIT_CODES = (
    "Exit codes: 0 done; 1 the server refused; 2 the command or a setting is wrong; 3 no server answered; 4 the work failed; 130 interrupted."
)

app = typer.Typer(
    name="voicewright",
    help="Make voices, keep them, speak with them.",
    epilog=f"Example: voicewright serve, then in another shell: voicewright say 'Good morning.' --voice English_Graceful_Lady -o morning.mp3\n\n{EXIT_CODES}",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command(epilog=serve.EPILOG)(serve.serve)
app.add_typer(account.app)
app.add_typer(key.app)
app.add_typer(credit.app)
app.command(epilog=usage.EPILOG)(usage.usage)
app.add_typer(models.app)
app.command(epilog=check.EPILOG)(check.check)
app.command(epilog=clone.EPILOG)(clone.clone)
app.command(epilog=design.EPILOG)(design.design)
app.command(epilog=say.EPILOG)(say.say)
app.add_typer(voices.app)
app.command(epilog=task.EPILOG)(task.task)
app.add_typer(webhook.app)
app.command(epilog=audit.EPILOG)(audit.audit)
app.command(epilog=purge.EPILOG)(purge.purge)
app.command(epilog=verify.EPILOG)(verify.verify)


def _version(wanted: bool) -> None:  # noqa: FBT001 (typer hands a flag's value over like this)
    if wanted:
        from voicewright import __version__  # noqa: PLC0415 (reading the version takes as long as all the rest)

        typer.echo(f"voicewright {__version__}")
        raise typer.Exit


@app.callback()
def voicewright(
    *,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")] = False,
) -> None:
    """Make voices, keep them, speak with them."""
    del version  # its callback has acted


def main() -> None:
    """Run a command and end with its exit code."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        _misused(error)
        code = Exits.USAGE
    except Stop as stop:
        if stop.document is not None:
            document(stop.document)
        note(" ".join(filter(None, (f"voicewright: {sentence(stop.message)}", stop.todo))))
        code = stop.exits
    sys.exit(code)


def _misused(error: typer.TyperException) -> None:
    message = _reworded(error).format_message()
    if message:  # a command without its arguments has shown its help instead
        context: typer.Context | None = getattr(error, "ctx", None)
        command = "voicewright" if context is None else context.command_path
        note(f"voicewright: {sentence(message)} See `{command} --help`.")


def _reworded(error: typer.TyperException) -> typer.TyperException:
    """What typer lets pydantic say of a value, in our words."""
    from pydantic import ValidationError  # noqa: PLC0415 (`--help` must not wait for it)

    if isinstance(error.__cause__, ValidationError):
        error.message = "; ".join(map(problem, error.__cause__.errors()))
    return error
