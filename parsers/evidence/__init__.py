"""Where a fact stands in its file, and a picture or page that shows it, without anybody's personal data.

``place`` finds the words of the document at the place a fact names; ``showing`` shows them: the page itself for formats
that have pages (``pages``), the table or paragraph redrawn for the others (``drawn``, ``web``). ``personal`` finds what
must be covered.
"""

from __future__ import annotations

from parsers.evidence.place import NotThere, Place, locate
from parsers.evidence.result import Evidence, Kind
from parsers.evidence.showing import show

__all__ = ["Evidence", "Kind", "NotThere", "Place", "locate", "show"]
