"""Texts spoken over a WebSocket, one after the other (contract §0, rule 13, and §1.10)."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from datetime import timedelta
from typing import TypeAlias

from fastapi import WebSocket, WebSocketDisconnect

from voicewright.domain.account import Caller
from voicewright.domain.commands import Speak
from voicewright.domain.errors import FieldInvalid, RateExceeded, Refusal, TextInvisible, TextTooLong, TooManyTasks
from voicewright.domain.naming import opaque_id
from voicewright.domain.plan import Verb
from voicewright.domain.speech import TEXT_LIMIT
from voicewright.http.access import entitled, to
from voicewright.http.dialects.minimax.events import (
    CROWDED,
    EMPTY,
    SILENT,
    Breach,
    ContinueIn,
    EventIn,
    EventOut,
    PieceOut,
    SpokenOut,
    StartIn,
    illegal,
    read,
    too_long,
    too_many,
)
from voicewright.http.dialects.minimax.words import worded
from voicewright.http.media import address_of
from voicewright.http.pings import pings_of
from voicewright.http.state import core_of, trace_of
from voicewright.http.streams import ended, first_of
from voicewright.http.t2a.manner import Passage, passage
from voicewright.http.t2a.sounds import WELL, BaseOut, ExtraOut, extra_of

IDLE = timedelta(seconds=120)
"""After so long without a word, a ping or anything to do the connection is closed."""
LOOK = 0.25
"""Seconds between two looks at the clock."""
WAITING = 100_000
"""Characters that may wait to be spoken: more than an hour of speech."""
STEPS = 10_000
"""Texts that may wait."""

SPEAKING = to(Verb.SPEAK)

Step: TypeAlias = Callable[[], Awaitable[None]]
_BLANK = Passage(text="", invisible=0.0)
_SKIPPED = (FieldInvalid, TextTooLong, TextInvisible, RateExceeded)
"""What can be wrong with one text; the next one may be well."""


class Dialogue:
    """One connection. It is listened to all the time; what is asked for is done step by step, in the order of asking."""

    twice = 2202
    """The code of a second start."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.core = core_of(socket)
        self.clock = self.core.clock
        self.address = address_of(socket)
        self.session = opaque_id("session")
        self.connection: str | None = None
        self.steps: asyncio.Queue[Step | None] = asyncio.Queue()
        self.step: asyncio.Future[None] | None = None
        self.waiting = 0
        self.said = 0
        self.manner: Speak | None = None
        self.finished = False

    async def held(self, caller: Caller) -> None:
        """See `http.dialect.Conversation`."""
        self.caller = caller
        await self.tell("connected_success")
        try:
            await first_of(self._listening(), self._working(), self._watching())
        except Breach as breach:
            await self._failed(breach.base)
            return
        await self.socket.close()

    async def refused(self, refusal: Refusal) -> None:
        """See `http.dialect.Conversation`."""
        await self._failed(CROWDED if isinstance(refusal, TooManyTasks) else worded(refusal))

    async def tell(self, event: str, base: BaseOut = WELL) -> None:
        """One message without sound."""
        await self._send(EventOut(session_id=self.session, connect_id=self.connection, event=event, trace_id=trace_of(self.socket), base_resp=base))

    async def _failed(self, base: BaseOut) -> None:
        await self.tell("task_failed", base)
        await self.socket.close()

    async def _send(self, out: EventOut) -> None:
        await self.socket.send_text(out.model_dump_json(exclude_none=True))

    async def _listening(self) -> None:
        self.heard = self.clock.now()
        while True:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1006))
            self.heard = self.clock.now()
            if not self.finished:
                await self._taken(message.get("text") or "")

    async def _watching(self) -> None:
        pings = 0
        while True:
            await asyncio.sleep(LOOK)
            if self.busy or pings_of(self.socket) != pings:
                self.heard, pings = self.clock.now(), pings_of(self.socket)
            if self.clock.now() - self.heard >= IDLE:
                raise Breach(SILENT.status_code, SILENT.status_msg)

    @property
    def busy(self) -> bool:
        """Whether there is something to do."""
        return not self.steps.empty() or (self.step is not None and not self.step.done())

    async def _working(self) -> None:
        while (step := await self.steps.get()) is not None:
            self.step = asyncio.ensure_future(step())
            try:
                await asyncio.wait({self.step})
            finally:
                await ended(self.step)
            if not self.step.cancelled():
                self.step.result()
        await self.tell("task_finished")

    async def _taken(self, message: str) -> None:
        event = read(EventIn, message).event
        if event == "task_start":
            await self._start(message)
        elif self.manner is None:
            raise illegal(event, "`task_start` comes first")
        elif event == "task_continue":
            self.hear(read(ContinueIn, message).text or "")
        elif event == "task_finish":
            self.finish()
        else:
            self.hear_more(event)

    async def _start(self, message: str) -> None:
        if self.manner is not None:
            raise Breach(self.twice, "illegal event `task_start`: the task has been started already")
        asked = read(StartIn, message)
        manner = asked.speak(asked.named(), _BLANK, spec=asked.spec(streamed=True))
        await self._recognise()
        for name in [share.voice_id for share in manner.mix] or [manner.voice_id]:
            await self.core.catalog.speaking(self.caller, name)
        self.manner, self.session = manner, asked.session_id or self.session
        await self.tell("task_started")

    async def _recognise(self) -> None:
        """Who speaks is asked again each time: keys end, accounts are disabled and plans change while a connection is open."""
        self.caller = await entitled(self.socket, SPEAKING)

    def hear(self, text: str) -> None:
        """A text to be spoken."""
        self.queue(text, lambda: self.say(text))

    def hear_more(self, event: str) -> None:
        """An event that this kind of conversation does not have."""
        raise illegal(event, "there are `task_start`, `task_continue` and `task_finish`")

    def finish(self) -> None:
        """Everything that waits is spoken; nothing is taken any more."""
        self.finished = True
        self.steps.put_nowait(None)

    def queue(self, text: str, step: Step) -> None:
        """Do it after everything else, unless too much is waiting."""
        refusal = too_many(self.waiting)
        if self.steps.qsize() >= STEPS:
            raise Breach(refusal.status_code, refusal.status_msg)
        if self.waiting + len(text) > WAITING:
            self.steps.put_nowait(lambda: self.skip(refusal))
            return
        self.waiting += len(text)
        self.steps.put_nowait(step)

    async def say(self, text: str) -> None:
        """A text from its first sound to its last; one that cannot be spoken is answered once, and skipped."""
        self.waiting -= len(text)
        if not text.strip():
            await self.skip(EMPTY)
        elif len(text) > TEXT_LIMIT:
            await self.skip(too_long(len(text), TEXT_LIMIT))
        elif not any(map(str.isalnum, text)):
            await self.skip(WELL)  # signs alone, as they come out of a language model; nothing is wrong with them
        else:
            await self._said(text)

    async def _said(self, text: str) -> None:
        assert self.manner is not None
        try:
            said = passage(text, field="text")
            await self._recognise()
            if self.said:  # the first one came with the connection, which was counted
                await self.core.limits.count(self.caller, Verb.SPEAK)
            self.said += 1
            await self._spoken(said, dataclasses.replace(self.manner, text=said.text))
        except _SKIPPED as refusal:
            await self.skip(worded(refusal))

    async def _spoken(self, said: Passage, command: Speak) -> None:
        seconds, size, kept, titles = 0.0, 0, b"", None
        async with aclosing(self.core.speak.parts(self.caller, command, placed=True)) as parts:
            async for part in parts:
                titles = part.subtitles or titles
                seconds += part.seconds
                if part.data:
                    kept = await self._passed_on(part.data, kept, first=not size)
                size += len(part.data)
        extra = extra_of(command, said, size=size, seconds=seconds)
        await self._sound(kept, extra=extra, titles=None if titles is None else self.address(titles, "subtitles"))

    async def _passed_on(self, data: bytes, kept: bytes, *, first: bool) -> bytes:
        """The first piece goes out at once; every other waits for the next one, as the last is to say that it is. What waits then."""
        if first:
            await self._sound(data)
            return b""
        if kept:
            await self._sound(kept)
        return data

    async def skip(self, base: BaseOut) -> None:
        """The one answer to a text that is not spoken."""
        await self._sound(b"", base=base, final=True)

    async def _sound(
        self, data: bytes, *, extra: ExtraOut | None = None, titles: str | None = None, base: BaseOut = WELL, final: bool = False
    ) -> None:
        out = SpokenOut(
            session_id=self.session,
            connect_id=self.connection,
            event="task_continued",
            trace_id=trace_of(self.socket),
            base_resp=base,
            data=PieceOut(audio=data.hex(), subtitle_file=titles),
            extra_info=extra,
            is_final=final or extra is not None,
        )
        await self._send(out)
