"""What stock Whoosh reads segments through. Once this is imported, `whoosh.index.open_dir` opens a generation."""

from index.codec.codec import ColumnarCodec as ColumnarCodec
from index.codec.segment import ColumnarSegment as ColumnarSegment
from index.codec.toc import INDEX_NAME as INDEX_NAME
from index.codec.toc import open_generation as open_generation
from index.codec.toc import write_toc as write_toc
