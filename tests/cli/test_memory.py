"""No input takes more than 256 MB, whatever it holds."""

import subprocess

import pytest

from conftest import has_sanitizer, peak_megabytes
from hostile_inputs import INPUTS

MOST = 256

pytestmark = pytest.mark.skipif(has_sanitizer(), reason="a sanitizer multiplies memory")


@pytest.mark.parametrize("name", INPUTS)
def test_memory_stays_bounded(kb, tmp_path, name):
    file, pieces = INPUTS[name]
    path = tmp_path / file
    with open(path, "wb") as out:
        for piece in pieces():
            out.write(piece)
    kb.index("add", "--format", "jsonl", "-", input='{"id":"before","title":"before"}\n')
    form = ["--format", "river"] if file.startswith("river") else []
    process = kb.start("kbindex", "add", *form, path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = peak_megabytes(process)
    path.unlink()
    assert process.returncode in (0, 1, 2)
    assert peak < MOST
