from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.columnar.pack import Pack, PackWriter
from index.columnar.terms import Terms, add_terms

WORDS = st.one_of(st.binary(max_size=3), st.text(max_size=5).map(str.encode), st.sampled_from([b"\xff", b"a\xff\xff"]))


def written(folder: Path, words: list[bytes]) -> Terms:
    path = folder / "terms"
    path.unlink(missing_ok=True)
    with PackWriter(path) as pack:
        add_terms(pack, "words", words)
    return Terms(Pack(path), "words")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(WORDS).map(sorted), st.lists(WORDS))
def test_every_term_is_found_and_no_other(tmp_path: Path, words: list[bytes], others: list[bytes]) -> None:
    terms = written(tmp_path, words)
    assert list(terms) == words
    assert [terms.find(word) for word in words] == list(range(len(words)))
    for other in others:
        assert (terms.find(other) >= 0) == (other in words)
        found = [terms[number] for number in terms.with_prefix(other)]
        assert found == [word for word in words if word.startswith(other)]


def test_there_is_no_term_before_the_first_or_after_the_last(tmp_path: Path) -> None:
    terms = written(tmp_path, [b"binh", b"hoa"])
    for number in (-1, 2):
        with pytest.raises(IndexError):
            terms[number]
