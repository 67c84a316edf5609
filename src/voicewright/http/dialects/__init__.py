"""The dialects that this server speaks. One folder and one line here add one."""

from voicewright.http.dialect import Dialect
from voicewright.http.dialects.aijisu import dialect as aijisu

DIALECTS: tuple[Dialect, ...] = (aijisu,)
