"""``python -m infra.samples.build``: writes every sample file again."""

from __future__ import annotations

import argparse
from pathlib import Path

from infra.samples.build import bad, content, docx, fonts, forms, legacy, pdf, sheets, word_html

FILES = Path(__file__).resolve().parent.parent / "files"

ETUOKE = "000_etuokeqianqi_2020_final"
QUYANG = "001_quyang_2020_budget"
MAOXIAN = "002_maoxian_2019_final"
XINSHI = "003_urumqi_xinshi_2021_final"
XIANGYUAN = "004_xiangyuan_2023_final"


def build_all(font: str | None = None) -> dict[str, bytes]:
    """Every file but the legacy ``.doc``: path below ``files`` and bytes. The same call gives the same bytes."""
    printed = forms.load(XIANGYUAN)
    book = pdf.build(printed, content.declaration(XIANGYUAN)["title"], font)
    made = {
        f"{ETUOKE}.docx": docx.build(content.load(ETUOKE)),
        f"{ETUOKE}_body.html": word_html.build(content.load(ETUOKE)).encode(),
        f"{MAOXIAN}.docx": docx.build(content.load(MAOXIAN)),
        f"{XINSHI}.docx": docx.build(content.load(XINSHI)),
        f"{XIANGYUAN}.pdf": book,
        f"{XIANGYUAN}.xlsx": sheets.xlsx(printed),
        f"{XIANGYUAN}.xls": sheets.xls(printed),
    }
    made["portal_only/other_department.pdf"] = bad.other_department(font)
    return made | {f"bad/{name}": data for name, data in bad.build(book, font).items()}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.samples.build", description=__doc__)
    parser.add_argument("--font", help="TrueType Chinese font file; default: asked from fontconfig")
    parser.add_argument("--output", type=Path, default=FILES, help="folder to write to (default: infra/samples/files)")
    parser.add_argument("--skip-doc", action="store_true", help="do not rebuild the .doc (needs LibreOffice)")
    options = parser.parse_args()
    try:
        made = build_all(options.font)
        if not options.skip_doc:
            made[f"{QUYANG}.doc"] = legacy.to_doc(docx.build(content.load(QUYANG)))
    except (fonts.NoFont, legacy.NoLibreOffice) as problem:
        print(f"not built: {problem}")
        return 1
    for name, data in sorted(made.items()):
        target = options.output / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"{len(data):>9,}  {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
