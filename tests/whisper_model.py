"""A model of Whisper's architecture that hears the same words in every sound: the real library reads and runs it."""

# pyright: reportUnknownArgumentType=none, reportUnknownVariableType=none, reportAttributeAccessIssue=none
# ctranslate2's specifications are untyped: their weights are whatever is put there

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import WhisperSpec
from faster_whisper.tokenizer import _LANGUAGE_CODES as LANGUAGES  # pyright: ignore[reportPrivateUsage]  # the order of its ids
from tokenizers import Tokenizer, decoders
from tokenizers.models import WordLevel

WORDS = ("printing", "in", "the", "only", "sense")
WIDTH = 32
PLAIN = 50_257
"""Tokens before the special ones, as in OpenAI's vocabulary."""
TIMES = 1501
MELS = 80


def written(folder: Path, *, english: bool = False) -> Path:
    """A folder with the model. `english`: with the smaller vocabulary of those that know nothing else."""
    folder.mkdir(parents=True)
    tokens = _vocabulary(english=english)
    prompt = 1 if english else 3
    said = ["<|0.00|>", *(f" {word}" for word in WORDS), "<|2.00|>", "<|endoftext|>"]
    spec: Any = WhisperSpec(1, 1, 1, 1)
    _fill(spec.encoder)
    spec.encoder.conv1.weight, spec.encoder.conv1.bias = _noise(WIDTH, MELS, 3), _noise(WIDTH)
    spec.encoder.conv2.weight, spec.encoder.conv2.bias = _noise(WIDTH, WIDTH, 3), _noise(WIDTH)
    spec.encoder.position_encodings.encodings = _clock(prompt)
    _fill(spec.decoder)
    _listen(spec.decoder)
    spec.decoder.embeddings.weight = np.zeros((len(tokens), WIDTH), dtype=np.float32)
    spec.decoder.position_encodings.encodings = np.eye(448, WIDTH, dtype=np.float32)
    spec.decoder.projection.weight = _recital(tokens, said, after=prompt - 1)
    spec.register_vocabulary(tokens)
    spec.config.lang_ids = [] if english else [tokens.index(f"<|{tag}|>") for tag in LANGUAGES]
    spec.config.suppress_ids, spec.config.suppress_ids_begin, spec.config.alignment_heads = [], [], [[0, 0]]
    spec.validate()
    spec.save(str(folder))
    tokenizer = Tokenizer(WordLevel({token: number for number, token in enumerate(tokens)}, unk_token="word0"))
    tokenizer.decoder = decoders.Fuse()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def _vocabulary(*, english: bool) -> list[str]:
    plain = ["word0", *(f" {word}" for word in WORDS)]
    plain += [f"word{number}" for number in range(len(plain), PLAIN - 1)]
    plain += [] if english else [""]  # by which CTranslate2 knows one that speaks many languages
    tags = [] if english else [f"<|{tag}|>" for tag in LANGUAGES]
    special = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    times = [f"<|{number * 0.02:.2f}|>" for number in range(TIMES)]
    return [*plain, "<|endoftext|>", "<|startoftranscript|>", *tags, *(f"<|{name}|>" for name in special), *times]


def _recital(tokens: list[str], said: list[str], *, after: int) -> np.ndarray:
    """The place in the sentence alone decides which token comes next; in the first place, which language it is."""
    weight = np.zeros((len(tokens), WIDTH), dtype=np.float32)
    if "<|en|>" in tokens:
        weight[tokens.index("<|en|>"), 0] = 60
    for place, token in enumerate(said):
        weight[tokens.index(token), after + place] = 60
    return weight


def _clock(first: int) -> np.ndarray:
    """Two seconds of sound in as many equal parts as there are words; each shows at the place where its word is said."""
    part = np.minimum(np.arange(1500) * len(WORDS) // 100, WIDTH - 1 - first)
    return 10 * np.eye(WIDTH, dtype=np.float32)[part + first]


def _listen(decoder: Any) -> None:
    """Make each place attend to its own part of the sound."""
    query, both, _ = decoder.layer[0].attention.linear
    query.weight, both.weight = 3 * np.eye(WIDTH, dtype=np.float32), np.eye(2 * WIDTH, WIDTH, dtype=np.float32)


def _noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 0.01, shape).astype(np.float32)


def _fill(part: Any) -> None:
    """Attention that attends to everything alike and adds nothing."""
    for layer in part.layer:
        for block in (layer.self_attention, *([layer.attention] if hasattr(layer, "attention") else [])):
            _norm(block.layer_norm)
            shapes = ((3 * WIDTH, WIDTH), (WIDTH, WIDTH)) if len(block.linear) == 2 else ((WIDTH, WIDTH), (2 * WIDTH, WIDTH), (WIDTH, WIDTH))
            for linear, shape in zip(block.linear, shapes, strict=True):
                linear.weight, linear.bias = np.zeros(shape, dtype=np.float32), np.zeros(shape[0], dtype=np.float32)
        _norm(layer.ffn.layer_norm)
        for linear in (layer.ffn.linear_0, layer.ffn.linear_1):
            linear.weight, linear.bias = np.zeros((WIDTH, WIDTH), dtype=np.float32), np.zeros(WIDTH, dtype=np.float32)
    _norm(part.layer_norm)


def _norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, dtype=np.float32), np.zeros(WIDTH, dtype=np.float32)
