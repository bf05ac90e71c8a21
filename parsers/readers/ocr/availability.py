"""Whether text recognition is installed, and what to say when it is not."""

from __future__ import annotations

from importlib.util import find_spec

from domain.records import DocumentState
from parsers.model import UnreadableDocument

#: What the extra ``[ocr]`` brings; named once here, pinned in ``pyproject.toml``.
_PACKAGES = ("numpy", "cv2", "openvino", "rapidocr")

HOW_TO_INSTALL = "pip install .[ocr]"


def installed() -> bool:
    """True if the extra ``[ocr]`` is there; loads nothing."""
    return all(find_spec(package) is not None for package in _PACKAGES)


def scanned_error(what: str, what_en: str) -> UnreadableDocument:
    """The state ``scanned`` for ``what`` (Chinese and English subject), with the way to read it."""
    return UnreadableDocument(
        DocumentState.SCANNED,
        f"{what}，需要文字识别：{HOW_TO_INSTALL} / {what_en} and needs text recognition: {HOW_TO_INSTALL}",
    )
