"""Reads an .arcanpkg with nothing but Python's library, and prints what is in it as JSON."""

import hashlib
import json
import sys
import tarfile
import zipfile


def read(file):
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            assert archive.testzip() is None
            return "zip", [(info.filename, archive.read(info)) for info in archive.infolist()]
    with tarfile.open(file, "r:gz") as archive:
        members = archive.getmembers()
        assert all(member.isfile() for member in members)
        return "tar.gz", [(member.name, archive.extractfile(member).read()) for member in members]


container, files = read(sys.argv[1])
contents = dict(files)
manifest = json.loads(contents["manifest.json"])
sums = {
    name: "sha256:" + hashlib.sha256(data).hexdigest()
    for name, data in files
    if name not in ("manifest.json", "signature")
}
print(
    json.dumps(
        {
            "container": container,
            "names": [name for name, _ in files],
            "manifest": {key: value for key, value in manifest.items() if key != "checksums"},
            "checksums_agree": sums == manifest["checksums"],
            "manifest_sha256": hashlib.sha256(contents["manifest.json"]).hexdigest(),
        }
    )
)
