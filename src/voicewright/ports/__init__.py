"""What the services need from the world, as Protocols. Nothing here knows how it is done."""

from voicewright.ports.engines import Capabilities, Design, Engine, EngineInfo, Engines, Frame, Need, Prompt, Reference, Share, Timbre, Word
from voicewright.ports.recognition import Comparison, Dictation, Heard, Passage, Recogniser, RecogniserInfo
from voicewright.ports.storage import Accounts, Books, ConsentPage, Consents, Numbers, Objects, Page, Store, Tasks, Timbres, Unit, Uploads, Voices
from voicewright.ports.world import Clock, Fetch, Notify

__all__ = [
    "Accounts",
    "Books",
    "Capabilities",
    "Clock",
    "Comparison",
    "ConsentPage",
    "Consents",
    "Design",
    "Dictation",
    "Engine",
    "EngineInfo",
    "Engines",
    "Fetch",
    "Frame",
    "Heard",
    "Need",
    "Notify",
    "Numbers",
    "Objects",
    "Page",
    "Passage",
    "Prompt",
    "Recogniser",
    "RecogniserInfo",
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
