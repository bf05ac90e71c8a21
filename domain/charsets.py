"""Charsets that a web page may name: those browsers read pages in, and no other codec of the language.

What stands in a header or a ``meta`` comes from strangers; Python also knows codecs that are no charset of text
(``rot13``), that read escapes (``unicode_escape``) or whose time grows with the square of the page (``punycode``).
"""

from __future__ import annotations

import codecs
import re

#: Encoding Standard of the WHATWG, section 4.2, under the names Python gives them.
_PAGES = re.compile(
    r"utf-8|utf-16(?:-[lb]e)?|gb2312|gbk|gb18030|hz|big5|big5hkscs|euc_jp|iso2022_jp|shift_jis|cp932|euc_kr|cp949"
    r"|iso8859-(?:1[0-6]?|[2-9])|cp125[0-8]|cp866|cp874|koi8-[ru]|mac-roman|mac-cyrillic|ascii"
)


def page_charset(label: str) -> str | None:
    """Python's name of the charset that ``label`` stands for; ``None`` for one that pages are not written in."""
    try:
        name = codecs.lookup(label.strip().lower()).name
    except (LookupError, ValueError, UnicodeError):
        return None
    return name if _PAGES.fullmatch(name) else None
