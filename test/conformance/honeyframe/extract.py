"""Extracts a package as an administrator would, and lists its members: extract.py PACKAGE FOLDER"""

import json
import sys
import tarfile

with tarfile.open(sys.argv[1], "r:gz") as archive:
    archive.extractall(sys.argv[2])
    print(json.dumps([[member.name, oct(member.mode), member.isreg()] for member in archive.getmembers()]))
