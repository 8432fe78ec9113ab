"""Imported by the process that indexing processes of tests are forked from: all that they need, pyvi's model too."""

import index.segment_worker  # noqa: F401
from index.analysed import analyse_article
from index.article import Article

analyse_article(Article("1", "Bài một"))
