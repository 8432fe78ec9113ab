"""What is required, step by step."""

from search.compile import LEAST_SHARE
from search.parse import parse
from search.query import Unit, Words
from search.relaxation import requirements

KNOWN = {"hoa", "binh", "mot", "hai", "ba", "bon", "nam"}


def steps(typed: str) -> list[tuple[str, float]]:
    """Return the plain words required, and the share of them, of each step."""

    def known(unit: Unit) -> bool:
        return set(unit.folded) <= KNOWN

    found = []
    for query, share in requirements(parse(typed), known):
        (words,) = (clause for clause in query.clauses if isinstance(clause, Words))
        found.append((" ".join(unit.written for unit in words.units), round(share, 2)))
        assert query.clauses[1:] == parse(typed).clauses[1:]
    return found


def test_up_to_three_words_are_all_required_then_some_then_any() -> None:
    assert steps("hoa binh") == [("hoa binh", 1.0), ("hoa binh", LEAST_SHARE), ("hoa binh", 0.0)]


def test_of_more_words_most_are_required() -> None:
    typed = "mot hai ba bon nam"
    assert steps(typed) == [(typed, 0.6), (typed, LEAST_SHARE), (typed, 0.0)]


def test_a_word_that_no_article_has_is_not_required_where_others_will_do() -> None:
    assert steps("hoa xyz binh -ba") == [
        ("hoa xyz binh", 1.0), ("hoa binh", 1.0), ("hoa binh", LEAST_SHARE), ("hoa binh", 0.0),
    ]  # fmt: skip
    assert steps("mot xyz hai ba") == [("mot hai ba", 1.0), ("mot hai ba", LEAST_SHARE), ("mot hai ba", 0.0)]


def test_where_no_word_is_known_all_stay() -> None:
    assert steps("xyz zyx") == [("xyz zyx", 1.0), ("xyz zyx", LEAST_SHARE), ("xyz zyx", 0.0)]


def test_operators_are_never_relaxed() -> None:
    assert len(list(requirements(parse('"xyz zyx" (hoa OR xyz)'), lambda unit: False))) == 1
