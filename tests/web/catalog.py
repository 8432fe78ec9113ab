"""The translations, kept in step with the code by `make translations`, which tells what is still to be translated.

Babel finds the sentences in the code, and writes both catalogs: that people edit (.po) and that gettext reads (.mo).
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

Forms: TypeAlias = tuple[str, ...]  # of a sentence: more than one where something is counted

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en",)
FUNCTIONS = {"_": None, "gettext": None, "marked": None, "counted": (1, 1)}  # by which of their arguments are sentences
WHERE = [("web/**.py", "python"), ("web/templates/**.html", "jinja2"), ("web/templates/**.xml", "jinja2")]
OPTIONS = {pattern: {"silent": "no"} for pattern, kind in WHERE if kind == "jinja2"}  # a template not read is an error


def file(language: str, ending: str) -> Path:
    """Return the path of a catalog: the one people edit (po) or the one that is read (mo)."""
    return ROOT / "web" / "translations" / language / "LC_MESSAGES" / f"messages.{ending}"


def extracted() -> Catalog:
    """Return every sentence that the code marks as one, and where it stands."""
    found = Catalog()
    for name, _, sentence, _, _ in extract_from_dir(ROOT, WHERE, OPTIONS, FUNCTIONS):
        found.add(sentence, locations=[(name, None)])  # type: ignore[list-item]  # without lines, which always change
    return found


def edited(language: str) -> Catalog:
    """Return the catalog that people edit."""
    with file(language, "po").open("rb") as catalog:
        return read_po(catalog, language, abort_invalid=True)


def shipped(language: str) -> Catalog:
    """Return the catalog that the site reads."""
    with file(language, "mo").open("rb") as catalog:
        return read_mo(catalog)


def texts(catalog: Catalog) -> Mapping[Forms, Forms]:
    """Return the sentences of a catalog and their translations, both in all forms."""
    return {forms(one.id): forms(one.string) for one in catalog if one.id}


def untranslated(catalog: Catalog) -> list[Message]:
    """Return the sentences that lack a translation in some form, or one that somebody has looked at."""
    return [one for one in catalog if one.id and (one.fuzzy or not all(forms(one.string)))]


def forms(text: str | Sequence[str] | None) -> Forms:
    """Return the forms of a sentence as Babel holds it."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def main() -> None:
    """Bring every catalog in step; the status is 1 where something is still to be translated."""
    status = 0
    for language in LANGUAGES:
        catalog = edited(language)
        catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        with file(language, "po").open("wb") as people, file(language, "mo").open("wb") as site:
            write_po(people, catalog, width=118, sort_by_file=True, include_lineno=False)
            write_mo(site, catalog)
        for one in untranslated(catalog):
            print(f"{file(language, 'po').relative_to(ROOT)}: to be translated: {forms(one.id)[0]}")
            status = 1
    sys.exit(status)


if __name__ == "__main__":
    main()
