"""Writes Sources/CDashboard/CDashboard.c, which embeds every file of the dashboard's pages. Run it when one is added or
taken away; a test says when it was forgotten."""

import pathlib
import re

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "Sources"
FOLDERS = ("Templates", "Assets", "Texts/Tables")


def main():
    files = [path for folder in FOLDERS for path in sorted((SOURCES / "ChatServer/Dashboard" / folder).iterdir())]
    lines = [
        "/* Written by scripts/embed_dashboard.py. */", "", '#include "CDashboard.h"', "",
        "/* #embed is of C23; clang has it in every mode. */", '#pragma clang diagnostic ignored "-Wc23-extensions"',
    ]
    for path in files:
        lines += [
            f"static const uint8_t {identifier(path)}[] = {{", f'#embed "../{path.relative_to(SOURCES)}"', "};"]
    lines += ["", "static const dashboard_file files[] = {"]
    lines += [f'    {{"{path.name}", {identifier(path)}, sizeof {identifier(path)}}},' for path in files]
    lines += [
        "};", "", "const dashboard_file *dashboard_files(size_t *count) {",
        "    *count = sizeof files / sizeof files[0];", "    return files;", "}"]
    (SOURCES / "CDashboard/CDashboard.c").write_text("\n".join(lines) + "\n", encoding="utf-8")


def identifier(path):
    return "file_" + re.sub(r"\W", "_", path.name)


if __name__ == "__main__":
    main()
