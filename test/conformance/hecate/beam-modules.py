"""Reads the modules of a package with Python's own tar reader, and their names and exports from the chunks.

Prints one JSON object: file name -> [module, exports]. Argument: the archive.
"""

import gzip
import json
import struct
import sys
import tarfile


def chunks(data):
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    form, size, kind = struct.unpack(">4sI4s", data[:12])
    assert (form, kind, size) == (b"FOR1", b"BEAM", len(data) - 8)
    at = 12
    while at < len(data):
        name, length = struct.unpack(">4sI", data[at : at + 8])
        yield name.decode(), data[at + 8 : at + 8 + length]
        at += 8 + (length + 3) // 4 * 4


def module(data):
    found = dict(chunks(data))
    table, atoms, at = found["AtU8"], [], 4
    for _ in range(struct.unpack(">i", table[:4])[0]):
        atoms.append(table[at + 1 : at + 1 + table[at]].decode())
        at += 1 + table[at]
    exports = struct.iter_unpack(">III", found["ExpT"][4:])
    return atoms[0], sorted(f"{atoms[name - 1]}/{arity}" for name, arity, _ in exports)


with tarfile.open(sys.argv[1], "r:gz") as archive:
    members = archive.getmembers()
    assert all(member.isreg() and member.uid == 0 and member.mtime == 0 for member in members)
    beams = [member for member in members if member.name.endswith(".beam")]
    print(json.dumps({beam.name: module(archive.extractfile(beam).read()) for beam in beams}))
