"""Does a recording say what it is said to say?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voicewright.audio.recording import Recording
from voicewright.domain.commands import PromptAudio, Validation
from voicewright.domain.errors import PromptMismatch, RecogniserMissing, ValidationFailed
from voicewright.domain.language import Language
from voicewright.ports import Recogniser

PROMPT_FIT = 0.5
"""How alike a prompt audio and its text must be: nobody can ask for less, and all of 32 right texts pass (`benchmarks/recognition.py`)."""
REMEDY = "`voicewright models install`"


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """The recognisers of this installation, in the order of preference."""

    recognisers: Sequence[Recogniser]

    def listener(self, language: Language, *, field: str) -> Recogniser:
        """One that can compare speech with a text. Raises RecogniserMissing."""
        for one in self.recognisers:
            if language in one.info.languages:
                return one
        raise RecogniserMissing(field=field, need="compare speech with a text", language=language.value, remedy=REMEDY)

    def writer(self, language: Language | None, *, field: str) -> Recogniser:
        """One that takes dictation. Raises RecogniserMissing."""
        for one in self.recognisers:
            if one.info.dictates and (language is None or language in one.info.languages):
                return one
        raise RecogniserMissing(field=field, need="write down speech", language=language.value if language else "any language", remedy=REMEDY)

    async def validated(self, recording: Recording, wanted: Validation, *, language: Language) -> Language | None:
        """The language that was heard, where the recogniser tells. Raises ValidationFailed, RecogniserMissing, EngineCrashed, EngineTooSlow."""
        found = await self.listener(language, field=wanted.field).compare(recording, wanted.text, language=language)
        if found.likeness < wanted.accuracy:
            raise ValidationFailed(field=wanted.field, likeness=round(found.likeness, 2), accuracy=wanted.accuracy)
        return found.language

    async def prompted(self, clip: Recording, prompt: PromptAudio, *, language: Language) -> None:
        """Raises PromptMismatch, RecogniserMissing, EngineCrashed, EngineTooSlow."""
        found = await self.listener(language, field=prompt.field).compare(clip, prompt.transcript, language=language)
        if found.likeness < PROMPT_FIT:
            raise PromptMismatch(field=prompt.field, likeness=round(found.likeness, 2), accuracy=PROMPT_FIT)
