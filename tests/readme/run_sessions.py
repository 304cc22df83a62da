"""Types what the README's console blocks show, and compares what comes with what they say.

Usage: run_sessions.py README SOURCE BIN

All blocks are one session, in the source tree, with the programs in the path and an index of its own.
Times differ from run to run: "in 1.23 s" and "in 4.5 ms" are compared as "in T". A block that cannot be
run (it needs the network, or installs something) is marked up as another language, such as `sh`.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile


def commands(readme: str) -> list[tuple[str, str]]:
    """What is typed, each with what is said to come."""
    typed = []
    for block in re.findall(r"```console\n(.*?)```", readme, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            typed.append((command, output))
    return typed


def comparable(output: str) -> list[str]:
    output = re.sub(r"\bin \d+\.\d+ (s|ms)\b", "in T", output)
    return [line.rstrip() for line in output.strip("\n").split("\n")]


def main() -> int:
    readme = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    source, programs = (pathlib.Path(argument).resolve() for argument in sys.argv[2:4])
    wrong = 0
    typed = commands(readme)
    if not typed:
        print("README.md shows no session")
        return 1
    with tempfile.TemporaryDirectory() as home:
        kept = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS") if name in os.environ}
        environment = {**kept, "PATH": f"{programs}:/usr/bin:/bin", "HOME": home, "KB_DB": f"{home}/index",
                       "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        for command, said in typed:
            run = subprocess.run(["bash", "-c", command], cwd=source, env=environment, text=True, encoding="utf-8",
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
            if comparable(run.stdout) != comparable(said):
                wrong += 1
                print(f"$ {command}\n--- said\n{said}\n--- came\n{run.stdout}")
    print(f"{len(typed)} commands, {wrong} of them with other output than the README says")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
