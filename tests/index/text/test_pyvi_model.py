import importlib.util
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.text import pyvi_model
from index.text.pyvi_model import PyviModelError, installed_model, read_model

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy pyvi's model files, to be spoilt."""
    spec = importlib.util.find_spec("pyvi")
    assert spec is not None
    assert spec.origin is not None
    for name in ("pyvi3.pkl", "words.txt"):
        shutil.copy(Path(spec.origin).parent / "models" / name, tmp_path)
    return tmp_path


def python(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_model_holds_both_labels_and_the_words_of_pyvi(folder: Path) -> None:
    model = read_model(folder)
    assert set(model.transitions) == {"BB", "BI", "IB", "II"}
    assert "bias" in model.weights
    assert "word.lower():xã" in model.weights
    assert "hội" in model.bigrams["xã"]
    assert model.trigrams["a"]["ma"] == {"tơ"}
    assert model == installed_model()


@pytest.mark.parametrize("name", ["pyvi3.pkl", "words.txt"])
def test_a_missing_file_is_named_with_what_to_do(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(PyviModelError, match=rf"{name} cannot be read .*pip install --force-reinstall pyvi=="):
        read_model(folder)


@pytest.mark.parametrize("name", ["pyvi3.pkl", "words.txt"])
def test_a_file_of_another_version_is_named_with_what_to_do(folder: Path, name: str) -> None:
    with (folder / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(PyviModelError, match=rf"{name} is not the file of pyvi 0\.1\.1.*pip install"):
        read_model(folder)


def test_where_pyvi_is_not_installed_a_sentence_says_so() -> None:
    program = "import index.text.segment as s; s.tokenize('xin chào')"
    run = python("-S", "-c", program)
    assert run.returncode == 1
    assert "PyviModelError: pyvi is not installed: install it with `pip install pyvi==0.1.1`." in run.stderr


def test_analysis_imports_neither_pyvi_nor_what_it_needs() -> None:
    program = (
        "import sys; from index.text.streams import analyse; print(analyse('Xã hội').words);"
        "print(sorted({'pyvi', 'sklearn', 'scipy', 'numpy', 'pycrfsuite'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout.splitlines() == ["['xã_hội']", "[]"]


@pytest.mark.parametrize("value", [print, Path("."), pickle.PickleError()])
def test_a_pickle_that_names_anything_else_is_refused(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="has no place in pyvi's model"):
        pyvi_model._crf_file(pickle.dumps(value))
