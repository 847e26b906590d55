"""Make a name for an address of a title."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from betty.words import words_of  # noqa: E402


def main(title: str) -> int:
    print(json.dumps({"ok": True, "slug": "-".join(words_of(title)).lower()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
