"""Whether text recognition is there, and what to say when it is not."""

from __future__ import annotations

import os
from importlib.util import find_spec

from domain.records import DocumentState
from parsers.model import UnreadableDocument

#: What the extra ``[ocr]`` brings; named once here, pinned in ``pyproject.toml``.
_PACKAGES = ("numpy", "cv2", "openvino", "rapidocr")

HOW_TO_INSTALL = "make ocr / pip install 'xinfang[ocr]'"


#: Set to ``off`` where scans shall stay unread although the extra is installed (it takes seconds for every page).
SWITCH = "XINFANG_OCR"


def installed() -> bool:
    """True if the extra ``[ocr]`` is there and not switched off; loads nothing."""
    return os.environ.get(SWITCH, "").lower() != "off" and all(find_spec(package) is not None for package in _PACKAGES)


def scanned_error(what: str, what_en: str) -> UnreadableDocument:
    """The state ``scanned`` for ``what`` (Chinese and English subject), with the way to read it."""
    return UnreadableDocument(
        DocumentState.SCANNED,
        f"{what}，需要文字识别，请安装：{HOW_TO_INSTALL} / {what_en}; to read it, install text recognition: "
        f"{HOW_TO_INSTALL}",
    )
