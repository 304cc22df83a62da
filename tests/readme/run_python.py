"""Runs every Python example of the README, in order and each in an empty folder with the sample
corpus beside it, and compares the output with what the README says, where it says any.

Usage: run_python.py README CORPUS   (PYTHONPATH names the package)

An example is a block of ```python. "prints" and a block of ```text after it state its output. A
block right after a line "<!-- not run -->" is an excerpt.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

EXAMPLE = re.compile(r"(<!-- not run[^\n]*-->\n)?```python\n(.*?)```(?:\n\nprints\n\n```text\n(.*?)```)?", re.DOTALL)


def run(code: str, stated: str, corpus: pathlib.Path) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "corpus").symlink_to(corpus)
        done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    if done.returncode == 0 and (not stated or done.stdout == stated):
        return True
    print(f"example:\n{code}\nstated:\n{stated}\nprinted:\n{done.stdout}\n{done.stderr}")
    return False


def main() -> int:
    readme = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    corpus = pathlib.Path(sys.argv[2]).resolve()
    examples = [match.groups() for match in EXAMPLE.finditer(readme)]
    run_examples = [(code, stated or "") for excerpt, code, stated in examples if not excerpt]
    if not any(stated for _, stated in run_examples):
        print("README.md holds no Python example with its output")
        return 1
    if not all([run(code, stated, corpus) for code, stated in run_examples]):
        return 1
    print(f"{len(run_examples)} examples ran")
    return 0


if __name__ == "__main__":
    sys.exit(main())
