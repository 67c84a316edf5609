"""What the services need from the world, as Protocols. Nothing here knows how it is done."""

from voicewright.ports.engines import Capabilities, Design, Engine, EngineInfo, Engines, Frame, Need, Reference, Share, Timbre, Word
from voicewright.ports.storage import Accounts, Books, Objects, Page, Store, Tasks, Timbres, Unit, Uploads, Voices
from voicewright.ports.world import Clock, Fetch, Notify

__all__ = [
    "Accounts",
    "Books",
    "Capabilities",
    "Clock",
    "Design",
    "Engine",
    "EngineInfo",
    "Engines",
    "Fetch",
    "Frame",
    "Need",
    "Notify",
    "Objects",
    "Page",
    "Reference",
    "Share",
    "Store",
    "Tasks",
    "Timbre",
    "Timbres",
    "Unit",
    "Uploads",
    "Voices",
    "Word",
]
