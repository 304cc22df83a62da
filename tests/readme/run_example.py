"""Runs the README's C++ example in an empty folder and compares its output with what the README says.

Usage: run_example.py README PROGRAM
"""

import pathlib
import re
import subprocess
import sys
import tempfile


def main() -> int:
    readme = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    stated = re.search(r"```\n\nprints `([^`]+)`", readme)
    if not stated:
        print("README.md does not say what the example prints")
        return 1
    program = pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        printed = subprocess.run([program], cwd=folder, capture_output=True, text=True, check=True)
    if printed.stdout.strip() != stated.group(1):
        print(f"stated:  {stated.group(1)}\nprinted: {printed.stdout.strip()}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
