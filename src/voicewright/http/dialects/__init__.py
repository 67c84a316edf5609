"""The dialects that this server speaks. One folder and one line here add one."""

from voicewright.http.dialect import Dialect
from voicewright.http.dialects.aijisu import dialect as aijisu
from voicewright.http.dialects.apixo import dialect as apixo
from voicewright.http.dialects.kyma import dialect as kyma
from voicewright.http.dialects.minimax import dialect as minimax
from voicewright.http.dialects.novita import dialect as novita
from voicewright.http.dialects.openai import dialect as openai

DIALECTS: tuple[Dialect, ...] = (aijisu, minimax, apixo, novita, kyma, openai)
"""The native dialect: what aijisu documents for MiniMax's voices (seed page "MiniMax Speech Voice Management"), and ours on top;
then MiniMax's own, those of gateways that resell it, and OpenAI's."""
