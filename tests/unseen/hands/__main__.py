"""``python -m tests.unseen.hands OUTDIR HAND [ID …]``: the designs as one hand writes them, each with its gold."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.unseen.build import text
from tests.unseen.design import names, read
from tests.unseen.hands.gold import HANDS, made

if __name__ == "__main__":
    out, hand = Path(sys.argv[1]), sys.argv[2]
    if hand not in HANDS:
        raise SystemExit(f"hands: {', '.join(HANDS)}")
    for name in sys.argv[3:] or names():
        files, record = made(read(name), hand)
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        (folder / "gold.json").write_text(text(record), encoding="utf-8")
        print(name, *files)
