"""The language that a site speaks to everybody, as set: the source's Vietnamese, or its translation.

A sentence stands whole in the code, in Vietnamese, with named placeholders: `gettext("Trang %(page)s", page=…)`. Its
translation is in `translations/`, a gettext catalog, which `make translations` keeps in step with the code.
"""

import gettext as catalogs
from functools import cache
from pathlib import Path

from flask import Flask, current_app
from markupsafe import Markup

from web.settings import Settings, settings

SOURCE = "vi"  # the language of the sentences in the code, which need no catalog
FOLDER = Path(__file__).with_name("translations")


def register(app: Flask, chosen: Settings) -> None:
    """Let an app's templates speak the language that is set: with `_`, `{% trans %}` and `counted`."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_translations(_catalog(chosen.language), newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        counted=_counted_markup,
        either=either,
        in_vietnamese=Markup() if chosen.language == SOURCE else Markup(' lang="vi"'),  # of what articles say
    )


def gettext(message: str, **values: str) -> str:
    """Return a sentence in the site's language, with values in the place of %(name)s."""
    return _catalog(_language()).gettext(message) % values


def counted(message: str, number: int, **values: str) -> str:
    """Return a sentence about so many of something, in the form that the number asks for; it stands at %(count)s."""
    return _form(message, number) % {"count": grouped(number), **values}


def marked(message: str) -> str:
    """Return a sentence as it is: it is told from here on to be in the catalog, and translated where it is shown."""
    return message


def either(vietnamese: str, english: str) -> str:
    """Return the one of two texts that say the same: what programs are told in English has its Vietnamese beside it."""
    return vietnamese if _language() == SOURCE else english


def grouped(number: int) -> str:
    """Write a whole number with a mark between thousands: 12.345, in English 12,345."""
    return _written(f"{number:,}")


def decimal(number: float) -> str:
    """Write a number with as many decimals as it has: 1.234,5, in English 1,234.5; but 2 for 2.0."""
    return _written(f"{number:,f}".rstrip("0").removesuffix("."))


def _counted_markup(message: str, number: int, **values: str) -> Markup:
    """Return what `counted` does for a template: the sentence may hold elements, the values are escaped."""
    return Markup(_form(message, number)) % {"count": grouped(number), **values}


def _form(message: str, number: int) -> str:
    return _catalog(_language()).ngettext(message, message, number)


def _written(english: str) -> str:
    return english.translate(str.maketrans(",.", ".,")) if _language() == SOURCE else english


def _language() -> str:
    """Return the language of the site that answers; outside of one that of the source."""
    return settings().language if current_app else SOURCE


@cache
def _catalog(language: str) -> catalogs.NullTranslations:
    return catalogs.NullTranslations() if language == SOURCE else catalogs.translation("messages", FOLDER, [language])
