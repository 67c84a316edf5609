"""Novita's API for MiniMax's voices and speech, which PPIO, Jiekou and MyRouter publish under other names."""

from pathlib import Path

from voicewright.http.dialect import Dialect
from voicewright.http.dialects.novita.models import NAME
from voicewright.http.dialects.novita.routes import router
from voicewright.http.dialects.novita.words import render

dialect = Dialect(name=NAME, router=router, render=render, contract=Path(__file__).with_name("contract.json"))
