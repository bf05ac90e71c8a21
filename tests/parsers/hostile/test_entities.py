"""Entities, DTDs and links of a document: nothing is fetched, no file of the machine gets in, nothing swells."""

from __future__ import annotations

import resource
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from parsers.model import DocumentModel, UnreadableDocument
from parsers.readers import read
from tests.parsers.hostile.conftest import Listener
from tests.parsers.hostile.packages import KINDS, WORDS, with_parts, word
from tests.parsers.hostile.watched import Watching
from tests.parsers.readers.shapes import texts

_PARTS = [(kind, part) for kind, (_, parts) in KINDS.items() for part in parts]


def declared(entities: str) -> Callable[[bytes], bytes]:
    """A part with a DTD before its root, and the entity ``e`` in its text and in an attribute."""

    def change(part: bytes) -> bytes:
        head, mark, body = part.partition(b"?>") if part.startswith(b"<?xml") else (b"", b"", part)
        name, _, rest = body.lstrip().partition(b">")
        used = name + b' hostile="&e;">&e;' if not name.endswith(b"/") else name + b">&e;"
        return head + mark + f"<!DOCTYPE x {entities}>".encode() + used + rest

    return change


def everything_in(model: DocumentModel) -> str:
    cells = [cell.text for table in model.tables for cell in table.cells]
    return "\n".join([*texts(model), *cells, *model.notes, model.title or ""])


def read_or_named(data: bytes, file_name: str | None = None) -> str:
    """All text of the document; empty where it ends in a named state."""
    try:
        return everything_in(read(data, file_name=file_name))
    except UnreadableDocument:
        return ""


@pytest.mark.parametrize(("kind", "part"), _PARTS)
@pytest.mark.parametrize("form", ["general", "parameter", "dtd"])
def test_no_entity_of_a_package_reaches_a_server_or_a_file(
    kind: str, part: str, form: str, listener: Listener, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密内容", "utf-8")
    entities = {
        "general": f'[<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY e SYSTEM "{listener.address}/general">]',
        "parameter": f'[<!ENTITY % p SYSTEM "{listener.address}/p"> %p; <!ENTITY e SYSTEM "{secret.as_uri()}">]',
        "dtd": f'SYSTEM "{listener.address}/dtd" [<!ENTITY e SYSTEM "{secret.as_uri()}">]',
    }[form]
    sound, _ = KINDS[kind]
    found = read_or_named(with_parts(sound(), {part: declared(entities)}))
    assert "机密" not in found
    assert "stolen" not in found
    assert listener.heard == []


@pytest.mark.parametrize(("kind", "part"), _PARTS)
def test_entities_of_entities_do_not_swell(kind: str, part: str) -> None:
    laughs = '<!ENTITY a "哈哈哈哈哈哈哈哈">'
    for one, other in pairwise("abcdfgh"):
        laughs += f'<!ENTITY {other} "{f"&{one};" * 16}">'
    laughs += f'<!ENTITY e2 "{"&h;" * 16}"><!ENTITY e "&e2;">'
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read_or_named(with_parts(KINDS[kind][0](), {part: declared(f"[{laughs}]")}))
    assert len(found) < 100_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def links(to: str) -> str:
    return (
        f'<img src="{to}/img"><iframe src="{to}/iframe"></iframe><link rel="stylesheet" href="{to}/css">'
        f'<object data="{to}/object"></object><embed src="{to}/embed"/><script src="{to}/js"></script>'
        f'<meta http-equiv="refresh" content="0;url={to}/refresh"><base href="{to}/">'
        f'<style>@import url("{to}/import");</style><body background="{to}/background">'
    )


def mhtml(page: str, to: str) -> bytes:
    return (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
        "--x\nContent-Type: text/html; charset=utf-8\n"
        f"Content-Location: {to}/location\n\n{page}\n--x\nContent-Type: message/external-body; access-type=URL; "
        f'URL="{to}/external"\n\nContent-Type: text/html\n\n--x--\n'
    ).encode()


@pytest.mark.parametrize("form", ["html", "xhtml", "mht"])
def test_nothing_a_page_links_to_is_fetched(form: str, listener: Listener, watching: Watching, tmp_path: Path) -> None:
    secret = tmp_path / "own" / "secret"
    secret.write_text("机密内容", "utf-8")
    entity = f'<!DOCTYPE html [<!ENTITY e SYSTEM "{listener.address}/e"><!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    body = f"<html><head>{links(listener.address)}</head><p>{WORDS}&e;&f;</p></html>"
    data = {
        "html": body.encode(),
        "xhtml": f'<?xml version="1.0"?>{entity}{body}'.encode(),
        "mht": mhtml(body, listener.address),
    }[form]
    found = read_or_named(data)
    assert WORDS in found
    assert "机密" not in found
    assert listener.heard == []
    assert watching.outside == []


def test_nothing_a_word_file_refers_to_outside_is_fetched(listener: Listener, watching: Watching) -> None:
    kinds = ("image", "attachedTemplate", "hyperlink", "oleObject", "frame", "subDocument", "aFChunk", "chart")
    base = "http://schemas.openxmlformats.org"
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{base}/officeDocument/2006/relationships/{kind}" '
        f'Target="{listener.address}/{kind}" TargetMode="{mode}"/>'
        for number, (kind, mode) in enumerate((kind, mode) for kind in kinds for mode in ("External", "Internal"))
    )
    part = f'<Relationships xmlns="{base}/package/2006/relationships">{relations}</Relationships>'
    found = read_or_named(with_parts(word(), {"word/_rels/document.xml.rels": part.encode()}))
    assert WORDS in found
    assert listener.heard == []
    assert watching.outside == []


def test_the_listener_hears_who_asks(listener: Listener) -> None:
    import urllib.request

    with urllib.request.urlopen(f"{listener.address}/asked") as answer:
        assert b"stolen" in answer.read()
    assert listener.heard == ["/asked"]
    listener.heard.clear()
