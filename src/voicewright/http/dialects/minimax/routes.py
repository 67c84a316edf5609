"""Every route of the dialect."""

from __future__ import annotations

from voicewright.http.dialect import conversing
from voicewright.http.dialects.minimax import files, longtext, making, speech, transcripts, voices
from voicewright.http.dialects.minimax.bidi import Dictation
from voicewright.http.dialects.minimax.router import routes
from voicewright.http.dialects.minimax.websocket import SPEAKING, Dialogue

router = routes()
for part in (files.router, files.open_router, making.router, voices.router, speech.router, longtext.router, transcripts.router):
    router.include_router(part)
conversing(router, "/ws/v1/t2a_v2", Dialogue, access=SPEAKING)
conversing(router, "/ws/v1/t2a_v2_bidi", Dictation, access=SPEAKING)
