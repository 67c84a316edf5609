"""Engines in processes of their own: a crash or a hang costs one call, never the server.

`EngineHost` keeps a `Pool` per engine; a pool keeps `Worker`s; each speaks `messages` over pipes with a `worker` process.
"""

from voicewright.engines.host.host import EngineHost, HostState
from voicewright.engines.host.limits import Limits

__all__ = ["EngineHost", "HostState", "Limits"]
