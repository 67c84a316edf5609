"""The engines of this installation, behind their process boundaries: `ports.Engines`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

import structlog

from voicewright.domain.errors import EngineCrashed, EngineTooSlow, EngineUnavailable
from voicewright.domain.language import Language
from voicewright.domain.script import Script
from voicewright.engines.host import messages
from voicewright.engines.host.limits import Limits
from voicewright.engines.host.messages import Job, Made
from voicewright.engines.host.pool import Pool
from voicewright.engines.host.process import Kind
from voicewright.engines.host.stream import Speech
from voicewright.engines.registry import Registry, chosen
from voicewright.ports import Design, EngineInfo, Frame, Need, Reference, Share, Timbre

log = structlog.get_logger(__name__)

_DEFAULT = Limits()


@dataclass(frozen=True, kw_only=True)
class HostState:
    """How the workers of all engines are, now."""

    wanted: int
    """Workers that there should be."""
    alive: int
    """Workers that are there; fewer than wanted while some start."""
    busy: int
    """Workers at work."""
    queued: int
    """Callers who wait for a worker."""
    restarts: int
    """Workers that were replaced since the start."""


class EngineHost:
    """Runs every installed engine in processes of its own.

    Args:
        registry: What is installed.
        workers: Processes of each engine that runs on the CPU; one on a device has one.
        limits: When a worker is given up.

    It belongs to the event loop that it was started on.
    """

    def __init__(self, registry: Registry, *, workers: int, limits: Limits = _DEFAULT) -> None:
        self._registry = registry
        self._workers = workers
        self._limits = limits
        self._pools: dict[str, Pool] = {}
        self._infos: tuple[EngineInfo, ...] = ()

    async def start(self) -> None:
        """Start one worker of each engine and learn what it can do; the others follow by themselves.

        An engine that cannot start is logged and left out: the others serve.
        """
        infos = await asyncio.gather(*(self._open(name) for name in self._registry.names))
        self._infos = tuple(info for info in infos if info is not None)
        for pool in self._pools.values():
            pool.fill()

    async def close(self) -> None:
        """End every worker, and with it whatever it still does."""
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))

    def state(self) -> HostState:
        """How the workers are."""
        pools = self._pools.values()
        return HostState(
            wanted=sum(pool.size for pool in pools),
            alive=sum(pool.alive for pool in pools),
            busy=sum(pool.busy for pool in pools),
            queued=sum(pool.queued for pool in pools),
            restarts=sum(pool.restarts for pool in pools),
        )

    def all(self) -> Sequence[EngineInfo]:
        """Every engine that started, in the order of preference."""
        return self._infos

    def choose(self, need: Need) -> EngineInfo:
        """The engine for a piece of work. Raises EngineUnavailable."""
        return chosen(self._infos, need)

    async def learn(self, engine: EngineInfo, reference: Reference) -> Timbre:
        """`Engine.learn` in the engine's process. Raises EngineCrashed, EngineTooSlow, EngineUnavailable."""
        pool = self._pool(engine, reference.language, "clone a voice")
        return await self._made(pool, *messages.learning(reference))

    async def imagine(self, engine: EngineInfo, design: Design) -> Timbre:
        """`Engine.imagine` in the engine's process. Raises EngineCrashed, EngineTooSlow, EngineUnavailable."""
        pool = self._pool(engine, design.language, "design a voice")
        return await self._made(pool, messages.Imagine(design), b"")

    async def mix(self, engine: EngineInfo, shares: Sequence[Share]) -> Timbre:
        """`Engine.mix` in the engine's process. Raises EngineCrashed, EngineTooSlow, EngineUnavailable."""
        pool = self._pools.get(engine.name)
        if pool is None:
            raise EngineUnavailable(need="mix voices", language="any language")
        return await self._made(pool, *messages.mixing(shares))

    async def speak(self, engine: EngineInfo, timbre: Timbre, script: Script) -> AsyncGenerator[Frame, None]:
        """`Engine.speak` in the engine's process. Raises as `imagine` does, and WorkCancelled where nobody listens any longer."""
        speech = Speech(self._pool(engine, script.language, "speak"), engine, self._limits)
        async with aclosing(speech.heard(timbre, script)) as frames:
            async for frame in frames:
                yield frame

    async def _made(self, pool: Pool, job: Job, payload: bytes) -> Timbre:
        async with pool.worker() as worker:
            await worker.begin(job, payload)
            answer, arrays = await worker.answer(within=self._limits.make)
        if not isinstance(answer, Made):
            raise EngineCrashed
        return messages.timbre_of(answer.timbre, arrays)

    def _pool(self, engine: EngineInfo, language: Language, need: str) -> Pool:
        if (pool := self._pools.get(engine.name)) is None:
            raise EngineUnavailable(need=need, language=language.value)
        return pool

    async def _open(self, name: str) -> EngineInfo | None:
        pool = Pool(Kind(name=name, factory=self._registry.factory(name), limits=self._limits), size=self._workers)
        try:
            info = await pool.open()
        except (EngineCrashed, EngineTooSlow):
            log.error("engine left out", engine=name)  # noqa: TRY400 - the worker's own words are in the log already
            return None
        self._pools[name] = pool
        return info
