"""What callers send to have a voice made, apart from where its recording is (contract §1.3 and §1.4)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from voicewright.domain.commands import DesignVoice, Origin, Validation
from voicewright.domain.errors import FieldMissing, TextTooLong
from voicewright.domain.task import Task
from voicewright.http.fields import In, Number, Text, Unless, at_most
from voicewright.http.t2a.ids import chosen, minted
from voicewright.http.t2a.manner import passage
from voicewright.http.t2a.models import Model, Table
from voicewright.services.core import Core

TRIAL, VALIDATION = 500, 200
"""Characters."""
USUAL_ACCURACY = 0.7
"""What no accuracy, or 0, means."""


class SampleIn(In):
    """How a recording becomes a voice, and what a preview says."""

    text: Unless[str] = Field(default=None, description="What a preview says. Needs `model`.")
    model: Unless[Text] = Field(default=None, description="The model that speaks the preview.")
    text_validation: Unless[Text] = Field(default=None, description="What the recording says; it is heard and compared. At most 200 characters.")
    accuracy: Unless[Annotated[Number, Field(ge=0, le=1)]] = Field(default=None, description="How alike both must be; 0 or nothing means 0.7.")
    need_noise_reduction: Unless[bool] = None
    need_volume_normalization: Unless[bool] = None

    @property
    def fit(self) -> float:
        """How alike a text and a recording must be."""
        return self.accuracy or USUAL_ACCURACY

    def preview(self, limit: int) -> str | None:
        """What the preview says. Raises TextTooLong, TextInvisible."""
        return None if self.text is None else passage(at_most(self.text, limit, field="text"), field="text").text

    def speaker(self, models: Table) -> Model | None:
        """The model that speaks the preview. Raises FieldMissing, ModelUnknown."""
        if self.text is not None and self.model is None:
            raise FieldMissing(field="model")
        return None if self.model is None else models.named(self.model)

    def validation(self) -> Validation | None:
        """What the recording is claimed to say. Raises TextTooLong."""
        if self.text_validation is None:
            return None
        if len(self.text_validation) > VALIDATION:
            raise TextTooLong(field="text_validation", length=len(self.text_validation), limit=VALIDATION)
        return Validation(text=self.text_validation, accuracy=self.fit, field="text_validation")


class DescriptionIn(In):
    """Make a voice from a description."""

    prompt: Text = Field(examples=["A warm, calm narrator."])
    preview_text: str = Field(description="What the trial says; at most 500 characters.")
    voice_id: Unless[Text] = Field(default=None, description="An id of your own; nothing: one is made.")

    def design(self, origin: Origin, *, watermark: bool = False) -> DesignVoice:
        """The command. Raises FieldInvalid, TextTooLong, VoiceIdTaken."""
        return DesignVoice(
            origin=origin,
            naming=minted() if self.voice_id is None else chosen(self.voice_id, field="voice_id"),
            prompt=self.prompt,
            preview_text=passage(at_most(self.preview_text, TRIAL, field="preview_text"), field="preview_text").text,
            name="",
            language=None,
            language_label=None,
            description="",
            seed=None,
            watermark=watermark,
        )


async def trial(core: Core, task: Task) -> str:
    """The trial of a designed voice, hexadecimal."""
    return "" if task.output is None else (await core.objects.get(task.output.key)).hex()
