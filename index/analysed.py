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

    @property
    def texts(self) -> tuple[str, str, str]:
        """What was analysed."""
        return searchable_texts(self.article)


def searchable_body(article: Article) -> str:
    """Return the body, then captions and byline, which are found, highlighted and counted like last paragraphs."""
    return "\n\n".join(text for text in (article.body, *article.captions, article.author) if text)


def searchable_texts(article: Article) -> tuple[str, str, str]:
    """Return the texts of an article that are indexed, in the order of TEXTS."""
    return article.title, article.summary, searchable_body(article)


def analyse_article(article: Article) -> AnalysedArticle:
    """Segment each text of an article once."""
    title, summary, body = map(analyse, searchable_texts(article))
    return AnalysedArticle(article, (title, summary, body))
