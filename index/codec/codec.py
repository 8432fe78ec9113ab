"""The codec: what Whoosh asks for the readers and writers of a segment."""

from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage

from index.codec.documents import ColumnarDocumentReader
from index.codec.segment import ColumnarSegment
from index.codec.terms import ColumnarTermsReader
from index.codec.writers import ArticleWriter, NewSegment, NoFieldWriter


class ColumnarCodec(base.Codec):  # type: ignore[misc]  # Whoosh is untyped
    """Lets stock Whoosh read segments of columns, and write them of stored articles.

    A writer's only field is `article`, the article as JSON: all others follow from it.
    """

    length_stats = False  # stock Whoosh would read the documents of a segment that is only half written

    def terms_reader(self, storage: FileStorage, segment: ColumnarSegment) -> ColumnarTermsReader:
        """Return the reader of a segment's terms."""
        return ColumnarTermsReader(segment.opened(storage))

    def per_document_reader(self, storage: FileStorage, segment: ColumnarSegment) -> ColumnarDocumentReader:
        """Return the reader of a segment's documents."""
        return ColumnarDocumentReader(segment, segment.opened(storage))

    def new_segment(self, storage: FileStorage, indexname: str) -> NewSegment:
        """Return a segment to write."""
        return NewSegment(indexname)

    def per_document_writer(self, storage: FileStorage, segment: NewSegment) -> ArticleWriter:
        """Return what takes a new segment's articles."""
        return ArticleWriter(segment)

    def field_writer(self, storage: FileStorage, segment: NewSegment) -> NoFieldWriter:
        """Return what writes a new segment."""
        return NoFieldWriter(storage, segment)
