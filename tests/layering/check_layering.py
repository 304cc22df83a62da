"""Fails when an #include breaks the table "Who may include whom" of the README.

Usage: check_layering.py SOURCE_DIR
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.MULTILINE)

# Third-party headers by the name that the table uses.
THIRD_PARTY = {
    "Xapian": re.compile(r"^xapian"),
    "ICU": re.compile(r"^unicode/"),
    "CLD2": re.compile(r"^cld2/"),
    "simdjson": re.compile(r"^simdjson"),
    "zstd": re.compile(r"^zstd"),
    "zlib": re.compile(r"^zlib"),
    "xxHash": re.compile(r"^xxhash"),
    "Boost.Program_options": re.compile(r"^boost/"),
    "pybind11": re.compile(r"^pybind11/"),
    "gumbo": re.compile(r"^gumbo"),
    "md4c": re.compile(r"^md4c"),
    "yaml-cpp": re.compile(r"^yaml-cpp/"),
    "pugixml": re.compile(r"^pugixml"),
    "curl": re.compile(r"^curl/"),
}


def read_table(readme: pathlib.Path) -> dict[str, tuple[set[str], set[str]]]:
    """part -> (parts it may use, third parties it may use)"""
    rows = {}
    in_table = False
    for line in readme.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
        if cells[:2] == ["part", "may use"]:
            in_table = True
        elif in_table and not line.startswith("|"):
            break
        elif in_table and not set(cells[0]) <= {"-", ":"}:
            names = lambda cell: {name.strip().strip("`") for name in cell.split(",")} - {"–", ""}
            for part in cells[0].split(","):
                rows[part.strip().strip("`")] = (names(cells[1]), names(cells[2]))
    return rows


def part_of(path: pathlib.Path) -> str:
    return path.parts[1] if path.parts[0] == "lib" else path.parts[0]


def check_file(root: pathlib.Path, path: pathlib.Path, table) -> list[str]:
    part = part_of(path)
    if part not in table:
        return [f"{path}: part {part} is not in the table"]
    parts, third_parties = table[part]
    problems = []
    for header in INCLUDE.findall((root / path).read_text(encoding="utf-8")):
        folder = header.split("/")[0]
        if (root / "lib" / folder).is_dir() and "/" in header and folder != part and folder not in parts:
            problems.append(f"{path}: {part} may not include {header}")
        for name, pattern in THIRD_PARTY.items():
            if pattern.match(header) and name not in third_parties:
                problems.append(f"{path}: {part} may not include {name} ({header})")
    return problems


def check_public_header(root: pathlib.Path, path: pathlib.Path) -> list[str]:
    return [
        f"{path}: a public header may not include {header}"
        for header in INCLUDE.findall((root / path).read_text(encoding="utf-8"))
        if not header.startswith("kb/") and ("/" in header or "." in header)
    ]


def check_xapian_entrance(root: pathlib.Path) -> list[str]:
    allowed = {pathlib.Path("lib/index/xapian.hpp"), pathlib.Path("lib/text/stemmer.cpp")}
    return [
        f"{path}: Xapian enters through lib/index/xapian.hpp only"
        for path in sorted(p.relative_to(root) for p in (root / "lib").rglob("*.[ch]pp"))
        if path not in allowed and "#include <xapian" in (root / path).read_text(encoding="utf-8")
    ]


def main() -> int:
    root = pathlib.Path(sys.argv[1]).resolve()
    table = read_table(root / "README.md")
    if not table:
        print("README.md holds no table that begins with | part | may use |")
        return 1
    problems = check_xapian_entrance(root)
    for folder in ("lib", "tools", "bindings"):
        for path in sorted(p.relative_to(root) for p in (root / folder).rglob("*.[ch]pp")):
            if path.parts[:2] == ("lib", "include"):
                problems += check_public_header(root, path)
            else:
                problems += check_file(root, path, table)
    print("\n".join(problems) if problems else f"{len(table)} parts, no include breaks the table")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
