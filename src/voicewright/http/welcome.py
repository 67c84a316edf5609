"""What stands at the address that the server prints, for the person who opens it in a browser."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

import voicewright

PAGE = f"""\
Voicewright {voicewright.__version__}: a voice platform. Programs speak with it over HTTP, with an API key.

  /openapi.json   what can be asked, and how
  /readyz         whether every part is ready

From a shell on a machine that has it: voicewright --help
"""

router = APIRouter(include_in_schema=False)


@router.get("/")
@router.head("/")
async def welcome() -> PlainTextResponse:
    """The page."""
    return PlainTextResponse(PAGE)
