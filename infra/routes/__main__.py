"""``python -m infra.routes FOLDER_OR_MANIFEST... [--port N]``: plays the routes until it is interrupted."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from infra.routes.server import RoutesServer


def main() -> int:
    """Print the proxy's address and the hosts, then serve."""
    parser = argparse.ArgumentParser(prog="python -m infra.routes", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER_OR_MANIFEST")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any free one)")
    options = parser.parse_args()
    with RoutesServer(options.paths, port=options.port) as server:
        hosts = "".join(f"  http://{host}/\n" for host in sorted(server.hosts))
        sys.stdout.write(f"HTTP_PROXY={server.proxy_url}\n{hosts}")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
