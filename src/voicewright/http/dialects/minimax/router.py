"""What all routes of the dialect have in common."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from voicewright.http.dialect import speaking
from voicewright.http.dialects.minimax.models import NAME
from voicewright.http.dialects.minimax.words import render

_ANSWERS: dict[int | str, dict[str, Any]] = {"default": {"description": "Nothing else: refusals are 200 with a code in `base_resp`."}}


def routes() -> APIRouter:
    """A router whose refusals are in the dialect's words."""
    return APIRouter(tags=[NAME], route_class=speaking(render), responses=_ANSWERS)
