"""What the services need from the world, as Protocols. Nothing here knows how it is done."""

from voicewright.ports.engines import Capabilities, Design, Engine, EngineInfo, Engines, Frame, Need, Prompt, Reference, Share, Timbre, Word
from voicewright.ports.recognition import Comparison, Dictation, Heard, Passage, Recogniser, RecogniserInfo
from voicewright.ports.storage import Accounts, Books, Deliveries, Numbers, Objects, Page, Store, Tasks, Timbres, Unit, Uploads, Voices
from voicewright.ports.webhooks import Letter, Post, Reply, Teller
from voicewright.ports.world import Clock, Fetch, Notify

__all__ = [
    "Accounts",
    "Books",
    "Capabilities",
    "Clock",
    "Comparison",
    "Deliveries",
    "Design",
    "Dictation",
    "Engine",
    "EngineInfo",
    "Engines",
    "Fetch",
    "Frame",
    "Heard",
    "Letter",
    "Need",
    "Notify",
    "Numbers",
    "Objects",
    "Page",
    "Passage",
    "Post",
    "Prompt",
    "Recogniser",
    "RecogniserInfo",
    "Reference",
    "Reply",
    "Share",
    "Store",
    "Tasks",
    "Teller",
    "Timbre",
    "Timbres",
    "Unit",
    "Uploads",
    "Voices",
    "Word",
]
