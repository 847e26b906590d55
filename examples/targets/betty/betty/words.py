"""Words of a text."""

import re


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)
