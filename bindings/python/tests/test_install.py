"""The installed package and the wheel: both hold the same, and work without the build tree."""

import importlib.metadata
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import venv
import zipfile

import pytest

import kb

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
BUILD = pathlib.Path(os.environ.get("KB_BUILD_DIR", "/nonexistent"))
INSTALL_DIR = os.environ.get("KB_PYTHON_INSTALL_DIR", "")

pytestmark = pytest.mark.skipif(not BUILD.exists() or not INSTALL_DIR, reason="KB_BUILD_DIR names no build tree")

# The main job, in a place of its own; then what of the process lies in the build tree.
MAIN_JOB = """
import sys, kb
with kb.Index("posts", create=True) as index:
    index.add([{"id": "1", "title": "Connection pools", "text": "Why our pools ran dry."}])
(hit,) = kb.Searcher("posts").search("pool", facets=["kind"])
assert hit.snippet == "Why our pools ran dry.", hit.snippet
assert kb.__file__.startswith(sys.argv[1]), kb.__file__
mapped = {line.split(maxsplit=5)[-1].strip() for line in open("/proc/self/maps") if "/" in line}
strangers = [path for path in mapped if path.startswith(sys.argv[2])]
assert not strangers, strangers
print(kb.__version__)
"""


def run(python, cwd, *arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "LD_LIBRARY_PATH")}
    done = subprocess.run([python, *arguments], cwd=cwd, capture_output=True, text=True, env={**clean, **environment})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def run_main_job(python, tmp_path, package, **environment):
    (tmp_path / "work").mkdir()
    # Where PYTHONPATH leads into the build tree, that is what would be imported.
    version = run(python, tmp_path / "work", "-c", MAIN_JOB, str(package), str(BUILD), **environment)
    assert version == kb.__version__


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    prefix = tmp_path_factory.mktemp("prefix")
    subprocess.run(["cmake", "--install", BUILD, "--component", "python", "--prefix", prefix], check=True,
                   stdout=subprocess.DEVNULL)
    return prefix


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return make_wheel(tmp_path_factory.mktemp("dist"))


def make_wheel(folder):
    command = [sys.executable, PACKAGE / "make_wheel.py", "--build", BUILD, "--package", f"{INSTALL_DIR}/kb",
               "--project", PACKAGE.parents[1] / "pyproject.toml", "--version", kb.__version__, "--output", folder]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return pathlib.Path(done.stdout.strip())


def test_the_installed_package_does_the_main_job(prefix, tmp_path):
    folder = prefix / INSTALL_DIR
    run_main_job(sys.executable, tmp_path, folder, PYTHONPATH=str(folder))


def test_the_wheel_is_installed_and_does_the_main_job(wheel, tmp_path):
    pytest.importorskip("pip")
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    run(sys.executable, tmp_path, "-m", "pip", "--disable-pip-version-check", "--python", str(python), "install", "-q",
        "--no-index", "--no-deps", str(wheel))
    run_main_job(python, tmp_path, tmp_path / "venv")
    assert run(python, tmp_path, "-c", "import importlib.metadata as m; print(m.version('kb'))") == kb.__version__
    run(sys.executable, tmp_path, "-m", "pip", "--disable-pip-version-check", "--python", str(python), "check")


def test_the_wheel_keeps_to_the_standard(wheel, tmp_path):
    assert re.fullmatch(rf"kb-{re.escape(kb.__version__)}-cp3\d+-cp3\d+-\w+\.whl", wheel.name)
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
        names = archive.namelist()
    (distribution,) = importlib.metadata.distributions(path=[str(tmp_path)])
    assert (distribution.metadata["Name"], distribution.version) == ("kb", kb.__version__)
    assert distribution.metadata["License"] == "GPL-2.0-or-later"
    assert distribution.metadata.get_payload().startswith("# kb")
    recorded = {str(file): file for file in distribution.files}
    assert set(recorded) == set(names)
    for name, file in recorded.items():
        if name.endswith("/RECORD"):
            continue
        content = (tmp_path / name).read_bytes()
        assert file.size == len(content) and file.hash.mode == "sha256"
        assert file.hash.value == digest(content)


def digest(content):
    import base64
    import hashlib

    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def test_the_wheel_is_reproducible(wheel, tmp_path):
    assert make_wheel(tmp_path).read_bytes() == wheel.read_bytes()


def test_the_wheel_holds_what_is_installed(wheel, prefix):
    installed = {f"kb/{path.name}" for path in (prefix / INSTALL_DIR / "kb").iterdir() if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("kb/")}
    assert held == installed
    assert {"kb/__init__.py", "kb/_kb.pyi", "kb/py.typed"} <= installed


def test_the_version_has_one_source():
    pyproject = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text())
    assert pyproject["project"]["dynamic"] == ["version"]
    provider = pyproject["tool"]["scikit-build"]["metadata"]["version"]
    text = (PACKAGE.parents[1] / provider["input"]).read_text()
    assert re.search(provider["regex"], text)["value"] == kb.__version__
