"""Compares what the shared library shows with the list that was reviewed.

Usage: check_symbols.py LIBRARY LIST HEADERS   (--write in place of HEADERS writes the list)

Listed are functions, objects and type information by name without parameters' std:: noise. What the
compiler made of inline functions (weak symbols) is not, but must be of kb:: as well.
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


def main() -> int:
    library, list_file, headers = sys.argv[1:]
    listed, weak = symbols(library)
    file = pathlib.Path(list_file)
    if headers == "--write":
        file.write_text("".join(name + "\n" for name in listed), encoding="utf-8")
        return 0
    wrong = [f"foreign name shown: {name}" for name in listed + weak if not re.match(r"((typeinfo|vtable)( name)? for )?kb::", name)]
    reviewed = file.read_text(encoding="utf-8").splitlines()
    wrong += [f"not in {file.name}: {name}" for name in listed if name not in reviewed]
    wrong += [f"in {file.name}, but not shown: {name}" for name in reviewed if name not in listed]
    for header in sorted(pathlib.Path(headers).glob("*.hpp")):
        text = header.read_text(encoding="utf-8")
        if "namespace kb {" in text and VISIBLE not in text:
            wrong.append(f"{header.name}: what it declares is hidden; write {VISIBLE} before its namespace, and pop behind it")
    print("\n".join(wrong))
    if wrong:
        print(f"after a review: {sys.argv[0]} {library} {list_file} --write")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
