"""Readers, one a format: from source files to articles, and to a reason for everything that gave none."""

from index.readers.sources import SourceError, SourceReader, read_sources, source_files, total_bytes

__all__ = ["SourceError", "SourceReader", "read_sources", "source_files", "total_bytes"]
