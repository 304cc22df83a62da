"""Compares what the shared library shows with the list that was reviewed.

Usage: check_symbols.py LIBRARY LIST [HEADERS | --write]

Without HEADERS (the folder of the public headers) new names are let pass, for they break nobody: so the
test suite does. With it, as CI does before a change lands, the list must be complete, and every header
must make its names visible. --write writes the list, for a review.

Listed are functions, objects and type information; what the compiler makes of inline functions is
hidden, or it must be of kb:: as well.
"""

import pathlib
import re
import subprocess
import sys

VISIBLE = "#pragma GCC visibility push(default)"


def readable(name: str) -> str:
    """A demangled name as one would write it in C++."""
    for long, short in (("[abi:cxx11]", ""), ("std::filesystem::__cxx11::path", "std::filesystem::path"),
                        ("std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >", "std::string"),
                        ("std::basic_string_view<char, std::char_traits<char> >", "std::string_view"),
                        ("std::chrono::time_point<std::chrono::_V2::system_clock, std::chrono::duration<long, std::ratio<1l, 1l> > >",
                         "kb::Timestamp"),
                        (f", {2**64 - 1}ul>", ">")):
        name = name.replace(long, short)
    name = re.sub(r", std::allocator<[\w: ]+> >", ">", name)
    return name


def symbols(library: str) -> tuple[list[str], list[str]]:
    """The names that are listed, and the weak ones."""
    table = subprocess.run(["nm", "-DC", "--defined-only", library], capture_output=True, text=True, check=True)
    listed, weak = set(), set()
    for line in table.stdout.splitlines():
        _, kind, name = line.split(" ", 2)
        (weak if kind == "W" else listed).add(readable(name))
    return sorted(listed), sorted(weak)


def hidden_headers(folder: str) -> list[str]:
    wrong = []
    for header in sorted(pathlib.Path(folder).glob("*.hpp")):
        text = header.read_text(encoding="utf-8")
        if "namespace kb {" in text and VISIBLE not in text:
            wrong.append(f"{header.name}: what it declares is hidden; write {VISIBLE} before its namespace, and pop behind it")
    return wrong


def main() -> int:
    library, list_file, how = (sys.argv[1:] + [""])[:3]
    listed, weak = symbols(library)
    file = pathlib.Path(list_file)
    if how == "--write":
        file.write_text("".join(name + "\n" for name in listed), encoding="utf-8")
        return 0
    reviewed = file.read_text(encoding="utf-8").splitlines()
    ours = re.compile(r"((typeinfo|vtable)( name)? for )?kb::")
    wrong = [f"shown, but not of kb: {name}" for name in listed + weak if not ours.match(name)]
    wrong += [f"in {file.name}, but not shown: {name}" for name in reviewed if name not in listed]
    if how:
        wrong += [f"shown, but not in {file.name}: {name}" for name in listed if name not in reviewed]
        wrong += hidden_headers(how)
    if wrong:
        print("\n".join(wrong))
        print(f"after a review: {sys.argv[0]} {library} {list_file} --write")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
