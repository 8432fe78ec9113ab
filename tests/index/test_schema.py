import datetime

import pytest

from index.analysed import analyse_article
from index.article import Article
from index.schema import (
    FREQUENT,
    MAX_VALUE_BYTES,
    NO_DATE,
    POSITIONAL,
    VALUES,
    cut_value,
    date_number,
    encoded,
    schema,
)


def test_the_schema_holds_every_stream_and_value() -> None:
    assert set(schema().names()) == {*POSITIONAL, *FREQUENT, *VALUES, "id", "date", "article"}


def test_positional_fields_give_back_their_positions() -> None:
    field = schema()["folded"]
    (token, frequency, weight, payload) = next(iter(field.index({"hoa": [(0, 4.0), (2, 4.0), (40, 1.5)]})))
    assert (token, frequency, weight) == (b"hoa", 3, 9.5)
    assert field.format.decode_positions(payload) == [0, 2, 40]


def test_other_fields_give_back_how_often() -> None:
    field = schema()["words"]
    (token, frequency, weight, payload) = next(iter(field.index({"đối_ngoại": [(0, 1.0), (9, 0.0)]})))
    assert (token.decode(), frequency, weight) == ("đối_ngoại", 2, 1.0)
    assert field.format.decode_frequency(payload) == 2
    assert not field.format.supports("positions")


def test_a_date_is_a_number_that_sorts_as_dates_do() -> None:
    assert date_number(datetime.date(2018, 7, 4)) == 20180704
    assert date_number(None) == NO_DATE < date_number(datetime.date(1865, 4, 15))


@pytest.mark.parametrize("letter", ["n", "ế", "𠀀"])
def test_a_long_value_is_cut_to_a_term_between_letters(letter: str) -> None:
    cut = cut_value("a" + letter * MAX_VALUE_BYTES)
    assert MAX_VALUE_BYTES - 4 < len(cut.encode()) <= MAX_VALUE_BYTES
    assert cut.strip(letter) == "a"
    assert cut_value(letter) == letter


def test_a_token_of_broken_unicode_is_still_a_term() -> None:
    assert encoded("a\ud800") == b"a\xed\xa0\x80"


def test_captions_and_byline_are_searched_with_the_body() -> None:
    analysed = analyse_article(Article("1", body="Bài.", captions=("Quang cảnh",), author="Gia Linh"))
    assert analysed.analyses[2].folded == ["bai", "quang", "canh", "gia", "linh"]


def test_values_that_look_alike_are_alike() -> None:
    assert cut_value("Báo Hu\u00ea\u0301") == cut_value("B\u0061\u0301o Hu\u1ebf") == "Báo Huế"
