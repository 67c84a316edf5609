"""Price books as files: those that come with the house, and the operator's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from voicewright.domain.books import FREE, BookInvalid, PriceBook, parsed
from voicewright.domain.plan import FREE as FREE_PLAN
from voicewright.domain.plan import Plan

SUFFIX = ".toml"


def price_books(folder: Path | None, *, plans: Iterable[Plan] = (FREE_PLAN,)) -> Mapping[str, PriceBook]:
    """Every book by its name: `free`, the vendors', and those in the folder; each plan must name one of them. Raises BookInvalid."""
    found = {FREE.name: FREE}
    shipped = sorted((page.name, page.read_text("utf-8")) for page in (files("voicewright") / "books").iterdir() if page.name.endswith(SUFFIX))
    for file, text in (*shipped, *_own(folder)):
        book = parsed(text, file=file)
        if book.name in found:
            raise BookInvalid(f"{file}: `name` is {book.name}, which another book has already: give this one a name of its own.")
        found[book.name] = book
    for plan in plans:
        if plan.price_book not in found:
            raise BookInvalid(
                f"The plan {plan.name} names the price book {plan.price_book}, which is not there; there are {', '.join(sorted(found))}."
            )
    return found


def _own(folder: Path | None) -> Iterable[tuple[str, str]]:
    if folder is None:
        return
    if not folder.is_dir():
        raise BookInvalid(f"{folder} is no folder: name the one that your price books are in, or leave the setting out.")
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            yield str(path), path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BookInvalid(f"{path} cannot be read: {error}.") from error
