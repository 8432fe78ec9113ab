"""Every sentence that the code marks is translated, in every form, and what the site reads is what people edited."""

import re

import pytest

from tests.web import catalog
from web.language import SOURCE
from web.settings import TABLE

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%")
HOW = "run `make translations`, and translate what it tells"


def test_every_language_but_the_sources_own_has_a_catalog() -> None:
    possible = TABLE["language"].metadata["holds"]
    assert all(map(possible, (SOURCE, *catalog.LANGUAGES)))
    assert sorted(path.name for path in catalog.file("en", "po").parents[2].iterdir()) == sorted(catalog.LANGUAGES)


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_the_catalog_has_the_sentences_of_the_code_and_no_others(language: str) -> None:
    there, marked = catalog.edited(language), catalog.texts(catalog.extracted()).keys()
    assert len(marked) > 100
    assert catalog.texts(there).keys() == marked, HOW
    assert not there.obsolete, HOW


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_every_sentence_is_translated_in_every_form(language: str) -> None:
    there = catalog.edited(language)
    assert not [one.id for one in catalog.untranslated(there)], HOW
    counted = [one.string for one in there if one.pluralizable]
    assert counted
    assert {len(catalog.forms(forms)) for forms in counted} == {there.num_plurals}


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_every_translation_has_the_places_and_the_elements_of_its_sentence(language: str) -> None:
    for sentence, translation in catalog.texts(catalog.edited(language)).items():
        own = sentence[0]
        for form in translation:
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(own)), own
            for element in ("strong", "kbd", "code", "a"):
                assert len(re.findall(f"<{element}\\b", form)) == len(re.findall(f"<{element}\\b", own)), own
                assert form.count(f"</{element}>") == own.count(f"</{element}>"), own


@pytest.mark.parametrize("language", catalog.LANGUAGES)
def test_the_site_reads_what_people_edited(language: str) -> None:
    read, edited = catalog.shipped(language), catalog.edited(language)
    assert catalog.texts(read) == catalog.texts(edited), "run `make translations`"
