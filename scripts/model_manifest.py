"""Writes or verifies the manifest.json of a folder of models/; needs nothing but Python.

    model_manifest.py FOLDER RECIPE [KEY=VALUE ...]
    model_manifest.py --verify FOLDER
"""

import hashlib
import json
import pathlib
import sys

NAME = "manifest.json"


def sha256(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder, recipe, fields):
    files = {
        str(path.relative_to(folder)): {"bytes": path.stat().st_size, "sha256": sha256(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    values = {key: int(value) if value.isdecimal() else value for key, value in fields}
    manifest = values | {"recipe": recipe, "files": files}
    (folder / NAME).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def damaged(folder):
    """The files that are absent or not as the manifest says."""
    manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    for name, entry in manifest["files"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != entry["bytes"] or sha256(path) != entry["sha256"]:
            yield path


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "--verify":
        paths = list(damaged(pathlib.Path(arguments[1])))
        for path in paths:
            print(f"setup: damaged: {path} (delete its folder and set up again)", file=sys.stderr)
        return 1 if paths else 0
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    write(pathlib.Path(arguments[0]), arguments[1], [field.split("=", 1) for field in arguments[2:]])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
