"""Say what a recording is worth before a voice is made from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicewright.cli.exits import Exits, Stop
from voicewright.cli.made import unwritten, written
from voicewright.cli.server import Json
from voicewright.cli.terminal import document, facts, note

if TYPE_CHECKING:
    from voicewright.audio.recording import Recording
    from voicewright.domain.language import Language
    from voicewright.domain.report import Report

EPILOG = "Example: voicewright check me.wav --picture me.png\n\nExit codes: 0 it can be used; 1 it would be refused; 2 it cannot be read; 4 it scores less than --at-least."


def check(
    recording: Annotated[Path, typer.Argument(metavar="FILE", help="A recording of one person speaking.")],
    *,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="PNG", help="Draw the wave, the speech, what is clipped, and the spectrum.")
    ] = None,
    transcript: Annotated[str | None, typer.Option("--transcript", metavar="TEXT", help="What it says, from which its language is told.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="What the voice is to speak: say so where the recording is in another.")] = None,
    at_least: Annotated[int, typer.Option("--at-least", metavar="SCORE", min=0, max=100, help="End with 4 below this score.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the picture.")] = False,
    json: Json = False,
) -> None:
    """Say what a recording is worth before a voice is made from it. Nothing is sent anywhere."""
    from voicewright.audio.judge import judged  # noqa: PLC0415 (`--help` must not wait for it)

    if language is not None and transcript is None:
        raise Stop("--language is compared with what --transcript is written in, and there is none.")
    wanted = None if language is None else _named(language)
    if picture is not None:
        unwritten(picture, force=force)
    sound = _read(recording)
    report = judged(sound)
    if transcript is not None:
        report = _spoken(report, transcript, wanted)
    refused = _refused(sound, recording.name)
    if picture is not None:
        from voicewright.audio.picture import drawn  # noqa: PLC0415 (as above)

        written(picture, drawn(sound))
    _shown(report, refused, json=json)
    if refused is not None:
        raise typer.Exit(Exits.REFUSED)
    if report.score < at_least:
        raise typer.Exit(Exits.FAILED)


def _read(path: Path) -> Recording:
    from voicewright.audio.decode import Limits, decoded  # noqa: PLC0415 (`--help` must not wait for it)
    from voicewright.domain.errors import BadRecording  # noqa: PLC0415 (as above)

    try:
        return decoded(path.read_bytes(), field=path.name, limits=Limits())
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}.") from error
    except BadRecording as refusal:
        raise Stop(str(refusal)) from refusal


def _named(language: str) -> Language:
    from voicewright.domain.language import language_named  # noqa: PLC0415 (`--help` must not wait for it)

    named = language_named(language)
    if named is None:
        raise Stop(f"{language} is no language that is known here.")
    return named


def _spoken(report: Report, transcript: str, wanted: Language | None) -> Report:
    """With the language that the transcript tells, where it is clear."""
    from voicewright.domain.report import Evidence  # noqa: PLC0415 (as above)
    from voicewright.text.detect import detected  # noqa: PLC0415 (as above)

    language = detected(transcript)
    return report if language is None else report.spoken(language, by=Evidence.TRANSCRIPT, wanted=wanted)


def _refused(sound: Recording, name: str) -> str | None:
    """What a server would say that refused it."""
    from voicewright.audio.quality import demanded  # noqa: PLC0415 (`--help` must not wait for it)
    from voicewright.domain.errors import BadRecording  # noqa: PLC0415 (as above)
    from voicewright.services.intake import LONGEST, SHORTEST  # noqa: PLC0415 (as above)

    try:
        demanded(sound, field=name, minimum=SHORTEST, maximum=LONGEST)
    except BadRecording as refusal:
        return str(refusal)
    return None


def _shown(report: Report, refused: str | None, *, json: bool) -> None:
    if json:
        import msgspec  # noqa: PLC0415 (only machines pay for it)

        document({**msgspec.json.decode(report.text()), "refused": refused})
        return
    room = None if report.reverberation is None else f"{report.reverberation:.2f} s to fade by 60 dB"
    facts(
        (
            ("score", f"{report.score} of 100"),
            ("length", f"{report.seconds:.1f} s, {report.speech_seconds:.1f} s of it speech"),
            ("level", f"{report.loudness:.0f} LUFS, speech {report.speech_db:.0f} dBFS"),
            ("clipped", f"{report.clipped_seconds:.2f} s"),
            ("noise", f"speech is {report.signal_to_noise:.0f} dB above it"),
            ("room", room or "cannot be told"),
            ("bandwidth", f"{report.bandwidth / 1000:.1f} kHz"),
            ("tones", f"{100 * report.tones:.0f} % of the time"),
            ("second pitch", f"{100 * report.overlap:.1f} % of the speech"),
            ("language", "not judged: sound alone does not tell" if report.language is None else f"{report.language}, by its {report.language_by}"),
        )
    )
    for says in ([f"Would be refused: {refused}"] if refused else []) + [finding.says for finding in report.findings]:
        note(says)
