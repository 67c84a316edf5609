"""What the route walk asks of each route: requests that would work, or that name what belongs to somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OPEN = frozenset({"/", "/healthz", "/readyz", "/metrics", "/media/{token}.{extension}", "/openapi.json"})
"""Routes of no dialect. None of them knows accounts; a link to media is its own permission (test_links, test_media)."""

LINKED = frozenset({("minimax", "GET /v1/files/download/{file_id}")})
"""Routes of dialects that a signed link opens, whoever follows it, and no key."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One request. `<voice>` and its like stand for things of the owner's, or for what does not exist."""

    path: str = ""
    """Empty: the route's own, with its parameters filled in by their names in the table below."""
    query: Mapping[str, str] | None = None
    json: Any = None
    form: Mapping[str, str] | None = None
    file: str | None = None
    """The field in which a recording is sent."""

    @property
    def names(self) -> bool:
        """Whether it names anything of the owner's."""
        return any(f"<{thing}>" in repr(self) for thing in UNKNOWN)


UNKNOWN = {
    "voice": "VoiceClone000000000000",
    "design": "ttv-voice-2026010100000000-00000000",
    "task": "task_000000000000000000000000000000",
    "making": "task_000000000000000000000000000001",
    "file": "file_000000000000000000000000000000",
    "number": "100000000000001",
    "long": "100000000000002",
    "consent": "cons_000000000000000000000000000000",
    "account": "acct_000000000000000000000000000000",
    "key": "key_000000000000000000000000000000",
}
"""The kinds of things, and ids in their forms that nobody has."""

_SPOKEN = {"text": "Hello there.", "voice_setting": {"voice_id": "<voice>"}}
_MIXED = {"text": "Hello there.", "timber_weights": [{"voice_id": "<design>", "weight": 1}, {"voice_id": "English_Graceful_Lady", "weight": 2}]}
_CLONED = {"audio_url": "https://example.com/audio/me.wav", "text": "Hello there, this is me."}
_DESIGNED = {"prompt": "A calm voice.", "preview_text": "Hello there."}
_DESIGNED_APART = {
    "request_type": "async",
    "input": {"mode": "design", "voice_id_prefix": "warm001", "prompt": "A calm voice.", "preview_text": "Hi."},
}
_SAID_APART = {"request_type": "async", "input": {"mode": "speech-hd", "voice_id": "<voice>", "prompt": "Hello there."}}
_ONE_VOICE = [Ask(path="/v1/audio/voices/<voice>"), Ask(path="/v1/audio/voices/<design>")]
_ONE_CONSENT = "/v1/audio/voice_consents/<consent>"
_ONE_ACCOUNT = "/v1/admin/accounts/<account>"
_NATIVE = {"model": "minimax-speech-2.8-hd", "text": "Hello there.", "voice_id": "<voice>"}

