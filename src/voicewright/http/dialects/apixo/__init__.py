"""APIXO's API for MiniMax's voices (seed page "MiniMax Voice") and for speech with them."""

from pathlib import Path

from voicewright.http.callbacks import Telling
from voicewright.http.dialect import Dialect
from voicewright.http.dialects.apixo.models import NAME
from voicewright.http.dialects.apixo.routes import router
from voicewright.http.dialects.apixo.tasks import told
from voicewright.http.dialects.apixo.words import render

telling = Telling(payload=told, patience=30.0, pauses=(30.0, 120.0, 600.0), https_only=True)
"""30 s for an answer, then up to three more attempts at growing intervals; only the first interval, 30, is documented (contract §2.5)."""

dialect = Dialect(name=NAME, router=router, render=render, contract=Path(__file__).with_name("contract.json"), telling=telling)
