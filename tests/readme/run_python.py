"""Runs the README's Python example in an empty folder and compares its output with what the README says.

Usage: run_python.py README   (PYTHONPATH names the package)
"""

import pathlib
import re
import subprocess
import sys
import tempfile


def main() -> int:
    readme = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```\n\nprints\n\n```text\n(.*?)```", readme, re.DOTALL)
    if not example:
        print("README.md holds no Python example with its output")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-c", example.group(1)], cwd=folder, capture_output=True, text=True)
    if run.returncode != 0 or run.stdout != example.group(2):
        print(f"stated:\n{example.group(2)}\nprinted:\n{run.stdout}\n{run.stderr}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
