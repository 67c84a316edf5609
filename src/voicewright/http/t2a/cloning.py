"""What callers send to have a voice cloned, apart from where its recording is (contract §1.3)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from voicewright.domain.commands import Validation
from voicewright.domain.errors import FieldMissing, TextTooLong
from voicewright.http.fields import In, Number, Text, Unless, at_most
from voicewright.http.t2a.manner import passage
from voicewright.http.t2a.models import Model, Table

VALIDATION = 200
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
