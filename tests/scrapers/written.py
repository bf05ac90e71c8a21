"""Declarations of portals as an operator writes them into a folder."""

from __future__ import annotations

from pathlib import Path

GOOD = """\
id: {id}
division: "140423"
family: vsb
entry:
  - url: http://www.a.test/zfxxgk/czyjs.htm
hosts: [www.a.test]
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
