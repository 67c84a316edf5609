"""What work costs, to the last digit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicewright.adapters.books import price_books
from voicewright.domain.books import BookInvalid, parsed
from voicewright.domain.commands import Origin
from voicewright.domain.money import exact, micros
from voicewright.domain.plan import Plan
from voicewright.domain.pricing import Price, Terms
from voicewright.domain.task import Kind
from voicewright.domain.usage import Usage

BOOKS = price_books(None)


def priced(book: str, kind: Kind, model: str, usage: Usage) -> str:
    return str(exact(BOOKS[book].price(kind, Origin(dialect="any", model=model)).of(usage)))


@pytest.mark.parametrize(
    ("book", "kind", "model", "usage", "price"),
    [
        # aijisu's page, §9: voice_clones * 1.5 + preview_characters * 0.0003; its examples have 36 and 12 characters
        ("aijisu", Kind.CLONE, "minimax-voice-clone", Usage(voice_clones=1, preview_characters=36), "1.5108"),
        ("aijisu", Kind.CLONE, "minimax-voice-clone", Usage(voice_clones=1), "1.50"),
        ("aijisu", Kind.CLONE, "minimax-voice-clone", Usage(voice_clones=1, preview_characters=1), "1.5003"),
        # and voice_designs * 3 + preview_characters * 0.00003
        ("aijisu", Kind.DESIGN, "minimax-voice-design", Usage(voice_designs=1, preview_characters=12), "3.00036"),
        ("aijisu", Kind.DESIGN, "minimax-voice-design", Usage(voice_designs=1, preview_characters=1), "3.00003"),
        ("aijisu", Kind.SPEECH, "minimax-speech-2.8-hd", Usage(characters=10_000), "0.00"),
        # APIXO's page, Billing: $0.50 / request
        ("apixo", Kind.CLONE, "minimax-voice", Usage(voice_clones=1, preview_characters=2000), "0.50"),
        ("apixo", Kind.DESIGN, "minimax-voice", Usage(voice_designs=1, preview_characters=500), "0.50"),
        # Kyma's page, Pricing: $2.10 flat, $4.20 a voice
        ("kyma", Kind.CLONE, "minimax-voice-clone", Usage(voice_clones=1), "2.10"),
        ("kyma", Kind.DESIGN, "minimax-voice-design", Usage(voice_designs=1, preview_characters=500), "4.20"),
        # MiniMax: $100 and $60 for a million characters; a preview as its model; $1.5 and $3 a voice; $30 for a million of a design's preview
        ("minimax", Kind.SPEECH, "speech-2.8-hd", Usage(characters=1_000_000), "100.00"),
        ("minimax", Kind.SPEECH, "speech-02-turbo", Usage(characters=1_000_000), "60.00"),
        ("minimax", Kind.SPEECH, "speech-2.8-hd", Usage(characters=18), "0.0018"),
        ("minimax", Kind.CLONE, "speech-2.8-hd", Usage(voice_clones=1, preview_characters=1000), "1.60"),
        ("minimax", Kind.CLONE, "speech-2.6-turbo", Usage(voice_clones=1, preview_characters=1000), "1.56"),
        ("minimax", Kind.CLONE, "voice_clone", Usage(voice_clones=1), "1.50"),
        ("minimax", Kind.DESIGN, "voice_design", Usage(voice_designs=1, preview_characters=500), "3.015"),
        # PPIO, of Novita's family: 9.9 a voice; (unit*chars + 999999)/1000000; 60 characters by turbo: 9.9 + 0.02
        ("novita", Kind.CLONE, "speech-2.8-turbo", Usage(voice_clones=1, preview_characters=60), "9.92"),
        ("novita", Kind.CLONE, "minimax-voice-cloning", Usage(voice_clones=1), "9.90"),
        ("novita", Kind.SPEECH, "minimax-speech-2.8-hd", Usage(characters=10_000), "3.50"),
        ("novita", Kind.SPEECH, "minimax-speech-2.8-turbo", Usage(characters=1), "0.01"),
        ("free", Kind.CLONE, "anything", Usage(voice_clones=1, preview_characters=2000, seconds=60.0), "0.00"),
    ],
)
def test_the_vendors_examples_come_out_to_the_last_digit(book: str, kind: Kind, model: str, usage: Usage, price: str) -> None:
    assert priced(book, kind, model, usage) == price


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hello.", 6),
        ("你好，世界。", 6),
        ("a\nb\r\nc", 6),
        ("é", 1),
        ("e\u0301", 2),
        ("👍", 1),
        ("👍🏽", 2),
        ("👩‍👩‍👧‍👦", 7),
        ("🇩🇪", 2),
        ("  \t", 3),
    ],
)
def test_a_character_is_a_code_point_and_neither_a_byte_nor_what_one_sees(text: str, count: int) -> None:
    assert len(text) == count
    assert priced("aijisu", Kind.CLONE, "minimax-voice-clone", Usage(voice_clones=1, preview_characters=len(text))) == str(
        exact(1_500_000 + 300 * count)
    )


@given(st.decimals(min_value=0, max_value=1000, places=9), st.integers(0, 100_000))
def test_a_price_is_exact_until_it_is_rounded_once(rate: Decimal, count: int) -> None:
    price = Price(each=rate, character=rate).of(Usage(characters=count))

    assert abs(Decimal(price) / 1_000_000 - rate * (count + 1)) <= Decimal("0.0000005")


@given(st.integers(0, 10**15))
def test_an_amount_is_shown_exactly(micro: int) -> None:
    assert micros(exact(micro)) == micro


def test_half_a_millionth_counts_as_a_whole_one() -> None:
    assert [micros(Decimal(text)) for text in ("0.0000005", "0.00000049", "0.0000015")] == [1, 0, 2]


def test_seconds_are_priced_as_they_are_written() -> None:
    assert Price(second=Decimal("0.01")).of(Usage(seconds=0.1 + 0.2)) == 3000


def test_no_more_is_due_than_was_reserved() -> None:
    terms = Terms(key="key_1", book="ours", version="1", currency="USD", price=Price(second=Decimal(1)), most=2_000_000)

    assert (terms.due(Usage(seconds=1.5)), terms.due(Usage(seconds=9.0))) == (1_500_000, 2_000_000)


BOOK = """name = "ours"
version = "1"
currency = "EUR"
[[price]]
kind = "clone"
each = 2
[[price]]
kind = "design"
each = 2
[[price]]
kind = "speech"
dialects = ["minimax"]
models = ["*-turbo"]
per_second = 0.001
[[price]]
kind = "speech"
per_character = 0.0001
"""


def test_the_first_rule_that_fits_says_the_price() -> None:
    book = parsed(BOOK, file="ours.toml")

    def rate(dialect: str, model: str) -> tuple[Decimal, Decimal]:
        price = book.price(Kind.SPEECH, Origin(dialect=dialect, model=model))
        return price.character, price.second

    assert rate("minimax", "speech-2.8-turbo") == (0, Decimal("0.001"))
    assert rate("novita", "speech-2.8-turbo") == rate("minimax", "speech-2.8-hd") == (Decimal("0.0001"), 0)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('name = "ours"', "name = ", "ours.toml is no TOML"),
        ('name = "ours"', "", "ours.toml: `name` must be lower-case letters"),
        ('version = "1"', "version = 1", "`version` must be"),
        ('currency = "EUR"', 'currency = "€"', "`currency` must be 2 to 12 letters"),
        ('currency = "EUR"', 'currency = "EUR"\ncolour = 1', "`colour` is not known; there are currency, name, price, version"),
        ('kind = "clone"', 'kind = "voice"', "`price 1: kind` must be one of clone, design, speech"),
        ('kind = "clone"\neach = 2', 'kind = "clone"\neach = "2"', "`price 1: each` must be a number without quotation marks"),
        ('kind = "clone"\neach = 2', 'kind = "clone"\neach = -2', "`price 1: each` must be between 0 and"),
        ('kind = "clone"\neach = 2', 'kind = "clone"\neach = nan', "`price 1: each` must be between 0 and"),
        ('kind = "clone"\neach = 2', 'kind = "clone"', "`price 1: free` must be true and alone"),
        ('kind = "clone"\neach = 2', 'kind = "clone"\nfree = true\neach = 2', "`price 1: free` must be true and alone"),
        ('kind = "clone"\neach = 2', 'kind = "clone"\nper_second = 2', "`price 1: per_second` is nothing that a clone is measured by"),
        ('kind = "clone"\neach = 2', 'kind = "clone"\neach = 2\nround_up_to = 0', "`price 1: round_up_to` must be more than 0"),
        ('kind = "clone"\neach = 2', 'kind = "clone"\neach = 2\nper_charcter = 1', "`price 1: per_charcter` is not known"),
        ('dialects = ["minimax"]', 'dialects = "minimax"', "`price 3: dialects` must be a list of names"),
        ('kind = "speech"\nper_character', 'kind = "speech"\nmodels = ["x"]\nper_character', "`price` has none for every speech"),
    ],
)
def test_a_book_that_cannot_be_used_says_which_key_of_which_file_and_what_to_do(before: str, after: str, said: str) -> None:
    assert before in BOOK
    with pytest.raises(BookInvalid) as refused:
        parsed(BOOK.replace(before, after, 1), file="ours.toml")
    assert said in str(refused.value)


def test_a_book_of_ones_own_stands_beside_those_that_come_with_it(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(BOOK)

    assert set(price_books(tmp_path)) == {"free", "aijisu", "apixo", "kyma", "minimax", "novita", "ours"}


def test_two_books_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(BOOK.replace('name = "ours"', 'name = "kyma"'))

    with pytest.raises(BookInvalid, match="another book has already"):
        price_books(tmp_path)


def test_a_plan_that_names_a_book_which_is_not_there_is_refused() -> None:
    with pytest.raises(BookInvalid, match=r"The plan pro names the price book studio, which is not there; there are aijisu, apixo, free,"):
        price_books(None, plans=[Plan(name="pro", price_book="studio")])


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BookInvalid, match="is no folder"):
        price_books(tmp_path / "none")
