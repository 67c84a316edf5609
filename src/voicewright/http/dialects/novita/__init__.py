"""Novita's API for MiniMax's voices and speech, which PPIO, Jiekou and MyRouter publish under other names."""

from pathlib import Path

from voicewright.http.callbacks import Telling
from voicewright.http.dialect import Dialect
from voicewright.http.dialects.novita.models import NAME
from voicewright.http.dialects.novita.routes import router
from voicewright.http.dialects.novita.tasks import event
from voicewright.http.dialects.novita.words import render

telling = Telling(payload=event, patience=5.0, pauses=(5.0, 15.0, 60.0, 300.0, 900.0))
"""5 s for an answer, then up to five more attempts; how far apart they are is not documented (contract §3.7)."""

dialect = Dialect(name=NAME, router=router, render=render, contract=Path(__file__).with_name("contract.json"), telling=telling)
