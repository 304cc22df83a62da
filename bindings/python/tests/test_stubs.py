"""The stubs against the module, and the examples against the stubs, as mypy sees them."""

import importlib.util
import os
import pathlib
import subprocess
import sys

import pytest

import kb
import kb._kb

PACKAGE = pathlib.Path(kb.__file__).resolve().parent
EXAMPLES = pathlib.Path(__file__).resolve().parents[1] / "examples"

# What pybind11 gives every class, what only pickle calls, and what stubs leave to object.
NOT_IN_STUBS = r"""
kb\._kb\..*\.__(getstate|setstate|repr|ne)__
kb\._kb\.\w+\.__hash__
kb\._kb\.\w+\.__init__
"""

# Of a class itself stubtest only has to say that pybind11 gives it another metaclass.
CLASSES = [rf"kb\._kb\.{name}" for name, value in vars(kb._kb).items() if isinstance(value, type)]

pytestmark = pytest.mark.skipif(importlib.util.find_spec("mypy") is None, reason="mypy is not installed")


def mypy(tmp_path, *arguments):
    run = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), "MYPYPATH": str(PACKAGE.parent), "MYPY_CACHE_DIR": str(tmp_path / "cache")})
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_stubs_say_what_the_module_holds(tmp_path):
    (tmp_path / "allowed").write_text("\n".join([NOT_IN_STUBS, *CLASSES]))
    mypy(tmp_path, "mypy.stubtest", "kb._kb", "--allowlist", "allowed", "--ignore-unused-allowlist")


def test_the_package_and_the_examples_are_strictly_typed(tmp_path):
    examples = sorted(map(str, EXAMPLES.glob("*.py")))
    assert len(examples) >= 2
    mypy(tmp_path, "mypy", "--strict", "-p", "kb")
    mypy(tmp_path, "mypy", "--strict", *examples)
