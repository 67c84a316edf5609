"""Design a voice, clone a voice, speak a paragraph with each, and show it: `make demo REFERENCE=me.wav TEXT="what it says"`."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from av.error import FFmpegError
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

import page
import picture
from running import WouldNotStart, running
from sound import samples_of, write_mp3
from voicewright.client import NewVoice, Refused, Voicewright, VoicewrightError

ROOT = Path(__file__).parents[1]
DESCRIPTION = "A warm, calm woman in her thirties, slightly low, unhurried and clear."
GREETING = "Hello. You have never heard me before: I was made from one sentence."
GREETING_CLONE = "Hello. I learned to speak from one recording, and now I can say anything."
NARRATOR = "English_Trustworthy_Man"
RECITAL = (
    "I am reading this so that somebody can learn my voice. The old harbour was quiet in the morning, and only a few gulls followed "
    "the boats out past the yellow lighthouse. By noon the wind had turned, the market was full of people, and the smell of fresh bread "
    "drifted through every narrow street."
)
PARAGRAPH = (
    "A voice is more than the words it carries. It tells you who is speaking, how they feel, and whether you would like to hear more. "
    "This one was made a moment ago, on this machine, and nobody else has it."
)
LISTEN = ("design.mp3", "clone.mp3")
MADE = (*LISTEN, "design-preview.mp3", "clone-preview.mp3", "reference.wav", "reference.mp3", "spectrograms.png", "index.html")
NEXT = (
    ".venv/bin/voicewright serve                                   # prints your API key once",
    "export VOICEWRIGHT_API_KEY=…                                  # in another shell",
    ".venv/bin/voicewright clone me.wav --text 'What it says.'     # prints the voice's id",
    ".venv/bin/voicewright say 'Good morning.' --voice … -o morning.mp3",
)
console = Console(highlight=False)


class CannotGoOn(Exception):
    """What the person has to know and do."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The recording to clone, with what it says where that is known."""

    path: Path
    text: str | None
    title: str


