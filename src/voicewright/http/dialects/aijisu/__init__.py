"""The native dialect: what aijisu documents for MiniMax's voices (seed page "MiniMax Speech Voice Management"), and ours on top."""

from pathlib import Path

from voicewright.http.callbacks import Telling
from voicewright.http.dialect import Dialect
from voicewright.http.dialects.aijisu.models import NAME
from voicewright.http.dialects.aijisu.routes import router
from voicewright.http.dialects.aijisu.tasks import told
from voicewright.http.dialects.aijisu.words import render

telling = Telling(payload=told, patience=15.0, pauses=(5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0), https_only=True)
"""The vendor has none. Seven attempts within 18 hours: the links in the message work for 24."""

dialect = Dialect(name=NAME, router=router, render=render, contract=Path(__file__).with_name("contract.json"), telling=telling)
