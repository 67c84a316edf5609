"""The native dialect: what aijisu documents for MiniMax's voices (seed page "MiniMax Speech Voice Management"), and ours on top."""

from pathlib import Path

from voicewright.http.dialect import Dialect
from voicewright.http.dialects.aijisu.models import NAME
from voicewright.http.dialects.aijisu.routes import router
from voicewright.http.dialects.aijisu.words import render

dialect = Dialect(name=NAME, router=router, render=render, contract=Path(__file__).with_name("contract.json"))
