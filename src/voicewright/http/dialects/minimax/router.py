"""What all routes of the dialect have in common."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from voicewright.domain.account import Caller
from voicewright.domain.task import Task
from voicewright.http import waiting
from voicewright.http.dialect import speaking
from voicewright.http.dialects.minimax.models import NAME
from voicewright.http.dialects.minimax.words import render
from voicewright.services.core import Core

SETTLE = 290
"""Seconds that a caller waits for an answer; the vendor's own program gives up after 300 (contract §0)."""

_ANSWERS: dict[int | str, dict[str, Any]] = {"default": {"description": "Nothing else: refusals are 200 with a code in `base_resp`."}}


def routes() -> APIRouter:
    """A router whose refusals are in the dialect's words."""
    return APIRouter(tags=[NAME], route_class=speaking(render), responses=_ANSWERS)


async def finished(request: Request, core: Core, caller: Caller, task: Task) -> Task:
    """See `waiting.finished`."""
    return await waiting.finished(request, core, caller, task, within=SETTLE)
