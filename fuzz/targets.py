"""What is fuzzed: pure functions that meet strangers' bytes first. Each takes any bytes, and raises nothing but what it says."""

from __future__ import annotations

import io
import unicodedata
import wave
from collections.abc import Callable, Iterator
from contextlib import suppress

import av
import httpx2
import numpy as np

from voicewright.adapters.addresses import Unfit, place_of, public
from voicewright.audio.decode import decoded
from voicewright.audio.encode import encoded
from voicewright.audio.recording import Limits
from voicewright.domain.errors import BadRecording
from voicewright.domain.language import Language
from voicewright.domain.speech import AudioSpec, Codec
from voicewright.text.forbidden import Forbidden, listed
from voicewright.text.prepare import prepared

RATE = 16_000
SECONDS = 5.0
_LANGUAGES = tuple(Language)


def sound(data: bytes) -> None:
    """A file is samples or a refusal."""
    with suppress(BadRecording):
        recording = decoded(data, field="file", limits=Limits(seconds=SECONDS))
        assert 0 < len(recording.samples) <= SECONDS * recording.rate, "past the limit"
        assert np.abs(recording.samples).max() <= 1.0, "over full scale, or no number"


def text(data: bytes) -> None:
    """A text is something to say; the first byte chooses the language."""
    said = data[1:].decode(errors="surrogatepass" if data[:1] < b"\x08" else "replace") if _decodes(data[1:]) else data[1:].decode(errors="replace")
    language = _LANGUAGES[data[0] % len(_LANGUAGES)] if data else Language.ENGLISH
    for item in prepared(said, language=language):
        assert item is not None, "nothing"


def words(data: bytes) -> None:
    """The first line is a list, of words with commas; the rest is a text."""
    lines, _, said = data.decode(errors="replace").partition("\n")
    phrases = listed(lines.replace(",", "\n"))
    found = Forbidden(phrases).found(said)
    assert found is None or found in phrases, "what is not on the list"


def url(data: bytes) -> None:
    """What is read from a URL is where another reader sees it too, and no private address passes for a public one."""
    try:
        place = place_of(data.decode(errors="replace"))
    except Unfit:
        return
    assert place.url.scheme in {"http", "https"}, "another scheme"
    assert not place.url.userinfo, "a password"
    assert 0 < place.port < 2**16, "no port"
    assert place.host == unicodedata.normalize("NFKC", place.host), "another way to write it"
    assert not set(place.host) & set("\\/@#? \t\r\n%") or ":" in place.host, "a sign that ends a host elsewhere"
    assert httpx2.URL(str(place.url)).raw_host == place.url.raw_host, "a second reader sees another host"
    public(place.host)


def sounds() -> Iterator[bytes]:
    """A little of every kind of file, made here."""
    hum = (0.3 * np.sin(2 * np.pi * 140 * np.arange(RATE // 2) / RATE)).astype(np.float32)
    for codec in (Codec.WAV, Codec.MP3, Codec.FLAC, Codec.OPUS, Codec.AAC, Codec.MULAW_WAV):
        rate = 8000 if codec is Codec.MULAW_WAV else RATE
        yield encoded(hum, rate=RATE, spec=AudioSpec(codec=codec, rate=rate))
    for form, coding in (
        ("ipod", "aac"),
        ("matroska", "libopus"),
        ("aiff", "pcm_s16be"),
        ("caf", "pcm_s16be"),
        ("w64", "pcm_s16le"),
        ("mov", "alac"),
    ):
        yield _contained(hum, form, coding)
    stereo = io.BytesIO()
    with wave.open(stereo, "wb") as file:
        file.setparams((2, 3, 44100, 0, "NONE", ""))
        file.writeframes(bytes(6000))
    yield stereo.getvalue()


def texts() -> Iterator[bytes]:
    """Markup, figures and scripts."""
    said = (
        "Wait<#0.5#>what?<#99.99#> (laughs) (sighs)",
        "处理(chu3)(li3)危险，2026年11月21日，¥3.50。",
        "resume(rɪˈzjuːm) at 10:45 on 3/4/2026: $1,234.56, 5 km/h, +49 30 123456, IV, 1st",
        "$$\\frac{a}{b}$$ x² + y² = z₁",
        "https://example.com/a?b=c me@example.com",
        "ข้อความ العربية हिन्दी 한국어 ひらがな",
        "A" * 50 + "!" * 50 + "1" * 50,
    )
    for number, one in enumerate(said):
        yield bytes([number * 7]) + one.encode()


def lists() -> Iterator[bytes]:
    """Lists before texts."""
    for one in ("darn,bloody hell\nWell, DARN it", "坏话,ひみつ\n他说坏 话", "C++,한국\nI like c++"):
        yield one.encode()


def urls() -> Iterator[bytes]:
    """Ways to write an address."""
    hosts = (
        "a.test",
        "127.0.0.1",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fe80::1%25lo]",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "xn--zca.test",
    )
    for host in hosts:
        yield f"http://{host}/a.wav".encode()
        yield f"https://u:p@{host}:8080\\@b.test/?q#f".encode()


def _contained(samples: np.ndarray, form: str, coding: str) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(coding, rate=48000, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray((samples * 32767).astype(np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate = 48000
        converter = av.AudioResampler(format=stream.format, layout="mono", rate=48000, frame_size=stream.frame_size or 0)
        for part in (*converter.resample(frame), *converter.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return file.getvalue()


def _decodes(data: bytes) -> bool:
    try:
        data.decode(errors="surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], Iterator[bytes]]]] = {
    "sound": (sound, sounds),
    "text": (text, texts),
    "words": (words, lists),
    "url": (url, urls),
}
