"""Say a text with a voice."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicewright.cli.exits import Stop
from voicewright.cli.made import unwritten
from voicewright.cli.server import DEFAULT_URL, Json, Key, Url, connected
from voicewright.cli.terminal import document, note, result, size, working

if TYPE_CHECKING:
    from voicewright.client import Modify, Progress, Style, Voicewright

EPILOG = (
    "Examples: voicewright say 'Good morning.' --voice English_Graceful_Lady -o morning.mp3\n\n"
    "voicewright say - --voice English_Graceful_Lady -o - --format wav < book.txt | aplay"
)


MOST_MIXED = 4
HEAVIEST = 100


class Form(StrEnum):
    """The forms that sound is delivered in."""

    MP3 = "mp3"
    WAV = "wav"
    FLAC = "flac"
    OPUS = "opus"
    AAC = "aac"
    PCM = "pcm"


_SUFFIXES = {f".{form}": form for form in Form} | {".ogg": Form.OPUS, "": Form.MP3}


class Effect(StrEnum):
    """What a voice can be put into."""

    SPACIOUS_ECHO = "spacious_echo"
    AUDITORIUM_ECHO = "auditorium_echo"
    LOFI_TELEPHONE = "lofi_telephone"
    ROBOTIC = "robotic"


class Emotion(StrEnum):
    """How a text can be coloured."""

    HAPPY = "happy"
    SAD = "sad"
    ANGRY = "angry"
    FEARFUL = "fearful"
    DISGUSTED = "disgusted"
    SURPRISED = "surprised"
    CALM = "calm"
    FLUENT = "fluent"
    WHISPER = "whisper"


def say(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to say; `-` reads it from standard input.")],
    *,
    voice: Annotated[str, typer.Option("--voice", help="The voice's id; `voicewright voices` lists them.")] = "",
    mix: Annotated[
        list[str] | None, typer.Option("--mix", metavar="VOICE=WEIGHT", help="Instead of --voice, up to four times: voices that speak as one.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where the sound goes; `-` is standard output.")] = None,
    form: Annotated[Form | None, typer.Option("--format", help="Default: from the file's name, or else mp3.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    speed: Annotated[float | None, typer.Option("--speed", min=0.5, max=2.0, help="A factor.")] = None,
    pitch: Annotated[float | None, typer.Option("--pitch", min=-12.0, max=12.0, help="Semitones up or down.")] = None,
    volume: Annotated[float | None, typer.Option("--volume", min=0.01, max=10.0, help="A factor.")] = None,
    emotion: Annotated[Emotion | None, typer.Option("--emotion", help="Default: the voice's own manner.")] = None,
    brightness: Annotated[int | None, typer.Option("--brightness", min=-100, max=100, help="Deeper below 0, brighter above.")] = None,
    intensity: Annotated[int | None, typer.Option("--intensity", min=-100, max=100, help="Stronger below 0, softer above.")] = None,
    timbre: Annotated[int | None, typer.Option("--timbre", min=-100, max=100, help="Nasal and full below 0, crisp above.")] = None,
    effect: Annotated[Effect | None, typer.Option("--effect", help="Put the voice into a place or a machine.")] = None,
    subtitles: Annotated[
        Path | None, typer.Option("--subtitles", metavar="FILE", help="Also write when each word is heard: lines for .srt, all for .json.")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="Default: found from the text.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="A model name that the server knows.")] = None,
    background: Annotated[
        bool, typer.Option("--background", help="Hand the text over and return; `voicewright task` fetches the sound later.")
    ] = False,
    url: Url = DEFAULT_URL,
    key: Key = "",
    json: Json = False,
) -> None:
    """Say a text with a voice, into a file or a pipe."""
    chosen = _form(output, form)
    _possible(output, background=background, json=json, force=force)
    _subtitled(output, subtitles, force=force)
    modify: Modify = {"pitch": brightness, "intensity": intensity, "timbre": timbre}
    if effect is not None:
        modify["effect"] = effect.value
    style: Style = {
        "modify": modify,
        "mix": _mixed(voice, mix or []),
        "format": chosen.value,
        "speed": speed,
        "pitch": pitch,
        "volume": volume,
        "emotion": emotion,
        "language": language,
        "model": model,
    }
    said = _standard_input() if text == "-" else text
    with connected(url, key, json=json, voice=voice) as client:
        if output is None:
            _submit(client, said, voice, style, json=json)
        elif str(output) == "-":
            _pour(client, said, voice, style)
        else:
            _save(client, said, voice, style, path=output, subtitles=subtitles, json=json)


def _form(output: Path | None, form: Form | None) -> Form:
    if form is not None:
        return form
    suffix = "" if output is None else output.suffix.lower()
    if suffix not in _SUFFIXES:
        raise Stop(f"{suffix} is no form of sound that can be made here.", todo=f"Use one of {', '.join(Form)}, or say which with --format.")
    return _SUFFIXES[suffix]


def _possible(output: Path | None, *, background: bool, json: bool, force: bool) -> None:
    if (output is None) is not background:
        raise Stop("Say where the sound shall go: -o FILE, -o - for standard output, or --background.")
    if output is None:
        return
    if str(output) != "-":
        unwritten(output, force=force or (output.exists() and not output.is_file() and not output.is_dir()))
    elif json:
        raise Stop("Standard output cannot carry both sound and JSON.", todo="Name a file with -o.")
    elif sys.stdout.isatty():
        raise Stop("Sound would only confuse this terminal.", todo="Name a file with -o, or pipe it into a player.")


def _subtitled(output: Path | None, subtitles: Path | None, *, force: bool) -> None:
    if subtitles is None:
        return
    if output is None or str(output) == "-":
        raise Stop("Subtitles go beside a file of sound.", todo="Name it with -o.")
    if subtitles.suffix.lower() not in {".srt", ".json"}:
        raise Stop(f"{subtitles} is no form of subtitles that can be made here.", todo="Name a file that ends in .srt or .json.")
    unwritten(subtitles, force=force)


def _mixed(voice: str, mix: list[str]) -> dict[str, int] | None:
    if bool(voice) is bool(mix):
        raise Stop("Say who shall speak: --voice VOICE, or --mix VOICE=WEIGHT for each voice of a mix.")
    if len(mix) > MOST_MIXED:
        raise Stop(f"A mix has at most {MOST_MIXED} voices.")
    shares = dict(_share(each) for each in mix)
    if len(shares) < len(mix):
        raise Stop("A voice is in the mix twice.", todo="Name each voice once, with all of its weight.")
    return shares or None


def _share(each: str) -> tuple[str, int]:
    voice, _, weight = each.rpartition("=")
    if not voice or not weight.isdigit() or not 1 <= int(weight) <= HEAVIEST:
        raise Stop(f"{each} is no part of a mix.", todo=f"Write VOICE=WEIGHT, with a weight from 1 to {HEAVIEST}.")
    return voice, int(weight)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode().strip()
    except UnicodeDecodeError as error:
        raise Stop("Standard input is no UTF-8 text.") from error


def _far(now: Progress) -> str:
    return f"Speaking… {size(now.bytes)}" if now.bytes else "Speaking…"


def _submit(client: Voicewright, text: str, voice: str, style: Style, *, json: bool) -> None:
    task = client.submit(text, voice=voice, **style)
    if json:
        document(task)
        return
    result(task.id)
    note(f"Fetch the sound with: voicewright task {task.id} --wait -o FILE")


def _pour(client: Voicewright, text: str, voice: str, style: Style) -> None:
    with working("Speaking…"):
        for piece in client.stream(text, voice=voice, **style):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()


def _save(client: Voicewright, text: str, voice: str, style: Style, *, path: Path, subtitles: Path | None, json: bool) -> None:
    with working("Speaking…") as tell:
        try:
            count = client.save(text, path, voice=voice, subtitles_to=subtitles, progress=lambda now: tell(_far(now), percent=now.percent), **style)
        except OSError as error:
            raise Stop(f"{path} cannot be written: {error.strerror}.") from error
    if json:
        document({"path": str(path), "bytes": count, "format": style.get("format"), "voice_id": voice or None})
    else:
        note(f"Wrote {path}, {size(count)}.")
