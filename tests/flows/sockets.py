"""Where the processes of a command listen, as the kernel says."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

_PROC = Path("/proc")
_LISTENING = "0A"


def listening(root: int) -> set[tuple[str, int]]:
    """(address, port) of every TCP socket on which ``root`` or a descendant of it listens."""
    inodes = {inode for process in _family(root) for inode in _sockets(process)}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in (_PROC / "net" / table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTENING and fields[9] in inodes:
                address, port = fields[1].split(":")
                found.add((_address(address), int(port, 16)))
    return found


def _family(root: int) -> set[int]:
    parents = {}
    for one in _PROC.iterdir():
        if one.name.isdigit():
            with suppress(OSError):
                parents[int(one.name)] = int((one / "stat").read_text().rpartition(")")[2].split()[1])
    family = {root}
    while more := {process for process, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _sockets(process: int) -> set[str]:
    found = set()
    with suppress(OSError):
        for handle in (_PROC / str(process) / "fd").iterdir():
            with suppress(OSError):
                target = str(handle.readlink())
                if target.startswith("socket:["):
                    found.add(target[8:-1])
    return found


def _address(hexadecimal: str) -> str:
    """The kernel writes addresses as words in the machine's order."""
    words = [bytes.fromhex(hexadecimal[place : place + 8])[::-1] for place in range(0, len(hexadecimal), 8)]
    return str(ip_address(b"".join(words)))
