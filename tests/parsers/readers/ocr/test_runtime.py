"""The inference library tells nobody that it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.ocr


def test_loading_the_engine_sends_nothing_and_leaves_nothing_in_the_home() -> None:
    code = (
        "import sys\n"
        "heard = []\n"
        "sys.addaudithook(lambda event, args: heard.append(event) if event in "
        "('socket.connect', 'socket.getaddrinfo', 'os.mkdir', 'os.fork') else None)\n"
        "import parsers.readers.ocr.engine\n"
        "from openvino.tools.ovc import telemetry_utils\n"
        "print(telemetry_utils.tm.__name__, heard)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "openvino.tools.ovc.telemetry_stub []"
