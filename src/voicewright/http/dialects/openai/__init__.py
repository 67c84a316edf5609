"""OpenAI's API for speech and custom voices."""

from pathlib import Path

from voicewright.http.dialect import Dialect
from voicewright.http.dialects.openai.names import NAME
from voicewright.http.dialects.openai.routes import router
from voicewright.http.dialects.openai.words import render

dialect = Dialect(name=NAME, router=router, render=render, contract=Path(__file__).with_name("contract.json"))
