"""Pieces of WordprocessingML as WPS Writer leaves them: runs, paragraphs, boxes, the package around them."""

from __future__ import annotations

import itertools
from xml.sax.saxutils import escape

from infra.samples.build.package import zip_bytes
from tests.unseen.hands.common import Dice

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class Runs:
    """Words as runs: split where somebody typed, corrected or pasted."""

    def __init__(self, dice: Dice) -> None:
        self.split = dice.one("split", ("numbers", "words", "words", "whole"))
        self.face = dice.one("face", ("仿宋_GB2312", "仿宋", "宋体", "方正仿宋_GBK"))
        self.count = 0

    def of(self, text: str, size: float, bold: bool = False, split: bool = True) -> str:
        found = []
        for number, line in enumerate(text.replace("\\n", "\n").split("\n")):
            if number:
                found.append("<w:r><w:br/></w:r>")
            parts = _parts(line, self.split) if split else [line]
            found += [self._run(part, size, bold, n) for n, part in enumerate(parts) if part]
        return "".join(found)

    def _run(self, text: str, size: float, bold: bool, number: int) -> str:
        self.count += 1
        odd = number % 2 == 1
        hint = ' w:hint="eastAsia"' if not odd else ' w:hint="default"'
        fonts = f'<w:rFonts{hint} w:ascii="{"Times New Roman" if odd else self.face}" w:eastAsia="{self.face}"/>'
        look = ("<w:b/><w:bCs/>" if bold else "") + ('<w:color w:val="auto"/>' if odd else "")
        kern = '<w:kern w:val="0"/>' if odd and self.split == "words" else ""
        sizes = f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>'
        lang = '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>' if odd or number == 0 else ""
        mark = f'<w:bookmarkStart w:id="{self.count}" w:name="_GoBack"/><w:bookmarkEnd w:id="{self.count}"/>'
        mark = mark if self.count == 40 else ""
        return (
            f"{mark}<w:r><w:rPr>{fonts}{look}{kern}{sizes}{lang}</w:rPr>"
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        )


def _parts(text: str, split: str) -> list[str]:
    if split == "whole" or len(text) < 4:
        return [text]
    if split == "words":
        # In the middle of words and of numbers.
        cuts = [0, *range(3 + len(text) % 4, len(text), 7 + len(text) % 6), len(text)]
        return [text[start:end] for start, end in itertools.pairwise(cuts)]
    found: list[str] = []
    for char in text:
        if found and (char.isascii() and char.isalnum()) == (found[-1][-1].isascii() and found[-1][-1].isalnum()):
            found[-1] += char
        else:
            found.append(char)
    return found


def paragraph(runs: str, across: str = "", indent: int = 0, style: str = "", more: str = "") -> str:
    """``indent``: characters of the first line."""
    made = f'<w:pStyle w:val="{style}"/>' if style else ""
    made += more
    made += f'<w:ind w:firstLine="{indent * 160}" w:firstLineChars="{indent * 100}"/>' if indent else ""
    made += f'<w:jc w:val="{across}"/>' if across else ""
    return f"<w:p>{f'<w:pPr>{made}</w:pPr>' if made else ''}{runs}</w:p>"


def box(inner: str, number: int) -> str:
    """A text box with its old picture for programs that know no new ones, as suites write both."""
    extent = '<wp:extent cx="4800000" cy="1800000"/>'
    position = (
        '<wp:positionH relativeFrom="column"><wp:posOffset>200000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>900000</wp:posOffset></wp:positionV>'
    )
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="4800000" cy="1800000"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>'
        f"{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    drawing = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251659264" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'{position}{extent}<wp:wrapTopAndBottom/><wp:docPr id="{number}" name="文本框 {number}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    old = (
        f'<w:pict><v:shape id="文本框 {number}" style="position:absolute;width:378pt;height:142pt" type="#_x0000_t202">'
        f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def field(instruction: str, shown: str, properties: str = "") -> str:
    mark = "<w:r>" + properties + '<w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin") + f'<w:r>{properties}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        + mark.format("separate") + f"<w:r>{properties}<w:t>{shown}</w:t></w:r>" + mark.format("end")
    )  # fmt: skip


def section(landscape: bool, kind: str = "nextPage") -> str:
    wide, high, turned = (16838, 11906, ' w:orient="landscape"') if landscape else (11906, 16838, "")
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:type w:val="{kind}"/>'
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/><w:pgMar w:top="1440" w:right="1247" w:bottom="1440" '
        'w:left="1247" w:header="851" w:footer="992" w:gutter="0"/><w:cols w:space="425"/>'
        '<w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>'
    )


def package(body: str, footer: tuple[str, str]) -> bytes:
    """The file; ``footer``: what stands before and behind the number of the page."""
    styles = (
        f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:eastAsia="宋体"/>'
        '<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="1"/><w:pPr>'
        '<w:keepNext/><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="3"><w:name '
        'w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="8"><w:name w:val="toc 1"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="10"><w:name w:val="Normal Table"/></w:style></w:styles>'
    )
    page = paragraph(
        f'<w:r><w:t xml:space="preserve">{footer[0]}</w:t></w:r>{field("PAGE", "1")}'
        f'<w:r><w:t xml:space="preserve">{footer[1]}</w:t></w:r>',
        "center",
    )
    named = {"document": "document.main", "styles": "styles", "footer1": "footer"}
    listed = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in named.items()
    )
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{listed}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{RELATIONS}/styles" Target="styles.xml"/><Relationship Id="rId3" '
        f'Type="{RELATIONS}/footer" Target="footer1.xml"/></Relationships>',
        "word/styles.xml": HEAD + styles,
        "word/footer1.xml": f"{HEAD}<w:ftr {SPACES}>{page}</w:ftr>",
        "word/document.xml": f"{HEAD}<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    return zip_bytes({name: text.encode() for name, text in parts.items()})
