"""MiniMax's own API for speech and voices."""

from pathlib import Path

from voicewright.http.dialect import Dialect
from voicewright.http.dialects.minimax.models import NAME
from voicewright.http.dialects.minimax.routes import router
from voicewright.http.dialects.minimax.words import render

dialect = Dialect(name=NAME, router=router, render=render, contract=Path(__file__).with_name("contract.json"))
