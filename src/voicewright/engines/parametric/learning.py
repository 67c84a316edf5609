"""A portrait from a recording.

With a transcript, espeak-ng says the same words and both are aligned; then each phoneme of the speaker is known beside
the source's. Without one, espeak-ng says anything, and each frame is paired with the nearest of the other side, again
and again as the mapping gets better (INCA: Erro, Moreno, Bonafonte, "INCA algorithm for training voice conversion
systems from nonparallel corpora", IEEE TASLP 2010). A short clip with its words then tells how fast the speaker speaks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voicewright.domain.language import Language
from voicewright.engines.parametric.alignment import PAUSE, Path, align, distances, hush, likeness, with_voicing
from voicewright.engines.parametric.finishing import finished
from voicewright.engines.parametric.fitting import Sides, fit
from voicewright.engines.parametric.fronts import Voice, front_of, of_woman, variant_for
from voicewright.engines.parametric.heard import FASTEST, SLOWEST, Heard, hear, lasting, pause
from voicewright.engines.parametric.mapping import Mapping
from voicewright.engines.parametric.portrait import TRAITS_STEP, Portrait
from voicewright.engines.parametric.prior import Person, Prior, prior
from voicewright.engines.parametric.recording import Speech, speech_in
from voicewright.engines.parametric.rendering import Register, register_of
from voicewright.engines.parametric.source import Source
from voicewright.engines.parametric.spectrum import HOP, RATE, Floats, Singles
from voicewright.engines.phrases import PHRASES
from voicewright.ports import Reference

_USUAL_RATE = 165.0
_ROWS = 2200
"""Frames that are aligned at most; longer recordings are aligned in coarser steps."""
_STEP = 2
_BLIND_ROUNDS = 3
_MEETINGS, _BLIND_MEETINGS = 2, 4
_DOUBT, _TRIAL_DOUBT, _BLIND_DOUBT = 10.0, 20.0, 1e5
"""Frames that the general offset is worth beside a phoneme's own."""
_KEPT = 4000
"""Frames of the speaker that are kept: 20 s."""
_LIVELINESS = (0.6, 2.6)
_LIVELIER = 1.15
"""espeak-ng's sentences span less than its register does; measured on eleven speakers."""
_RATES = (105.0, 235.0)
_LEVEL_TRUST = 0.4
"""Of what a phoneme's own level differs from the source's; a few frames say little of it."""
_COUNTING = " ".join(str(number) for number in (*range(31), 40, 50, 64, 75, 86, 97, 100, 1000))


