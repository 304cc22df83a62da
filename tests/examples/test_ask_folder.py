"""The example that asks a folder: answers as its own words say, also of what came meanwhile."""

import os
import subprocess
from pathlib import Path

PROGRAM = Path(os.environ["KB_EXAMPLES"]) / "ask_folder"


def post(title, text):
    return f"---\ntitle: {title}\ndate: 2024-05-01\n---\n\n{text}\n"


def test_a_folder_answers_with_what_came_meanwhile(tmp_path):
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "pools.md").write_text(post("Connection pools", "Why the größte pool ran dry."), encoding="utf-8")
    with subprocess.Popen([PROGRAM, folder, tmp_path / "index"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True, encoding="utf-8", bufsize=1) as program:
        def ask(line, lines):
            program.stdin.write(line + "\n")
            program.stdin.flush()
            return [program.stdout.readline().rstrip("\n") for _ in range(lines)]

        assert ask("pool", 4) == ["1 new, 0 changed", "1. Connection [pools]", "   Why the größte [pool] ran dry.",
                                  "1 found, 1 article"]
        (folder / "water.md").write_text(post("Pumps", "A pool of water."), encoding="utf-8")
        assert ask("water", 4)[0] == "1 new, 0 changed"
        assert ask("?conn", 1) == ["connection"]
        program.stdin.close()
        program.stdout.read()
        assert program.wait(timeout=60) == 0


def test_an_unknown_id_is_an_answer_too(tmp_path):
    (tmp_path / "posts").mkdir()
    done = subprocess.run([PROGRAM, tmp_path / "posts", tmp_path / "index"], input="=nobody\n",
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stdout.startswith("error: ")
