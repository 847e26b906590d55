"""Lists the files of a .plug as its manifest does: path, size, SHA-256, mode."""
import hashlib
import json
import sys
import tarfile

listed = []
with tarfile.open(sys.argv[1], "r:gz") as archive:
    for member in archive:
        assert member.isfile(), member.name
        assert (member.mtime, member.uid, member.gid, member.uname, member.gname) == (0, 0, 0, "", "")
        if member.name in ("manifest.json", "signature.json"):
            continue
        content = archive.extractfile(member).read()
        listed.append(
            {
                "path": member.name,
                "size": member.size,
                "sha256": hashlib.sha256(content).hexdigest(),
                "mode": f"{member.mode:04o}",
            }
        )
print(json.dumps(listed))
