"""The pages people read: home, results, one article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

from index.text.fold import fold
from search.exactly import exactly
from search.highlight import Highlighter
from search.intervals import by_year
from search.parse import parse
from search.request import MAX_RANK, Filters
from search.results import Results, articles, find, neighbours, similar_articles
from search.understand import understand
from web import parameters
from web.choices import offers
from web.cite import cite
from web.engines import engine
from web.freshness import not_kept
from web.language import gettext
from web.links import RANK, article_link, search_link, trends_link
from web.paging import page_of, paging
from web.parameters import SearchParameters, TrendParameters
from web.refine import chips, facets, orders, presets, unknown
from web.settings import settings
from web.timeline import timeline
from web.values import ParameterError, cut
from web.versions import differences

NEWEST = 6  # articles on the home page: two full rows on a wide screen
PRINTED = 200  # reprints listed on the page of one: more are no help in choosing
SIMILAR = 5  # articles below one: what fits on a screen beside its end
EXAMPLE_SYLLABLES = 4  # of a headline: what a person half remembers
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_OPENING_WORDS = re.compile(r"\W*([^\W\d_]+(?: [^\W\d_]+)*)")

_NOTHING_SOUGHT = Highlighter(parse(""), {})

blueprint = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Example:
    """A search to try, as a link; `quoted` where its name is but what an article says."""

    name: str
    link: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Year:
    """A year, how many articles are of it, and their address."""

    name: str
    count: int
    link: str


@blueprint.get("/")
def search() -> str:
    """Show the results of a search, or the home page where nothing is asked for."""
    asked = parameters.read(request.args, settings().page_size)
    if asked.asks_nothing:
        return _home()
    found = find(engine(), asked.q, asked.filters, sort=asked.sort, page=asked.page, size=asked.size,
                 literal=asked.literal)  # fmt: skip
    if found.partial:
        not_kept()

    def filtered(filters: Filters) -> str:
        return search_link(replace(asked, filters=filters, page=1))

    return render_template(
        "pages/search.html",
        q=asked.q, asked=asked, found=found, facets=facets(found), orders=orders(asked),
        paging=paging(asked, found), offers=offers(found, asked),
        timeline=timeline(asked, found), presets=presets(asked, engine().stats().last_date),
        chips=chips(asked.filters, filtered), unknown=unknown(found.unknown, asked.filters, filtered),
        trends=trends_link(TrendParameters((asked.q.strip(),), asked.filters, literal=asked.literal)),
        unfiltered=search_link(SearchParameters(q=asked.q, sort=parameters.default_sort(asked.q))),
        respelled=search_link(replace(asked, q=found.respelling.text, page=1)) if found.respelling else None,
        as_typed=search_link(replace(asked, literal=True, page=1)),
        exact=search_link(replace(asked, q=exact, page=1)) if (exact := exactly(found.understood.query)) else None,
    )  # fmt: skip


@blueprint.get("/article/<article_id:article_id>")
def article(article_id: str) -> str:
    """Show one article with the query's words marked, and the way back to the results."""
    report = engine().article(article_id)
    if report is None:
        abort(404)
    asked = _way_back()
    rank = request.args.get(RANK, 0, type=int)
    if 1 <= rank <= MAX_RANK:
        asked = replace(asked, page=page_of(rank, asked.size))  # where the way back leads, from hit to hit
    printed = engine().reprints(article_id)
    texts = (report.title, report.summary, report.body, *report.captions)
    understood = understand(engine(), asked.q, literal=asked.literal)
    highlighter = Highlighter(understood.query, {}, within=texts)
    previous, following = None, None
    if 1 <= rank <= MAX_RANK and not asked.asks_nothing:
        previous, following = neighbours(engine(), understood.query, asked.filters, asked.sort, article_id, rank)
    return render_template(
        "pages/article.html", rank=rank, previous=previous, following=following,
        citation=cite(report, article_link(article_id, external=True)),
        q=asked.q, asked=asked, article=report, title=highlighter.title(report),
        summary=_paragraphs(report.summary, highlighter), body=_paragraphs(report.body, highlighter),
        captions=[_lines(caption, highlighter) for caption in report.captions if caption.strip()],
        printed=articles(engine(), printed[:PRINTED]), printed_count=len(printed),
        similar=[(one, _NOTHING_SOUGHT.title(one)) for one, _ in similar_articles(engine(), article_id, SIMILAR)],
    )  # fmt: skip


