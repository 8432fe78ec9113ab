"""An article together with the token streams of its texts: what an engine's writer takes."""

from dataclasses import dataclass

from index.article import Article
from index.text.streams import Analysis, analyse

TEXTS = ("title", "summary", "body")  # the searchable texts of an article, each with all four streams


@dataclass(frozen=True, slots=True)
class AnalysedArticle:
    """One article and the analyses of its title, summary and body, in the order of TEXTS."""

    article: Article
    analyses: tuple[Analysis, Analysis, Analysis]


def searchable_body(article: Article) -> str:
    """Return the body, then captions and byline, which are found, highlighted and counted like last paragraphs."""
    return "\n\n".join(text for text in (article.body, *article.captions, article.author) if text)


def analyse_article(article: Article) -> AnalysedArticle:
    """Segment each text of an article once."""
    return AnalysedArticle(
        article, (analyse(article.title), analyse(article.summary), analyse(searchable_body(article)))
    )
