"""What can be wrong with an index or its sources, each as one sentence for the person at the keyboard."""

REBUILD_ADVICE = "run `timbao rebuild` with your sources to build it anew"
DAMAGE_ADVICE = "run `timbao rollback` to serve the index before it, or `timbao rebuild` to build it anew"


class TimbaoError(Exception):
    """A fault whose text is one clear sentence: what is wrong, where, and what to do."""


class IndexMissingError(TimbaoError):
    """There is no published index in the folder."""


class IndexUnfinishedError(TimbaoError):
    """There is no index in the folder that could be served, but one is being written."""


class IndexDamagedError(TimbaoError):
    """A generation's files are not what its manifest says."""


class IndexBusyError(TimbaoError):
    """Another process is writing to the index."""
