"""A client of the native dialect, for programs: `Voicewright` and `AsyncVoicewright`.

with Voicewright("http://127.0.0.1:8000", key) as voices:
    made = voices.clone("me.wav", name="me")
    Path("hello.mp3").write_bytes(voices.say("Hello.", voice=made.voice_id))

Every call raises Refused, Unreachable or WorkFailed, which are VoicewrightErrors.
"""

from voicewright.client.asynchronous import AsyncVoicewright
from voicewright.client.errors import Refused, Unreachable, VoicewrightError, WorkFailed
from voicewright.client.options import CloneOptions, DesignOptions, Modify, Style, VoiceFilter
from voicewright.client.results import Discarded, Failure, Finding, Model, NewVoice, Progress, Recording, Task, Upload, Voice
from voicewright.client.synchronous import Voicewright

__all__ = [
    "AsyncVoicewright",
    "CloneOptions",
    "DesignOptions",
    "Discarded",
    "Failure",
    "Finding",
    "Model",
    "Modify",
    "NewVoice",
    "Progress",
    "Recording",
    "Refused",
    "Style",
    "Task",
    "Unreachable",
    "Upload",
    "Voice",
    "VoiceFilter",
    "Voicewright",
    "VoicewrightError",
    "WorkFailed",
]
