"""Timbres: what each engine derived from a voice, kept so that it is derived once."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import safetensors.numpy

from voicewright.audio.decode import Limits, decoded
from voicewright.audio.excerpt import excerpt
from voicewright.audio.recording import Recording
from voicewright.domain.naming import random_text
from voicewright.domain.voice import State, Voice
from voicewright.ports import Design, EngineInfo, Engines, Need, Objects, Prompt, Reference, Share, Timbre, WorkerStore

KEPT = 128
"""Timbres held in memory, the last used ones."""
_GONE = frozenset({State.FAILED, State.DELETED})


@dataclass(frozen=True, kw_only=True)
class Timbres:
    """Find a voice's timbre or derive it."""

    store: WorkerStore
    objects: Objects
    engines: Engines
    _held: OrderedDict[tuple[str, str, str], Timbre] = field(default_factory=OrderedDict[tuple[str, str, str], Timbre], repr=False)

    async def ready(self, voice: Voice, need: Need) -> tuple[EngineInfo, Timbre]:
        """The engine that shall speak with a voice, and the voice's timbre there. Raises OurFault's leaves."""
        engine = self.engines.choose(need)
        return engine, await self._of(voice, engine)

    async def mixed(self, voices: Sequence[tuple[Voice, float]], need: Need) -> tuple[EngineInfo, Timbre]:
        """The same for a mix of voices by weight. The mix is not kept. Raises OurFault's leaves."""
        engine = self.engines.choose(need)
        shares = [Share(timbre=await self._of(voice, engine), weight=weight) for voice, weight in voices]
        return engine, await self.engines.mix(engine, shares)

    async def _of(self, voice: Voice, engine: EngineInfo) -> Timbre:
        return await self._found(voice.id, engine) or await self.derive(voice, engine)

    async def derive(self, voice: Voice, engine: EngineInfo) -> Timbre:
        """Derive a timbre from the voice's reference, or from its prompt where it has none yet, and keep it."""
        if voice.reference is None:
            timbre = await self.imagine(voice, engine)
        else:
            reference = await self._reference(voice, voice.reference)
            timbre = await self.engines.learn(engine, await asyncio.to_thread(_fitting, reference, engine.capabilities.longest_reference))
            await self.keep(voice.id, engine, timbre)
        return timbre

    async def imagine(self, voice: Voice, engine: EngineInfo) -> Timbre:
        """Make the timbre of a designed voice and keep it."""
        design = Design(prompt=voice.prompt or "", language=voice.language, seed=voice.seed)
        timbre = await self.engines.imagine(engine, design)
        await self.keep(voice.id, engine, timbre)
        return timbre

    async def keep(self, voice_id: str, engine: EngineInfo, timbre: Timbre) -> None:
        """Keep a timbre for as long as there is the voice, which may have gone while it was derived."""
        key = f"timbres/{random_text(32, alphabet='0123456789abcdef')}"
        data = await asyncio.to_thread(safetensors.numpy.save, dict(timbre.arrays), dict(timbre.facts))
        async with AsyncExitStack() as undoing:
            undoing.push_async_callback(self.objects.remove, key)
            await self.objects.put(key, data)
            async with self.store.unit() as unit:
                voice = await unit.voices.get(voice_id)
                if voice is not None and voice.state in _GONE:
                    return
                before = await unit.timbres.key_of(voice_id, engine.name, engine.version)
                await unit.timbres.put(voice_id, engine.name, engine.version, key)
            undoing.pop_all()
        if before is not None:
            await self.objects.remove(before)
        self._hold(voice_id, engine, timbre)

    async def _found(self, voice_id: str, engine: EngineInfo) -> Timbre | None:
        name = (voice_id, engine.name, engine.version)
        if (held := self._held.get(name)) is not None:
            self._held.move_to_end(name)
            return held
        async with self.store.view() as unit:
            key = await unit.timbres.key_of(*name)
        if key is None:
            return None
        try:
            data = await self.objects.get(key)
        except KeyError:
            return None
        timbre = Timbre(arrays=await asyncio.to_thread(safetensors.numpy.load, data))
        self._hold(voice_id, engine, timbre)
        return timbre

    def _hold(self, voice_id: str, engine: EngineInfo, timbre: Timbre) -> None:
        self._held[voice_id, engine.name, engine.version] = timbre
        while len(self._held) > KEPT:
            self._held.popitem(last=False)

    async def _reference(self, voice: Voice, key: str) -> Reference:
        prompt = None
        if voice.prompt_audio is not None and voice.prompt_text:
            prompt = Prompt(recording=await self._recording(voice.prompt_audio), transcript=voice.prompt_text)
        return Reference(
            recording=await self._recording(key),
            transcript=voice.transcript,
            transcript_fit=voice.transcript_fit,
            language=voice.language,
            seed=voice.seed,
            prompt=prompt,
        )

    async def _recording(self, key: str) -> Recording:
        data = await self.objects.get(key)
        return await asyncio.to_thread(decoded, data, field="reference", limits=Limits())


def _fitting(reference: Reference, longest: float | None) -> Reference:
    """The reference as an engine wants it. What a part of a recording says, nobody has told us."""
    if longest is None or reference.recording.seconds <= longest:
        return reference
    return dataclasses.replace(reference, recording=excerpt(reference.recording, longest=longest), transcript=None)
