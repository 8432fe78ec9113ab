import dataclasses
import datetime
import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.article_json import FieldError, article_from_json, article_to_json, content_id

DAYS = st.none() | st.dates(datetime.date(1865, 4, 15), datetime.date(2100, 12, 31))
TEXTS = st.text(st.characters(codec="utf-8"))
LABELS = st.none() | TEXTS.filter(lambda text: bool(text) and not text.isspace())
IDS = st.text(string.ascii_letters + string.digits + "-_./:ăđữ", min_size=1).filter(lambda id_: id_ not in (".", ".."))
EXTRA_NAMES = st.text(string.ascii_lowercase, min_size=1).map(lambda name: "x_" + name)
ARTICLES = st.builds(
    Article,
    id=IDS,
    title=TEXTS,
    summary=TEXTS,
    body=TEXTS,
    captions=st.lists(TEXTS).map(tuple),
    date=DAYS,
    author=LABELS,
    source=LABELS,
    category=LABELS,
    url=LABELS,
    crawled=DAYS,
    extra=st.dictionaries(EXTRA_NAMES, st.integers() | TEXTS | st.booleans() | st.lists(st.integers() | TEXTS)),
)


def reason_against(record: dict[str, Any]) -> str:
    with pytest.raises(FieldError) as refused:
        article_from_json({"id": "tin-1", **record})
    return str(refused.value)


@given(ARTICLES)
def test_article_survives_json_unchanged(article: Article) -> None:
    line = json.dumps(article_to_json(article), ensure_ascii=False)
    assert article_from_json(json.loads(line)) == article


def test_beir_names_stand_for_id_and_body() -> None:
    article = article_from_json({"_id": "b7", "title": "Chợ phiên", "text": "Chợ họp sớm."})
    assert (article.id, article.body, article.extra) == ("b7", "Chợ họp sớm.", {})


def test_own_names_win_over_beir_names_which_are_kept() -> None:
    article = article_from_json({"text": "hai", "_id": "b", "id": "a", "body": "một"})
    assert (article.id, article.body, article.extra) == ("a", "một", {"text": "hai", "_id": "b"})


def test_empty_body_does_not_take_the_text_kept_in_extra() -> None:
    article = Article("a", title="Chợ", extra={"text": "ghi chú"})
    assert article_from_json(article_to_json(article)) == article


def test_null_and_blank_labels_are_absent() -> None:
    record = {"id": "a", "title": None, "author": " ", "source": "", "url": None, "date": "", "views": None}
    assert article_from_json(record) == Article("a")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2017-03-05", datetime.date(2017, 3, 5)),
        ("2017-03-05T23:30:00+07:00", datetime.date(2017, 3, 5)),
        ("2017-03-05T23:30:00-07:00", datetime.date(2017, 3, 5)),
        ("2017-03-05 10:00", datetime.date(2017, 3, 5)),
        ("2017-03-05T10:00:00.125Z", datetime.date(2017, 3, 5)),
        ("05/03/2017", datetime.date(2017, 3, 5)),
        (" 5/3/2017, 07:15 ", datetime.date(2017, 3, 5)),
    ],
)
def test_dates_are_read_as_the_day_in_their_own_zone(written: str, day: datetime.date) -> None:
    article = article_from_json({"id": "a", "date": written, "crawled": written})
    assert (article.date, article.crawled) == (day, day)


@pytest.mark.parametrize("written", ["2017-02-30", "31/02/2017", "05-03-17", "hôm qua", "20170305", "2017-03-05T99:00"])
def test_what_is_no_date_is_refused_with_the_forms_that_are(written: str) -> None:
    reason = reason_against({"date": written})
    assert '"date"' in reason
    assert repr(written) in reason
    assert "2017-03-05T10:00:00+07:00 or 05/03/2017" in reason


@pytest.mark.parametrize("placeholder", ["0001-01-01", "1864-12-31", "2101-01-01", "01/01/9999"])
def test_placeholder_dates_are_refused(placeholder: str) -> None:
    assert "years from 1865 to 2100" in reason_against({"crawled": placeholder})


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"title": 7}, 'the field "title" must be text, not a number'),
        ({"summary": {}}, 'the field "summary" must be text, not an object'),
        ({"body": ["a"]}, 'the field "body" must be text, not a list'),
        ({"author": True}, 'the field "author" must be text, not true or false'),
        ({"date": 1488700000}, 'the field "date" must be text, not a number'),
        ({"captions": "một"}, 'the field "captions" must be a list of texts, not text'),
        ({"captions": ["một", 2]}, 'the field "captions" must be a list of texts, but item 2 is a number'),
        ({"id": 1.5}, 'the field "id" must be text or a whole number, not a number'),
        ({"id": False}, 'the field "id" must be text or a whole number, not true or false'),
        ({"id": ""}, 'the field "id" is empty; give it a value or leave the field out'),
        ({"id": " a"}, "the field \"id\" begins or ends with white space: ' a'"),
        ({"id": "a\nb"}, "the field \"id\" holds control characters: 'a\\nb'"),
        ({"id": "a" * 513}, 'the field "id" has 513 characters; at most 512 are possible'),
    ],
)
def test_wrong_values_are_named_in_one_sentence(record: dict[str, Any], reason: str) -> None:
    assert reason_against(record) == reason


def test_whole_number_as_id_is_taken_as_its_digits() -> None:
    assert article_from_json({"id": 120045, "title": "Chợ"}).id == "120045"
    assert article_from_json({"_id": 0, "title": "Chợ"}).id == "0"


def test_missing_id_is_derived_from_what_identifies_the_report() -> None:
    record = {"title": "Chợ", "body": "Chợ họp sớm.", "url": "https://a.example/1", "crawled": "2020-01-01", "views": 3}
    first = article_from_json(record)
    again = article_from_json({"views": 9, "crawled": "2021-01-01", **dict(reversed(record.items())), "id": None})
    assert first.id == again.id == content_id(first)
    assert first.id.startswith("sha-")
    assert len(first.id) == 20


@pytest.mark.parametrize("field", ["title", "summary", "body", "source", "url"])
def test_derived_ids_differ_where_reports_do(field: str) -> None:
    record = dict.fromkeys(("title", "summary", "body", "source", "url"), "Chợ")
    assert article_from_json(record).id != article_from_json({**record, field: "Chợ phiên"}).id


def test_nested_extra_is_kept_up_to_its_bound() -> None:
    nested: list[Any] = []
    for _ in range(30):
        nested = [nested]
    assert article_from_json({"id": "a", "tags": nested}).extra == {"tags": nested}
    assert reason_against({"tags": [[[nested]]]}) == "the field 'tags' is nested more than 32 levels deep"


def test_fields_win_over_extra_of_the_same_name() -> None:
    assert article_to_json(Article("a", title="một", extra={"title": "hai"}))["title"] == "một"


def test_every_field_has_its_place_in_json() -> None:
    names = {field.name for field in dataclasses.fields(Article)} - {"extra"}
    assert set(article_to_json(Article("a"))) == names
