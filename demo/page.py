"""The page that shows what the demo made: one file, with its sounds and its picture inside."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

STYLE = """
:root { color-scheme: light dark; --paper: #f6f6f9; --card: #fff; --ink: #1b1d27; --faint: #666b80; --line: #e2e3ec; --mark: #b3366f; }
@media (prefers-color-scheme: dark) { :root { --paper: #0d0f15; --card: #161923; --ink: #e8e9ef; --faint: #9297ab; --line: #272b3a; --mark: #ee7fae; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; letter-spacing: -.02em; }
h2 { font-size: 1.1rem; margin: 0; }
p { margin: .4rem 0; }
.faint { color: var(--faint); }
.voices { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; margin: 1.75rem 0; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem; }
section > .kind { color: var(--mark); font-size: .78rem; font-weight: 650; letter-spacing: .08em; text-transform: uppercase; }
figure { margin: 1rem 0 0; }
figcaption { font-size: .86rem; color: var(--faint); margin-bottom: .3rem; }
audio { width: 100%; height: 40px; }
code { font: .86em ui-monospace, monospace; overflow-wrap: anywhere; }
blockquote { margin: 1.5rem 0 0; padding-left: 1rem; border-left: 3px solid var(--mark); color: var(--faint); }
img { width: 100%; display: block; border-radius: 14px; }
"""


@dataclass(frozen=True, kw_only=True)
class Player:
    """A sound with what it is."""

    caption: str
    sound: Path


@dataclass(frozen=True, kw_only=True)
class Card:
    """A voice with what it was made from and its sounds."""

    kind: str
    origin: str
    voice_id: str
    players: Sequence[Player]


def write(path: Path, *, cards: Sequence[Card], paragraph: str, picture: Path) -> None:
    """Write the page."""
    path.write_text(
        f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Two voices, made here</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Two voices, made on this machine</h1>
<p class="faint">One from a sentence of description, one from a recording. Both read the same paragraph.</p>
<blockquote>{escape(paragraph)}</blockquote>
<div class="voices">
{"".join(_card(card) for card in cards)}</div>
<img alt="Spectrograms of both readings, in seconds and kHz" src="{_inline(picture, "image/png")}">
</main>
</body>
</html>
"""
    )


def _card(card: Card) -> str:
    players = "".join(
        f'<figure><figcaption>{escape(player.caption)}</figcaption><audio controls src="{_inline(player.sound, "audio/mpeg")}"></audio></figure>\n'
        for player in card.players
    )
    return f"""<section>
<div class="kind">{escape(card.kind)}</div>
<p>{escape(card.origin)}</p>
<p><code class="faint">{escape(card.voice_id)}</code></p>
{players}</section>
"""


def _inline(path: Path, media: str) -> str:
    return f"data:{media};base64,{base64.b64encode(path.read_bytes()).decode()}"
