"""Count the words of a file."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from betty.words import words_of  # noqa: E402


def main(file: str) -> int:
    text = Path(file).read_text(encoding="utf-8")
    print(json.dumps({"ok": True, "words": len(words_of(text))}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