TABLE: Mapping[tuple[str, str], Sequence[Ask]] = {
    ("aijisu", "GET /v1/audio/voices"): [Ask(), Ask(query={"search": "owner"})],
    ("aijisu", "POST /v1/audio/voices/clone"): [Ask(json=_CLONED), Ask(json={"file_id": "<file>", "text": "Hello there, this is me."})],
    ("aijisu", "POST /v1/audio/voices/design"): [Ask(json=_DESIGNED)],
    ("aijisu", "GET /v1/audio/voices/{voice_id}"): _ONE_VOICE,
    ("aijisu", "PATCH /v1/audio/voices/{voice_id}"): [Ask(path="/v1/audio/voices/<voice>", json={"display_name": "mine"})],
    ("aijisu", "DELETE /v1/audio/voices/{voice_id}"): _ONE_VOICE,
    ("aijisu", "POST /v1/audio/tasks"): [Ask(json=_NATIVE), Ask(json={**_NATIVE, "voice_id": "<design>"})],
    ("aijisu", "GET /v1/audio/tasks/{task_id}"): [Ask(path="/v1/audio/tasks/<task>"), Ask(path="/v1/audio/tasks/<making>")],
    ("aijisu", "DELETE /v1/audio/tasks/{task_id}"): [Ask(path="/v1/audio/tasks/<task>"), Ask(path="/v1/audio/tasks/<making>")],
    ("aijisu", "GET /v1/audio/tasks/{task_id}/events"): [Ask(path="/v1/audio/tasks/<task>/events")],
    ("aijisu", "POST /v1/audio/stream"): [Ask(json=_NATIVE)],
    ("aijisu", "POST /v1/files"): [Ask(file="file")],
    ("aijisu", "GET /v1/files/{file_id}"): [Ask(path="/v1/files/<file>")],
    ("aijisu", "DELETE /v1/files/{file_id}"): [Ask(path="/v1/files/<file>")],
    ("aijisu", "GET /v1/usage"): [Ask(), Ask(query={"by": "voice"})],
    ("aijisu", "GET /v1/balance"): [Ask()],
    ("aijisu", "GET /v1/webhook"): [Ask()],
    ("aijisu", "PUT /v1/webhook"): [Ask(json={"url": "https://example.com/hook"})],
    ("aijisu", "DELETE /v1/webhook"): [Ask()],
    ("aijisu", "GET /v1/models"): [Ask()],
    ("aijisu", "GET /v1/admin/accounts"): [Ask()],
    ("aijisu", "POST /v1/admin/accounts"): [Ask(json={"name": "mine"})],
    ("aijisu", "PATCH /v1/admin/accounts/{account_id}"): [Ask(path=_ONE_ACCOUNT, json={"disabled": True})],
    ("aijisu", "GET /v1/admin/accounts/{account_id}/keys"): [Ask(path=f"{_ONE_ACCOUNT}/keys")],
    ("aijisu", "POST /v1/admin/accounts/{account_id}/keys"): [Ask(path=f"{_ONE_ACCOUNT}/keys", json={})],
    ("aijisu", "POST /v1/admin/keys/{key_id}/rotate"): [Ask(path="/v1/admin/keys/<key>/rotate", json={})],
    ("aijisu", "DELETE /v1/admin/keys/{key_id}"): [Ask(path="/v1/admin/keys/<key>")],
    ("minimax", "POST /v1/files/upload"): [Ask(file="file", form={"purpose": "voice_clone"})],
    ("minimax", "GET /v1/files/list"): [Ask(), Ask(query={"purpose": "voice_clone"})],
    ("minimax", "GET /v1/files/retrieve"): [Ask(query={"file_id": "<number>"}), Ask(query={"file_id": "<long>"})],
    ("minimax", "GET /v1/files/retrieve_content"): [Ask(query={"file_id": "<number>"}), Ask(query={"file_id": "<long>"})],
    ("minimax", "POST /v1/files/delete"): [Ask(json={"file_id": "<number>"}), Ask(json={"file_id": "<long>"})],
    ("minimax", "POST /v1/voice_clone"): [Ask(json={"file_id": "<number>", "voice_id": "Mine00001"})],
    ("minimax", "POST /v1/voice_design"): [Ask(json=_DESIGNED)],
    ("minimax", "POST /v1/delete_voice"): [
        Ask(json={"voice_type": "voice_cloning", "voice_id": "<voice>"}),
        Ask(json={"voice_type": "voice_generation", "voice_id": "<design>"}),
    ],
    ("minimax", "POST /v1/get_voice"): [Ask(json={"voice_type": "all"})],
    ("minimax", "POST /v1/t2a_v2"): [
        Ask(json={"model": "speech-2.8-hd", **_SPOKEN}),
        Ask(json={"model": "speech-2.8-hd", "stream": True, **_SPOKEN}),
        Ask(json={"model": "speech-2.8-hd", "voice_setting": {}, **_MIXED}),
    ],
    ("minimax", "POST /v1/t2a_async_v2"): [
        Ask(json={"model": "speech-2.8-hd", **_SPOKEN}),
        Ask(json={"model": "speech-2.8-hd", "text_file_id": "<number>", "voice_setting": {"voice_id": "English_Graceful_Lady"}}),
    ],
    ("minimax", "GET /v1/query/t2a_async_query_v2"): [Ask(query={"task_id": "<long>"})],
    ("minimax", "POST /v1/speech_to_text"): [Ask(file="file", form={"model": "asr-1.0"})],
    ("minimax", "WS /ws/v1/t2a_v2"): [Ask(json={"voice_setting": {"voice_id": "<voice>"}})],
    ("minimax", "WS /ws/v1/t2a_v2_bidi"): [Ask(json={"voice_setting": {"voice_id": "<design>"}})],
    ("apixo", "POST /api/v1/generateTask/minimax-voice"): [Ask(json=_DESIGNED_APART)],
    ("apixo", "POST /api/v1/generateTask/minimax-speech-2-8"): [Ask(json=_SAID_APART)],
    ("apixo", "GET /api/v1/statusTask/minimax-voice"): [Ask(query={"taskId": "<making>"}), Ask(query={"taskId": "<task>"})],
    ("apixo", "GET /api/v1/statusTask/minimax-speech-2-8"): [Ask(query={"taskId": "<task>"}), Ask(query={"taskId": "<making>"})],
    ("apixo", "GET /api/v1/apikeys/current-balance"): [Ask()],
    ("novita", "POST /v3/minimax-voice-cloning"): [Ask(json=_CLONED)],
    ("novita", "POST /v3/minimax-voice-design"): [Ask(json=_DESIGNED)],
    ("novita", "POST /v3/minimax-speech-{series}"): [
        Ask(path="/v3/minimax-speech-2.6-hd", json=_SPOKEN),
        Ask(path="/v3/minimax-speech-2.6-turbo", json={"voice_setting": {}, **_MIXED}),
    ],
    ("novita", "POST /v3/async/minimax-speech-{series}"): [
        Ask(path="/v3/async/minimax-speech-2.6-hd", json=_SPOKEN),
        Ask(
            path="/v3/async/minimax-speech-2.6-hd",
            json={"text_file_id": "<number>", "voice_setting": {"voice_id": "English_Graceful_Lady"}},
        ),
    ],
    ("novita", "GET /v3/async/task-result"): [Ask(query={"task_id": "<long>"}), Ask(query={"task_id": "<task>"})],
    ("novita", "GET /v3/user"): [Ask()],
    ("kyma", "POST /v1/audio/voice-clone"): [Ask(file="file", form={"name": "mine"})],
    ("kyma", "POST /v1/audio/voice-design"): [Ask(json={"description": "A calm voice.", "preview_text": "Hello there."})],
    ("kyma", "POST /v1/audio/speech"): [Ask(json={"model": "minimax-speech-hd", "input": "Hello there.", "voice_id": "<voice>"})],
    ("kyma", "GET /v1/audio/voices"): [Ask()],
    ("kyma", "GET /v1/auth/limits"): [Ask()],
    ("kyma", "GET /v1/credits/balance"): [Ask()],
    ("kyma", "GET /v1/credits/pricing"): [Ask()],
    ("openai", "POST /v1/audio/speech"): [
        Ask(json={"model": "tts-1", "input": "Hello there.", "voice": "<voice>"}),
        Ask(json={"model": "gpt-4o-mini-tts", "input": "Hello there.", "voice": {"id": "<design>"}, "stream_format": "sse"}),
    ],
    ("openai", "GET /v1/audio/voices"): [Ask(), Ask(query={"after": "<voice>"})],
    ("openai", "POST /v1/audio/voices"): [Ask(file="audio_sample", form={"name": "mine", "consent": "<consent>"})],
    ("openai", "DELETE /v1/audio/voices/{voice_id}"): _ONE_VOICE,
    ("openai", "POST /v1/audio/voice_consents"): [Ask(file="recording", form={"name": "mine", "language": "en-US"})],
    ("openai", "GET /v1/audio/voice_consents"): [Ask(), Ask(query={"after": "<consent>"})],
    ("openai", "GET /v1/audio/voice_consents/{consent_id}"): [Ask(path=_ONE_CONSENT)],
    ("openai", "POST /v1/audio/voice_consents/{consent_id}"): [Ask(path=_ONE_CONSENT, json={"name": "mine"})],
    ("openai", "DELETE /v1/audio/voice_consents/{consent_id}"): [Ask(path=_ONE_CONSENT)],
    ("openai", "GET /v1/models"): [Ask()],
    ("openai", "GET /v1/models/{model}"): [Ask(path="/v1/models/tts-1")],
    ("openai", "GET /v1/audio/models"): [Ask()],
}
