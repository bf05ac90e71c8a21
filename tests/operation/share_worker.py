"""One share as a process of its own, as a worker runs it: ``python -m tests.operation.share_worker RUN_ID PORTAL …``.

Settings come from the environment, as on a worker; the declarations from ``DECLARATIONS``.
"""

from __future__ import annotations

import os
import sys

from flows.dispatch import share_plainly
from flows.settings import Settings

if __name__ == "__main__":
    run_id, *portals = sys.argv[1:]
    declarations = (os.environ["DECLARATIONS"],)
    share_plainly(run_id, portals, Settings(declarations=declarations, portal_workers=1, reader_workers=1))
