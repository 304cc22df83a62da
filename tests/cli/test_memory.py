"""No input takes more than 256 MB, whatever it holds."""

import subprocess

import pytest

from conftest import has_sanitizer, peak_megabytes
from hostile_inputs import INDEXED, INPUTS

MOST = 256

pytestmark = pytest.mark.skipif(has_sanitizer(), reason="a sanitizer multiplies memory")


def peak_of(kb, *arguments):
    process = kb.start("kbindex", *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = peak_megabytes(process)
    assert process.returncode in (0, 1, 2)
    return peak


@pytest.mark.parametrize("name", INPUTS)
def test_memory_stays_bounded(kb, tmp_path, name):
    file, pieces = INPUTS[name]
    path = tmp_path / file
    with open(path, "wb") as out:
        for piece in pieces():
            out.write(piece)
    form = ["--format", "river"] if file.startswith("river") else []
    assert peak_of(kb, "parse", *form, path) < MOST
    if name in INDEXED:
        # An empty index is filled otherwise than one that is not.
        assert peak_of(kb, "add", path) < MOST
        path.write_bytes(path.read_bytes().replace(b'"id":"', b'"id":"another '))
        assert peak_of(kb, "add", path) < MOST
    path.unlink()
