"""Kyma's API for voices and speech (seed page "MiniMax Voice Clone"), which resembles OpenAI's."""

from pathlib import Path

from voicewright.http.dialect import Dialect
from voicewright.http.dialects.kyma.models import NAME
from voicewright.http.dialects.kyma.routes import router
from voicewright.http.dialects.kyma.words import render

dialect = Dialect(name=NAME, router=router, render=render, contract=Path(__file__).with_name("contract.json"))
