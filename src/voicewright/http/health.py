"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

import asyncio

import msgspec
import structlog
from fastapi import APIRouter, Request, Response
from structlog.typing import FilteringBoundLogger

from voicewright.http.state import Check, checks_of

PATIENCE = 5.0
"""Seconds after which a part that has not answered is not ready."""

log: FilteringBoundLogger = structlog.get_logger(__name__)

router = APIRouter(tags=["health"])


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of one part."""

    ok: bool
    detail: str


@router.get("/healthz", response_model=dict[str, str])
@router.head("/healthz", include_in_schema=False)
async def alive() -> Response:
    """The process answers."""
    return Response(msgspec.json.encode({"status": "ok"}), media_type="application/json")


@router.get("/readyz", responses={503: {"description": "A part does not answer."}})
@router.head("/readyz", include_in_schema=False)
async def ready(request: Request) -> Response:
    """Every part that requests need, and whether it answers."""
    checks = checks_of(request)
    findings = dict(zip(checks, await asyncio.gather(*(_found(name, check) for name, check in checks.items())), strict=True))
    fit = all(finding.ok for finding in findings.values())
    return Response(msgspec.json.encode({"ready": fit, "checks": findings}), status_code=200 if fit else 503, media_type="application/json")


async def _found(name: str, check: Check) -> Finding:
    async def said() -> str:
        async with asyncio.timeout(PATIENCE):
            return await check()

    (result,) = await asyncio.gather(said(), return_exceptions=True)
    if isinstance(result, str):
        return Finding(ok=True, detail=result)
    log.warning("not ready", part=name, exc_info=result)
    detail = f"no answer within {PATIENCE:g} s" if isinstance(result, TimeoutError) else f"failed: {type(result).__name__}"
    return Finding(ok=False, detail=detail)
