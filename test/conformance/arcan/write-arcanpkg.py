"""Writes an .arcanpkg with a given signature, as another tool would: its own order, times and owners."""

import io
import sys
import tarfile

source, target, signature = sys.argv[1:]
with tarfile.open(source, "r:gz") as archive:
    files = [(member.name, archive.extractfile(member).read()) for member in archive.getmembers()]
with tarfile.open(target, "w:gz") as archive:
    for name, data in [*reversed(files), ("signature", signature.encode())]:
        member = tarfile.TarInfo("./" + name)
        member.size, member.mtime, member.uname = len(data), 1_700_000_000, "arcan"
        archive.addfile(member, io.BytesIO(data))
