"""A text spoken over a WebSocket while it is still being written, and called off when its listener speaks up (contract §1.10)."""

from __future__ import annotations

import asyncio
import secrets

from fastapi import WebSocket

from voicewright.domain.account import Caller
from voicewright.domain.speech import TEXT_LIMIT
from voicewright.http.dialects.minimax.events import illegal, too_long
from voicewright.http.dialects.minimax.sentences import Sentences
from voicewright.http.dialects.minimax.websocket import Dialogue
from voicewright.http.streams import stop

SETTLED = 0.5
"""Seconds after which a full stop that may have been a point was the end of a sentence."""


class Dictation(Dialogue):
    """One connection on which a text is typed."""

    twice = 2206

    def __init__(self, socket: WebSocket) -> None:
        super().__init__(socket)
        self.connection = str(secrets.randbelow(9 * 10**14) + 10**14)
        self.typed = Sentences(None)
        self.settling: asyncio.TimerHandle | None = None
        self.run: list[str] = []

    async def held(self, caller: Caller) -> None:
        """See `http.dialect.Conversation`."""
        try:
            await super().held(caller)
        finally:
            self._type_on()

    def hear(self, text: str) -> None:
        """More of the text."""
        self._type_on()
        if len(text) > TEXT_LIMIT:
            refusal = too_long(len(text), TEXT_LIMIT)
            self.queue("", lambda: self.skip(refusal))
            return
        self.typed.language = self.manner.language if self.manner else None
        for sentence in self.typed.feed(text):
            self._next(sentence)
        if self.typed.doubtful and not self._runs_on:
            self.settling = asyncio.get_running_loop().call_later(SETTLED, self._take_rest)

    def hear_more(self, event: str) -> None:
        """`task_flush` and `task_cancel`."""
        self._type_on()
        if event == "task_flush":
            self._take_rest()
            self.queue("", lambda: self.tell("task_flushed"))
        elif event == "task_cancel":
            self._call_off()
        else:
            raise illegal(event, "there are `task_start`, `task_continue`, `task_flush`, `task_cancel` and `task_finish`")

    def finish(self) -> None:
        """What has been typed is spoken first."""
        self._type_on()
        self._take_rest()
        super().finish()

    def _take_rest(self) -> None:
        for sentence in self.typed.rest():
            self._next(sentence)
        self._take_run()

    @property
    def _runs_on(self) -> bool:
        return self.manner is not None and self.manner.wording.joined

    def _next(self, sentence: str) -> None:
        """A sentence is spoken at once, or kept until it is known what runs on from it."""
        if not self._runs_on:
            self._take(sentence)
            return
        if sum(len(one) + 1 for one in self.run) + len(sentence) > TEXT_LIMIT:
            self._take_run()
        self.run.append(sentence)

    def _take_run(self) -> None:
        run, self.run = " ".join(self.run), []
        if run:
            self._take(run)

    def _take(self, sentence: str) -> None:
        self.queue(sentence, lambda: self._sentence(sentence))

    async def _sentence(self, sentence: str) -> None:
        await self.tell("sentence_start")
        await self.say(sentence)
        await self.tell("sentence_end")

    def _call_off(self) -> None:
        """Nothing that was typed is spoken any more; what is typed from now on is."""
        self.typed.forget()
        self.run = []
        while not self.steps.empty():
            self.steps.get_nowait()
        self.waiting = 0
        if self.step is not None:
            stop(self.step)
        self.queue("", lambda: self.tell("task_canceled"))

    def _type_on(self) -> None:
        if self.settling is not None:
            self.settling.cancel()
            self.settling = None
