"""Calls tools of minimax-mcp as an agent's host does, over its standard input and output."""

# pyright: basic, reportMissingImports=false
# the client lives in an environment of its own

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from mcp import Client, StdioServerParameters


async def called(tools: list[tuple[str, dict[str, object]]]) -> list[str]:
    """What each tool said."""
    program = Path(sys.executable).with_name("minimax-mcp")
    server = StdioServerParameters(command=str(program), env=dict(os.environ), cwd=Path.cwd())
    async with Client(server) as client:
        answers = [await client.call_tool(name, arguments) for name, arguments in tools]
    return ["\n".join(getattr(part, "text", "") for part in answer.content) for answer in answers]


asked = json.loads(sys.argv[1])
sys.stdout.write(json.dumps({"said": asyncio.run(called(asked["tools"]))}) + "\n")
