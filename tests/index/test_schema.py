from index.analysed import analyse_article
from index.article import Article
from index.schema import LEAD_WEIGHTS, POSITIONAL, document, schema, stream_positions, weighted_length, zone_weight
from index.text.streams import STREAMS, analyse


def test_the_schema_holds_every_stream_of_every_text() -> None:
    names = schema().names()
    assert {f"{text}_{stream}" for text in ("title", "summary", "body") for stream in STREAMS} <= set(names)


def test_a_body_s_first_syllables_count_more() -> None:
    assert zone_weight(0) == 2.0
    assert zone_weight(30) == 1.5
    assert zone_weight(100) == 1.0
    assert weighted_length(31) == 30 * 2.0 + 1.5
    assert weighted_length(150) == sum(LEAD_WEIGHTS) + 50


def test_positions_say_where_each_token_stands() -> None:
    streams = stream_positions(analyse("Hòa bình, hòa bình ngày 4/7"))
    assert streams["exact"]["hòa"] == [0, 2]
    assert streams["folded"]["hoa"] == [0, 2]
    assert streams["folded_bigrams"]["binh hoa"] == [1]
    assert streams["folded"]["4/7"] == streams["exact"]["4/7"] == [5]


def test_streams_of_the_schema_are_those_of_the_analysis() -> None:
    analysis = analyse("Thành phố Phố Lĩnh: 16/08/2022, 3,5%")
    for name, positions in stream_positions(analysis).items():
        tokens = [(token.text, token.position) for token in analysis.stream(name)]
        assert sorted(tokens) == sorted((text, place) for text, places in positions.items() for place in places)


def test_positional_fields_give_back_their_positions() -> None:
    field = schema()["body_folded"]
    (token, frequency, weight, payload) = next(iter(field.index({"hoa": [0, 2, 40]})))
    assert (token, frequency, weight) == (b"hoa", 3, 2.0 + 2.0 + 1.5)
    assert field.format.decode_positions(payload) == [0, 2, 40]
    assert "folded_bigrams" not in POSITIONAL


def test_a_long_source_is_cut_to_a_term_and_kept_in_the_article() -> None:
    article = Article("1", title="Tin", source="nguồn " * 400)
    stored = document(analyse_article(article))
    assert len(str(stored["source"]).encode()) <= 1_000
    assert article.source is not None
    assert article.source in str(stored["article"])


def test_captions_and_byline_are_searched_with_the_body() -> None:
    analysed = analyse_article(Article("1", body="Bài.", captions=("Quang cảnh",), author="Gia Linh"))
    assert analysed.analyses[2].folded == ["bai", "quang", "canh", "gia", "linh"]
