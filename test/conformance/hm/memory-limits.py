"""Prints the limits of a module's memory, read from its bytes: [initial, maximum] in pages, or null for none."""

import json
import sys


def leb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


with open(sys.argv[1], "rb") as file:
    data = file.read()
assert data[:8] == b"\0asm\1\0\0\0"
at, found = 8, None
while at < len(data):
    section = data[at]
    size, at = leb(data, at + 1)
    if section == 5:
        count, inside = leb(data, at)
        assert count == 1
        flags, inside = leb(data, inside)
        first, inside = leb(data, inside)
        found = [first, leb(data, inside)[0] if flags & 1 else None]
    at += size
print(json.dumps(found))
