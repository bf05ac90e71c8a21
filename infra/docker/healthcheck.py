"""Exit 0 when ``HEALTH_URL`` answers with 200: the Prefect server's /api/health, or a worker's /health."""

from __future__ import annotations

import os
import sys
import urllib.request


def healthy(url: str) -> bool:
    """True when ``url`` (loopback only, so no proxy) answers with 200 within five seconds."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if healthy(os.environ["HEALTH_URL"]) else 1)
