"""pyvi's segmentation model, read out of the installed package without importing it.

Importing pyvi loads scikit-learn and scipy: a second and a hundred megabytes. All that segmentation needs is the
weights of a conditional random field, stored as a CRFsuite model (file format "lCRF", version 100) inside a pickle,
and a list of words.
"""

import functools
import hashlib
import importlib.util
import io
import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import TimbaoError

PYVI_VERSION = "0.1.1"

_MODEL_FILE, _WORDS_FILE = "pyvi3.pkl", "words.txt"
# SHA-256 of both files: nothing is unpickled, and nothing indexed, but with the model that every index was built with.
_DIGESTS = {
    _MODEL_FILE: "6cdd73aee04b6a4ad7320ca85d27d931a7ef870cfdd41beb148e86bdb8aca134",
    _WORDS_FILE: "517743d27e71d43343e4b8e9e89015cdc68d84ebe1d48106449e501d918ece4a",
}


class PyviModelError(TimbaoError):
    """The model is missing or another than this program was written for; the text says what to do."""


@dataclass(frozen=True, slots=True)
class PyviModel:
    """The two-label random field (B_W begins a word, I_W continues it) and pyvi's words of two and three syllables.

    `weights[attribute]` is the weight of I_W less that of B_W; `transitions["BI"]` that of I_W after B_W, and so on.
    `bigrams[a]` holds every b for which "a b" is a word, `trigrams[a][b]` every c.
    """

    weights: Mapping[str, float]
    transitions: Mapping[str, float]
    bigrams: Mapping[str, frozenset[str]]
    trigrams: Mapping[str, Mapping[str, frozenset[str]]]


@functools.cache
def installed_model() -> PyviModel:
    """Read the model of the installed pyvi, once; raises PyviModelError."""
    spec = importlib.util.find_spec("pyvi")
    if spec is None or spec.origin is None:
        raise PyviModelError(f"pyvi is not installed: install it with `pip install pyvi=={PYVI_VERSION}`.")
    return read_model(Path(spec.origin).parent / "models")


def read_model(folder: Path) -> PyviModel:
    """Read the model from a folder that holds pyvi's files; raises PyviModelError."""
    weights, transitions = _crf_weights(_crf_file(_verified(folder / _MODEL_FILE)))
    bigrams, trigrams = _word_lists(_verified(folder / _WORDS_FILE).decode())
    return PyviModel(weights, transitions, bigrams, trigrams)


def _verified(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PyviModelError(
            f"The word segmentation model {path} cannot be read ({error.strerror}): "
            f"install it again with `pip install --force-reinstall pyvi=={PYVI_VERSION}`."
        ) from error
    if hashlib.sha256(content).hexdigest() != _DIGESTS[path.name]:
        raise PyviModelError(
            f"{path} is not the file of pyvi {PYVI_VERSION}, with which texts are segmented: "
            f"install that version with `pip install --force-reinstall pyvi=={PYVI_VERSION}`."
        )
    return content


class _Inert:
    """Stands in for every class the pickle names: keeps its state, does nothing."""

    state: object = None

    def __init__(self, *_: object) -> None:
        pass

    def __setstate__(self, state: object) -> None:
        self.state = state


def _raw_bytes(text: str, _encoding: str) -> bytes:
    return text.encode("latin-1")


class _BytesOnly(pickle.Unpickler):
    """Calls nothing but the decoding of raw bytes: any name in the pickle but these is refused."""

    _NAMES: Mapping[tuple[str, str], object] = {
        ("_codecs", "encode"): _raw_bytes,
        ("sklearn_crfsuite.estimator", "CRF"): _Inert,
        ("sklearn_crfsuite._fileresource", "FileResource"): _Inert,
        ("pycrfsuite._logparser", "TrainLogParser"): _Inert,
        ("numpy", "dtype"): _Inert,
        ("numpy.core.multiarray", "scalar"): _Inert,
    }

    def find_class(self, module: str, name: str) -> object:
        try:
            return self._NAMES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in pyvi's model") from None


def _crf_file(pickled: bytes) -> bytes:
    estimator = _BytesOnly(io.BytesIO(pickled)).load()
    content = estimator.state["modelfile"].state["__FILE_RESOURCE_DATA__"]
    assert isinstance(content, bytes)
    return content


def _crf_weights(content: bytes) -> tuple[dict[str, float], dict[str, float]]:
    """Read CRFsuite's header (12 fields of 4 bytes), its two string tables and its features (20 bytes each)."""
    features_at, labels_at, attributes_at = struct.unpack_from("<3I", content, 28)
    labels, attributes = _strings(content, labels_at), _strings(content, attributes_at)
    (count,) = struct.unpack_from("<I", content, features_at + 8)
    features = content[features_at + 12 : features_at + 12 + 20 * count]
    weights: dict[str, float] = {}
    transitions: dict[str, float] = {}
    for kind, source, label, weight in struct.iter_unpack("<IIId", features):
        if kind == 0:
            name = attributes[source]
            weights[name] = weights.get(name, 0.0) + (weight if labels[label] == "I_W" else -weight)
        else:
            transitions[labels[source][0] + labels[label][0]] = weight
    return weights, transitions


def _strings(content: bytes, at: int) -> dict[int, str]:
    """Read the backward links of a CQDB table: for every id, the place of its (id, size, string ending in NUL)."""
    count, links_at = struct.unpack_from("<II", content, at + 16)
    strings: dict[int, str] = {}
    for (link,) in struct.iter_unpack("<I", content[at + links_at : at + links_at + 4 * count]):
        if link:
            number, size = struct.unpack_from("<II", content, at + link)
            strings[number] = content[at + link + 8 : at + link + 7 + size].decode()
    return strings


def _word_lists(lines: str) -> tuple[dict[str, frozenset[str]], dict[str, dict[str, frozenset[str]]]]:
    bigrams: dict[str, set[str]] = {}
    trigrams: dict[str, dict[str, set[str]]] = {}
    for line in lines.split("\n"):
        match line.split(" "):
            case [first, second]:
                bigrams.setdefault(first, set()).add(second)
            case [first, second, third]:
                trigrams.setdefault(first, {}).setdefault(second, set()).add(third)
    return (
        {first: frozenset(seconds) for first, seconds in bigrams.items()},
        {first: {second: frozenset(thirds) for second, thirds in inner.items()} for first, inner in trigrams.items()},
    )