def main() -> int:
    """Run the demo; 0 when everything was made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", type=Path, help="a recording of one person, 10 s to 5 min; without it the demo speaks one itself")
    parser.add_argument("--text", help="what the recording says, word for word")
    parser.add_argument("--out", type=Path, default=ROOT / "demo-output", help="folder for the results")
    given = parser.parse_args()
    started = time.monotonic()
    signal.signal(signal.SIGTERM, _told_to_stop)
    try:
        _demo(_checked(given.reference), given.text, _emptied(given.out))
    except (CannotGoOn, WouldNotStart) as problem:
        console.print(f"\n[bold red]✗[/] {escape(str(problem))}")
        return 1
    except VoicewrightError as error:
        console.print(f"\n[bold red]✗[/] {escape(error.message)}")
        return 1
    except KeyboardInterrupt:
        console.print("\nStopped.")
        return 130
    _farewell(given.out, time.monotonic() - started)
    return 0


def _told_to_stop(number: int, frame: FrameType | None) -> None:
    """End in the usual way, so that the server is stopped, too."""
    del frame
    sys.exit(128 + number)


def _checked(reference: Path | None) -> Path | None:
    if reference is not None and not reference.is_file():
        raise CannotGoOn(f"There is no recording {reference}. Give the path of a wav, mp3, m4a, flac, ogg or opus file.")
    return reference


def _demo(reference: Path | None, text: str | None, out: Path) -> None:
    console.print("[bold]Voicewright[/]: two voices, made on this machine\n")
    given = None if reference is None else _given(reference, text, out)
    with ExitStack() as stack:
        with _step("Started a server on a free port, with an empty folder"):
            server = stack.enter_context(running())
            client = stack.enter_context(Voicewright(server.url, server.key))
        designed = _design(client, out)
        source = given or _recital(client, out)
        cloned = _clone(client, source, out)
        _list(client)
        for voice, name in ((designed, "design"), (cloned, "clone")):
            with _step(f"Spoke a paragraph with the {'designed' if name == 'design' else 'cloned'} voice", f"{name}.mp3"):
                client.save(PARAGRAPH, out / f"{name}.mp3", voice=voice.voice.id)
    _show(designed, cloned, source, out)


def _design(client: Voicewright, out: Path) -> NewVoice:
    with _step("Designed a voice from a sentence", DESCRIPTION):
        made = client.design(DESCRIPTION, GREETING, name="Designed", seed=7)
        _keep_preview(client, made, out / "design-preview.mp3")
    return made


def _recital(client: Voicewright, out: Path) -> Source:
    with _step("Spoke a recording to clone from, as you gave none", "reference.mp3"):
        path = out / "reference.wav"
        client.save(RECITAL, path, voice=NARRATOR, format="wav")
        write_mp3(out / "reference.mp3", samples_of(path))
    return Source(path=path, text=RECITAL, title=f"a recording that the voice {NARRATOR} spoke for this demo")


def _given(reference: Path, text: str | None, out: Path) -> Source:
    try:
        write_mp3(out / "reference.mp3", samples_of(reference))
    except (FFmpegError, ValueError, IndexError) as error:
        raise CannotGoOn(f"{reference.name} is no recording that can be read. Give a wav, mp3, m4a, flac, ogg or opus file.") from error
    return Source(path=reference, text=text, title=reference.name)


def _clone(client: Voicewright, source: Source, out: Path) -> NewVoice:
    with _step("Cloned a voice from the recording", source.title):
        try:
            made = client.clone(source.path, transcript=source.text, preview_text=GREETING_CLONE, name="Cloned")
        except Refused as refusal:
            said = refusal.message.replace("`file_id`", source.path.name)
            raise CannotGoOn(
                f"The recording was refused: {said}\n  Ten seconds to five minutes of one person in a quiet room work best."
            ) from refusal
        _keep_preview(client, made, out / "clone-preview.mp3")
    if source.text is None:
        _detail('The voice becomes clearer if you add what the recording says: TEXT="…"')
    return made


def _list(client: Voicewright) -> None:
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for head in ("your voices", "name", "language", "lapses unless used"):
        drawn.add_column(head, no_wrap=head == "your voices")
    for voice in client.voices(visibility="private"):
        lapses = "" if voice.expires_at is None else f"{voice.expires_at.astimezone():%d %B, %H:%M}"
        drawn.add_row(voice.id, voice.name, voice.language, lapses)
    console.print(drawn)


def _show(designed: NewVoice, cloned: NewVoice, source: Source, out: Path) -> None:
    with _step("Drew the spectrograms and wrote the page", "spectrograms.png, index.html"):
        drawing = out / "spectrograms.png"
        picture.draw(drawing, {"The designed voice": out / "design.mp3", "The cloned voice": out / "clone.mp3"})
        cards = (
            page.Card(
                kind="designed",
                origin=f"From the sentence “{DESCRIPTION}”",
                voice_id=designed.voice.id,
                players=(
                    page.Player(caption="Its preview", sound=out / "design-preview.mp3"),
                    page.Player(caption="The paragraph", sound=out / "design.mp3"),
                ),
            ),
            page.Card(
                kind="cloned",
                origin=f"From {source.title}",
                voice_id=cloned.voice.id,
                players=(
                    page.Player(caption="The recording", sound=out / "reference.mp3"),
                    page.Player(caption="Its preview", sound=out / "clone-preview.mp3"),
                    page.Player(caption="The paragraph", sound=out / "clone.mp3"),
                ),
            ),
        )
        page.write(out / "index.html", cards=cards, paragraph=PARAGRAPH, picture=drawing)


def _keep_preview(client: Voicewright, made: NewVoice, path: Path) -> None:
    assert made.preview_url is not None  # a preview was asked for
    path.write_bytes(client.fetch(made.preview_url))


def _emptied(out: Path) -> Path:
    """The results' folder, without the files of an earlier run."""
    out.mkdir(parents=True, exist_ok=True)
    for name in MADE:
        (out / name).unlink(missing_ok=True)
    return out


def _farewell(out: Path, seconds: float) -> None:
    shown = out.relative_to(Path.cwd()) if out.is_relative_to(Path.cwd()) else out
    console.print(
        f"\n[bold green]Done[/] in {seconds:.0f} s. Open [bold]{escape(str(shown / 'index.html'))}[/], or listen to {', '.join(sorted(LISTEN))} beside it."
    )
    console.print("\nNext, with voices that stay:\n")
    for command in NEXT:
        console.print(f"    {command}", markup=False, soft_wrap=True)


@contextmanager
def _step(what: str, detail: str = "") -> Generator[None]:
    """Show what is being done, then that it is done and how long it took."""
    started = time.monotonic()
    with console.status(escape(what)):
        yield
    console.print(f"[green]✓[/] [cyan]{time.monotonic() - started:5.1f} s[/]  {escape(what)}")
    if detail:
        _detail(detail)


def _detail(text: str) -> None:
    console.print(Padding(f"[dim]{escape(text)}[/]", (0, 0, 0, 11), expand=False))


if __name__ == "__main__":
    sys.exit(main())
