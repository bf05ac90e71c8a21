"""The inference library, kept from the network.

On import OpenVINO sends a message to its maker's statistics and leaves an identifier in the user's home. It does
neither where its package for that is not installed, so here it is not.
"""

from __future__ import annotations

import sys

sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # Python's way to say "not installed"

import openvino  # noqa: E402 - only now

__all__ = ["openvino"]