@dataclass(frozen=True, kw_only=True, eq=False)
class Said:
    """The source's frames of a text, without pauses."""

    cepstra: Floats
    voiced: NDArray[np.bool_]
    phonemes: NDArray[np.int64]
    """Index into `names`."""
    names: tuple[str, ...]
    words: NDArray[np.int64]
    """Frames where words begin."""
    register: Register
    parts: tuple[tuple[Heard, Floats], ...]
    """Whole, with their pauses, each with its mel-cepstra."""

    @property
    def spelled(self) -> list[str]:
        """The phoneme of each frame."""
        return [self.names[phoneme] for phoneme in self.phonemes.tolist()]

    def thinned(self, step: int) -> Said:
        """Every `step`-th frame."""
        return Said(
            cepstra=self.cepstra[::step], voiced=self.voiced[::step], phonemes=self.phonemes[::step],
            names=self.names, words=np.unique(self.words // step), register=self.register, parts=self.parts,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """Frames of the speaker beside frames of the source."""

    speaker: NDArray[np.int64]
    source: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Offsets:
    """What separates the speaker from the source."""

    general: Floats
    own: Floats
    """(phonemes, coefficients), drawn towards the general one."""
    counts: Floats


def learned(source: Source, reference: Reference) -> tuple[Portrait, dict[str, str]]:
    """The portrait of a recording, and what was noticed on the way."""
    speech = speech_in(reference.recording)
    voice = Voice(front=front_of(reference.language), variant=variant_for(speech.pitch))
    facts = {"method": "spectrum"}
    told = _told_by(source, speech, voice, reference.transcript)
    if told is not None:
        facts["transcript_fit"] = f"{told.fit:.2f}"
        if told.fit >= reference.transcript_fit:
            return _told(speech, told, voice), {**facts, "method": "transcript"}
    portrait = _untold(source, speech, voice, reference.language)
    return _paced(source, portrait, voice, reference, facts), facts


def _paced(source: Source, portrait: Portrait, voice: Voice, reference: Reference, facts: dict[str, str]) -> Portrait:
    """With the speaker's own pace, which a clip with its words tells. Its phonemes are too few to learn from: words became unclear."""
    if reference.prompt is None:
        return portrait
    told = _told_by(source, speech_in(reference.prompt.recording), voice, reference.prompt.transcript)
    facts["prompt_fit"] = "0.00" if told is None else f"{told.fit:.2f}"
    if told is None or told.fit < reference.transcript_fit:
        return portrait
    return replace(portrait, rate=float(np.clip(told.rate, *_RATES)))


def _told_by(source: Source, speech: Speech, voice: Voice, transcript: str | None) -> Told | None:
    """A recording beside what it is said to say; None where nothing is said of it, or nothing that can be read."""
    said = said_as_fast(source, transcript, voice, speech) if transcript and transcript.strip() else None
    return None if said is None else compared(speech, *said)


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """A recording beside its transcript."""

    said: Said
    thin: Said
    step: int
    rate: float
    pairs: Pairs
    fit: float


def compared(speech: Speech, said: Said, rate: float) -> Told:
    """Aligned, with how well the words fit."""
    step = max(_STEP, -(-len(speech) // _ROWS))
    cepstra, voiced, thin = speech.cepstra[::step], speech.voiced[::step], said.thinned(step)
    pairs, cost = _aligned(cepstra, voiced, thin)
    sides = Sides(speaker=cepstra, speaker_voiced=voiced, source=thin.cepstra, source_voiced=thin.voiced, words=thin.words)
    return Told(said=said, thin=thin, step=step, rate=rate, pairs=pairs, fit=fit(sides, cost))


def _told(speech: Speech, told: Told, voice: Voice) -> Portrait:
    moments = _moments(told.said, voice)
    pairs, person = met(speech, told, prior(), moments[:: told.step])
    offsets = _offsets(speech.cepstra[:: told.step], told.thin, pairs, _DOUBT)
    at = (pairs.speaker[:, None] * told.step + np.arange(told.step)).ravel()
    inside = at < min(len(speech), _KEPT)
    source = np.repeat(pairs.source, told.step)[inside]
    there = moments[:: told.step][source]
    portrait = replace(
        _portrait(speech, told.thin, offsets, told.rate, voice), **vars(person), frames=speech.cepstra[at[inside]], said=told.thin.phonemes[source],
        twins=prior().said(there, person), traits=prior().traits(there[::TRAITS_STEP]).astype(np.float64),
    )  # fmt: skip
    mapping = Mapping(portrait)
    spoken = mapping(told.said.cepstra, told.said.spelled, moments)
    return finished(portrait, alike=(mapping.rehearsed(), portrait.frames), spoken=spoken, own=speech.cepstra)


def met(speech: Speech, told: Told, known: Prior, moments: Singles) -> tuple[Pairs, Person]:
    """Who is speaking, and the pairs anew: beside what that person would say, and no longer beside espeak-ng. `moments`: of the thin frames."""
    cepstra, voiced, thin, pairs = speech.cepstra[:: told.step], speech.voiced[:: told.step], told.thin, told.pairs
    silence = hush(cepstra)
    for _ in range(_MEETINGS):
        person = known.person(moments[pairs.source], cepstra[pairs.speaker], leans=False)
        far = _apart(cepstra, known.said(moments, person))
        pairs = _paired(align(with_voicing(far, voiced, thin.voiced), silence, thin.words))
    return pairs, known.person(moments[pairs.source], cepstra[pairs.speaker])


def _untold(source: Source, speech: Speech, voice: Voice, language: Language) -> Portrait:
    heard = [hear(source, text, voice, _USUAL_RATE) for text in (PHRASES[language], _COUNTING)]
    whole = _frames([part for part in heard if part is not None])
    said, moments = whole.thinned(_STEP), _moments(whole, voice)
    step = max(_STEP, -(-len(speech) // _ROWS))
    pairs = _nearest(speech.cepstra[::step], said)
    portrait = _portrait(speech, said, _offsets(speech.cepstra[::step], said, pairs, _BLIND_DOUBT), _USUAL_RATE, voice)
    kept = slice(0, min(_KEPT, len(speech)))
    pairs, person = _met_unheard(speech.cepstra[::step], moments[::_STEP], pairs)
    twins = np.repeat(prior().said(moments[::_STEP], person)[pairs.source[: len(speech.cepstra[::step])]], step, axis=0)[kept]
    portrait = replace(portrait, **vars(person), twins=twins)
    spoken = Mapping(portrait)(whole.cepstra, whole.spelled, moments)
    return finished(portrait, alike=(spoken, speech.cepstra), spoken=spoken, own=speech.cepstra)


def said_as_fast(source: Source, text: str, voice: Voice, speech: Speech) -> tuple[Said, float] | None:
    """The transcript, at the pace of the recording."""
    longer = lasting(source, text, voice, _USUAL_RATE) / max(1, len(speech)) * RATE / HOP
    rate = float(np.clip(_USUAL_RATE * longer, SLOWEST, FASTEST))
    heard = hear(source, text, voice, rate)
    return None if heard is None else (_frames([heard]), rate)


def _frames(parts: list[Heard]) -> Said:
    names = [name for part in parts for name in part.names]
    keep = np.array([not pause(name) for name in names])
    starts = np.zeros(len(names), bool)
    base = 0
    for part in parts:
        starts[[base + start for start in part.starts]] = True
        base += len(part)
    pitch = np.concatenate([part.voicing.pitch for part in parts])
    cepstra = [part.cepstra(0, len(part)) for part in parts]
    known, phonemes = np.unique([name for name, kept in zip(names, keep, strict=True) if kept], return_inverse=True)
    places = np.cumsum(keep) - 1
    return Said(
        cepstra=np.concatenate(cepstra)[keep],
        voiced=(pitch > 0)[keep],
        phonemes=phonemes.astype(np.int64),
        names=tuple(map(str, known.tolist())),
        words=np.unique(np.maximum(0, places[starts])),
        register=register_of(pitch),
        parts=tuple(zip(parts, cepstra, strict=True)),
    )


def _moments(said: Said, voice: Voice) -> Singles:
    """What the prior makes of each frame."""
    return np.concatenate([part.moments(cepstra, woman=of_woman(voice.variant)) for part, cepstra in said.parts])


def _aligned(cepstra: Floats, voiced: NDArray[np.bool_], said: Said) -> tuple[Pairs, float]:
    silence = hush(cepstra)
    path = align(with_voicing(distances(likeness(cepstra), likeness(said.cepstra)), voiced, said.voiced), silence, said.words)
    moved = said.cepstra + _offsets(cepstra, said, _paired(path), _TRIAL_DOUBT).own[said.phonemes]
    again = align(with_voicing(_apart(cepstra, moved), voiced, said.voiced), silence, said.words)
    return _paired(again), path.cost


def _paired(path: Path) -> Pairs:
    spoken = np.flatnonzero(path.source != PAUSE)
    return Pairs(speaker=spoken, source=path.source[spoken])


def _nearest(cepstra: Floats, said: Said) -> Pairs:
    centre, spread = cepstra.mean(axis=0), cepstra.std(axis=0) + 1e-6
    moved = (said.cepstra - said.cepstra.mean(axis=0)) / (said.cepstra.std(axis=0) + 1e-6) * spread + centre
    pairs = Pairs(speaker=np.zeros(0, np.int64), source=np.zeros(0, np.int64))
    for _ in range(_BLIND_ROUNDS):
        pairs = _both_ways(_apart(cepstra, moved))
        moved = said.cepstra + _offsets(cepstra, said, pairs, _BLIND_DOUBT).own[said.phonemes]
    return pairs


def _apart(cepstra: Floats, moved: Floats) -> Singles:
    """(speaker frames, moved frames): how far they are apart once one side is where the other is, so that both are measured alike."""
    own = {"centre": cepstra.mean(axis=0), "spread": cepstra.std(axis=0) + 1e-6}
    return distances(likeness(cepstra, **own), likeness(moved, **own))


def _met_unheard(cepstra: Floats, moments: Singles, pairs: Pairs) -> tuple[Pairs, Person]:
    """Who is speaking, where nothing says which frames go together."""
    person = prior().person(moments[pairs.source], cepstra[pairs.speaker], leans=False)
    for _ in range(_BLIND_MEETINGS):
        pairs = _both_ways(_apart(cepstra, prior().said(moments, person)))
        person = prior().person(moments[pairs.source], cepstra[pairs.speaker], leans=False)
    return pairs, person


def _both_ways(far: Singles) -> Pairs:
    """Each side's frames with the nearest of the other."""
    speaker = np.concatenate([np.arange(len(far)), far.argmin(axis=0)])
    return Pairs(speaker=speaker, source=np.concatenate([far.argmin(axis=1), np.arange(len(far.T))]))


def _offsets(cepstra: Floats, said: Said, pairs: Pairs, doubt: float) -> Offsets:
    away = cepstra[pairs.speaker] - said.cepstra[pairs.source]
    phonemes = said.phonemes[pairs.source]
    general = away.mean(axis=0)
    counts = np.bincount(phonemes, minlength=len(said.names)).astype(np.float64)
    totals = np.zeros((len(said.names), cepstra.shape[1]))
    np.add.at(totals, phonemes, away)
    return Offsets(general=general, own=(totals + doubt * general) / (counts + doubt)[:, None], counts=counts)


def _portrait(speech: Speech, said: Said, offsets: Offsets, rate: float, voice: Voice) -> Portrait:
    own = offsets.own.copy()
    own[:, 0] = offsets.general[0] + _LEVEL_TRUST * (own[:, 0] - offsets.general[0])
    totals = np.zeros_like(own)
    np.add.at(totals, said.phonemes, said.cepstra)
    heard = np.bincount(said.phonemes, minlength=len(said.names))
    return Portrait(
        variant=voice.variant,
        pitch=speech.pitch,
        liveliness=float(np.clip(_LIVELIER * speech.register.spread / said.register.spread, *_LIVELINESS)),
        lowest=speech.register.lowest,
        highest=speech.register.highest,
        rate=float(np.clip(rate, *_RATES)),
        general=offsets.general,
        noise=speech.noise,
        names=said.names,
        counts=offsets.counts,
        places=totals / np.maximum(heard, 1)[:, None],
        offsets=own,
        frames=speech.cepstra[:_KEPT],
        said=np.full(min(_KEPT, len(speech)), -1),
    )
