"""Run every skill once. A handler outside skills/ is packed too."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CALLS = [["skills/text.count/text_count.py", str(ROOT / "README.md")], ["skills/text.slug/text_slug.py", "A title"]]

for script, argument in CALLS:
    subprocess.run([sys.executable, str(ROOT / script), argument], check=True)