@blueprint.get("/compare")
def compare() -> str | tuple[str, int]:
    """Show two papers' versions of one story, `one` and `other`, as one text, with their differences marked."""
    try:
        ids = parameters.read_compared(request.args)
    except ParameterError as error:
        return _not_compared(400, error.sentence)
    one, other = map(engine().article, ids)
    if one is None or other is None:
        missing = ids[0] if one is None else ids[1]
        return _not_compared(404, gettext("Không có bài nào mang mã “%(id)s”.", id=cut(missing)))
    if ids[1] not in engine().reprints(ids[0]):
        return _not_compared(404, gettext("Hai bài này không phải hai bản của cùng một tin nên không so sánh được."))
    return render_template(
        "pages/versions.html", q="", asked=None, one=one, other=other, paragraphs=differences(one, other)
    )


def _not_compared(status: int, sentence: str) -> tuple[str, int]:
    return render_template("pages/error.html", q="", heading=gettext("Chưa so sánh được"), sentence=sentence), status


def _home() -> str:
    newest = find(engine(), "", sort="newest", size=NEWEST)
    return render_template(
        "pages/home.html",
        q="", stats=engine().stats(), newest=newest, examples=_examples(newest), years=_years(newest),
    )  # fmt: skip


def _examples(newest: Results) -> list[Example]:
    """Return three searches that find something here: typed in full, in a hurry, and by newspaper."""
    openings = filter(None, (_OPENING_WORDS.match(result.article.title) for result in newest.results))
    typed = [" ".join(opening[1].lower().split()[:EXAMPLE_SYLLABLES]) for opening in openings][:2]
    typed[1:] = map(fold, typed[1:])
    examples = [Example(title, search_link(SearchParameters(q=title)), quoted=True) for title in typed]
    for source in newest.facets.get("source", ())[:1]:
        name = gettext("Nguồn: %(source)s", source=source.value)
        examples.append(Example(name, _all_of(Filters(source=(source.value,))), quoted=False))
    return examples


def _years(everything: Results) -> list[Year]:
    """Return the years of the archive that have articles, the last first."""
    counts = [bucket for bucket in by_year(everything.timeline).buckets if bucket.count]
    return [Year(year.start, year.count, _all_of(Filters(year=(year.start,)))) for year in reversed(counts)]


def _all_of(filters: Filters) -> str:
    """Return the address of all articles that pass the filters, the newest first."""
    return search_link(SearchParameters(filters=filters, sort="newest"))


def _way_back() -> SearchParameters:
    """Return the search that led to an article; a damaged address leads back to its words alone."""
    try:
        return parameters.read(request.args, settings().page_size)
    except ParameterError:
        q = request.args.get("q", "")
        return SearchParameters(q=q, sort=parameters.default_sort(q), size=settings().page_size)


def _paragraphs(text: str, highlighter: Highlighter) -> Sequence[Markup]:
    """Return the paragraphs between blank lines, marked."""
    return [_lines(paragraph, highlighter) for paragraph in _split(text)]


def _split(text: str) -> Iterator[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return (paragraph for part in _BLANK_LINES.split(lines) if (paragraph := part.strip()))


def _lines(text: str, highlighter: Highlighter) -> Markup:
    """Return a marked text with its line breaks kept."""
    return Markup("<br>\n").join(highlighter.text(text).splitlines())
