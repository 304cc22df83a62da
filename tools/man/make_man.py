"""Writes a manual page from what a program's --help says, so that the two cannot differ.

Usage: make_man.py SECTION VERSION OUTPUT PROGRAM [HELP_OPTION]

Help texts have a form: a line "name - summary"; a line "Usage: …"; then paragraphs, and headings that
end with a colon above indented lines: a table (two columns), or examples, which stand as they are.
"""

import re
import subprocess
import sys
from pathlib import Path

ROW = re.compile(r" {2,6}(\S.*?)\s{2,}(\S.*)")
SEE_ALSO = ("kbindex(1)", "kbsearch(1)", "kbeval(1)", "kb-query(7)")
ENVIRONMENT = (("KB_DB", "The index, unless --db names one."),
               ("XDG_DATA_HOME", "Where the index lies otherwise: in kb/index below it."),
               ("NO_COLOR", "If it is set and not empty, nothing is coloured."),
               ("PAGER", "What shows results that exceed the screen (less)."))


def escaped(text: str) -> str:
    """The text as roff that shows every character as it is."""
    for character, name in (("\\", "\\e"), ("-", "\\-"), ("~", "\\(ti"), ("^", "\\(ha"), ("`", "\\(ga"), ("'", "\\(aq"), ('"', "\\(dq")):
        text = text.replace(character, name)
    return "\\&" + text if text.startswith(".") else text


def table(lines: list[str]) -> list[str]:
    """Rows of two columns; a line that begins far to the right belongs to the row above."""
    roff: list[str] = []
    for line in lines:
        row = ROW.fullmatch(line)
        if not row or line.startswith(" " * 12):
            whole = line.strip()
            roff += [escaped(whole)] if line.startswith(" " * 12) else [".TP", f".B {escaped(whole)}"]
        else:
            roff += [".TP", f".B {escaped(row[1])}", escaped(row[2])]
    return roff


def verbatim(lines: list[str]) -> list[str]:
    return [".PP", ".nf", ".RS 4", *(escaped(line[2:]) for line in lines), ".RE", ".fi"]


def block(lines: list[str], heading: str) -> list[str]:
    """A paragraph of the help; `heading` is the macro for its title, if it has one."""
    if re.fullmatch(r"[A-Z].*:", lines[0]) and len(lines) > 1 and lines[1].startswith("  "):
        title, body = lines[0][:-1], lines[1:]
        return [f'{heading} "{title.upper() if heading == ".SH" else title}"',
                *(verbatim(body) if title in ("Examples", "Example") else table(body))]
    if lines[0].startswith("Exit status: ") and heading == ".SH":
        return ['.SH "EXIT STATUS"', escaped(" ".join([lines[0].removeprefix("Exit status: "), *lines[1:]]))]
    if all(line.startswith("  ") for line in lines):
        return table(lines)
    return [".PP", *(escaped(line) for line in lines)]


def blocks(text: str) -> list[list[str]]:
    return [part.split("\n") for part in text.strip("\n").split("\n\n")]


def sentence(summary: str) -> str:
    return summary[0].upper() + summary[1:] + "."


def help_of(program: str, *arguments: str) -> str:
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout


def commands(program: str, overview: list[list[str]]) -> list[str]:
    """The help of each command that the overview lists, without the options that all have."""
    listed = next((part[1:] for part in overview if part[0] == "Commands:"), [])
    roff = ['.SH "COMMANDS IN DETAIL"'] if listed else []
    for name in (line.split()[0] for line in listed):
        first, usage, *rest = blocks(help_of(program, name, "--help"))
        roff += [f'.SS "{escaped(usage[0].removeprefix("Usage: "))}"', escaped(sentence(first[0].split(" - ", 1)[1]))]
        for part in rest:
            if part[0] != "Options of all commands:":
                roff += block(part, ".PP\n.B")
    return roff


def page(section: str, version: str, program: str, option: str) -> str:
    (first,), *rest = blocks(help_of(program, option))
    name, summary = first.split(" - ", 1)
    roff = [f'.TH {escaped(name).upper()} {section} "" "kb {version}" "{"User Commands" if section == "1" else "kb"}"',
            ".SH NAME", f"{escaped(name)} \\- {escaped(summary)}"]
    if rest[0][0].startswith("Usage: "):
        roff += [".SH SYNOPSIS", f".B {escaped(rest[0][0].removeprefix('Usage: '))}"]
        rest = rest[1:]
    else:
        roff += [".SH DESCRIPTION"]
    for part in rest:
        roff += block(part, ".SH")
    roff += commands(program, rest)
    if section == "1":
        roff += [".SH ENVIRONMENT"]
        for variable, meaning in ENVIRONMENT:
            roff += [".TP", f".B {variable}", escaped(meaning)]
    others = [reference for reference in SEE_ALSO if not reference.startswith(name + "(")]
    roff += ['.SH "SEE ALSO"', ",\n".join(f".BR {escaped(r[:-3])} {r[-3:]}" for r in others).replace(",\n.BR", " ,\n.BR")]
    return "\n".join(roff) + "\n"


def main() -> int:
    section, version, output, program, option = (sys.argv[1:] + ["--help"])[:5]
    Path(output).write_text(page(section, version, program, option), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
