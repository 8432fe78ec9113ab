"""Cases that other Vietnamese tokenisers publish, as far as they speak of what this room promises."""

import json
import re
from typing import Any

import pytest

from index.text.normalise import normalise
from index.text.streams import MAX_TERM, analyse
from tests.index.text.corpora import shared_file

# Where pyvi, whose words we promise, cuts otherwise than the peer: (a word of the peer, what follows it).
OTHER_WORDS = {("việt nam", "https://duydo.me"), ("gần đây", ".")}


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in shared_file(f"text_cases/{name}").read_text(encoding="utf-8").splitlines()]


def test_words_of_the_elasticsearch_plug_in() -> None:
    checked = 0
    for case in cases("search_analyzer_cases.jsonl"):
        if case["peer"].startswith("duydo/") and case["op"].split()[0] in ("analyzer", "tokenizer"):
            others = {word for word, following in OTHER_WORDS if case["input"].endswith(following)}
            expected = {word.lower() for word in case["expected"] if word != "."} - others
            assert expected <= {word.replace("_", " ") for word in analyse(case["input"]).words}
            checked += len(expected)
    assert checked >= 15


def test_vespas_query_meets_its_documents_without_diacritics() -> None:
    documents = json.loads(shared_file("text_cases/vespa_vietnamese.json").read_text(encoding="utf-8"))
    headlines = [document["fields"]["headline"] for document in documents]
    for case in cases("search_analyzer_cases.jsonl"):
        if case["peer"].startswith("vespa-engine/"):
            wanted = set(analyse(case["input"]).folded)
            assert sum(wanted <= set(analyse(headline).folded) for headline in headlines) == case["expected"]


@pytest.mark.parametrize("operation", ["tokenize", "word_tokenize"])
def test_what_underthesea_keeps_whole_is_a_term(operation: str) -> None:
    whole = re.compile(r"\w+(?:[-./,:@&']\w+)+")
    checked = 0
    for case in cases("underthesea_cases.jsonl"):
        if case["op"] == operation and case["kwargs"].get("format") == "text":
            terms = {token.text for token in analyse(case["input"]).stream("exact")}
            wholes = {normalise(token).text for token in case["expected"].split(" ") if whole.fullmatch(token)}
            assert {token for token in wholes if len(token) <= MAX_TERM} <= terms
            checked += len(wholes)
    assert checked >= (20 if operation == "tokenize" else 0)
