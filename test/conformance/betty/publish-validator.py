"""What Betty's plugin.publish looks at, and what an installer does: independent of Plugwright.

    publish-validator.py PACKAGE    → one JSON value on stdout

The digest of the package is compared with that in manifest.json of the same folder; the metadata that publish sends is
read from the places where it reads them; the package is extracted, and every handler of its plugin.yaml is looked for.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path


def digest_of(package: Path) -> str:
    return hashlib.sha256(package.read_bytes()).hexdigest()


def open_package(package: Path, folder: Path) -> list[str]:
    """Extracts, and gives the names in the order of the archive."""
    if package.suffix == ".zip":
        with zipfile.ZipFile(package) as archive:
            if archive.testzip() is not None:
                raise ValueError("a member has a bad CRC")
            archive.extractall(folder)
            return archive.namelist()
    with tarfile.open(package, "r:gz") as archive:
        members = archive.getmembers()
        odd = [m.name for m in members if not m.isreg() or m.mtime or m.uid or m.gid or m.uname or m.gname]
        if odd:
            raise ValueError(f"not a plain file without owner and time: {odd}")
        archive.extractall(folder)
        return [m.name for m in members]


def main(package: Path) -> dict:
    manifest = json.loads((package.parent / "manifest.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        names = open_package(package, Path(temporary))
        top = Path(temporary) / f"{manifest['name']}-{manifest['version']}"
        missing = [e["handler"] for e in manifest["entrypoints"] if not (top / e["handler"]).is_file()]
        selftest = top / "tools" / "selftest.py"
        ran = subprocess.run([sys.executable, str(selftest)], capture_output=True, text=True) if selftest.exists() else None
        return {
            "valid": digest_of(package) == manifest["package"]["checksums"]["sha256"],
            "filename": manifest["package"]["filename"] == package.name,
            "size": manifest["package"]["size_bytes"] == package.stat().st_size,
            "names": names,
            "missing": missing,
            "published": {key: manifest.get(key) for key in ("name", "version", "license", "homepage", "repository", "tags")},
            "selftest": None if ran is None else [ran.returncode, ran.stdout.splitlines(), ran.stderr],
        }


print(json.dumps(main(Path(sys.argv[1]))))
