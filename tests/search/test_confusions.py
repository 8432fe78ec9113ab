import string

from hypothesis import given
from hypothesis import strategies as st

from search.confusions import ADDED, LEFT_OUT, NEIGHBOUR, OTHER, SLIPPED, SOUNDS, meant, sounding_alike

SYLLABLES = st.text(string.ascii_lowercase, min_size=2, max_size=8)


@given(SYLLABLES, st.data())
def test_every_slip_of_one_finger_can_be_taken_back(syllable: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(syllable) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    before, after = syllable[:place], syllable[place + 1 :]
    swapped = before + after[:1] + syllable[place] + after[1:]
    for slip in (before + after, before + letter + after, before + letter + syllable[place:], swapped):
        differ_in_i = slip[:-1] == syllable[:-1] and {slip[-1], syllable[-1]} == {"i", "y"}
        if slip != syllable and not differ_in_i:
            assert syllable in meant(slip)


@given(SYLLABLES)
def test_nothing_was_meant_that_was_typed_and_no_cost_is_less_than_that_of_a_sound(syllable: str) -> None:
    found = meant(syllable)
    assert syllable not in found
    assert "" not in found
    assert all(SOUNDS <= cost <= OTHER for cost in found.values())


def test_each_kind_of_slip_has_its_cost() -> None:
    found = meant("tinn")
    assert found["tin"] == SLIPPED
    assert found["tinh"] == found["tonn"] == NEIGHBOUR
    assert found["tinan"] == ADDED
    assert meant("tin")["tinh"] == SOUNDS
    assert meant("tiin")["tin"] == SLIPPED
    assert meant("itn")["tin"] == SLIPPED
    assert meant("tixn")["tin"] == LEFT_OUT
    assert meant("tzn")["tin"] == OTHER


def test_what_sounds_alike_somewhere_was_perhaps_meant() -> None:
    pairs = [("sach", "xach"), ("tre", "che"), ("giao", "dao"), ("rao", "dao"), ("lam", "nam"), ("lan", "lang"),
             ("mat", "mac"), ("nghi", "ngi"), ("gia", "da"), ("can", "kan")]  # fmt: skip
    for one, other in pairs:
        assert other in sounding_alike(one)
