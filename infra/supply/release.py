"""What a release consists of: ``python -m infra.supply.release [FOLDER] [--tag v0.1.0]`` (``make release``).

Source archive, wheel, the list of parts and ``SHA256SUMS``, made from what is committed and nothing else. The same
commit gives the same bytes with the same Python: times are the commit's, owners and order of the files say nothing of
the machine.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

from domain.identifiers import sha256_hex
from infra.supply.locks import ROOT
from infra.supply.sbom import make_sbom

SUMS = "SHA256SUMS"
#: The builder changes its own arguments.
_BUILD = "import setuptools.build_meta as b, sys; to = sys.argv[1]; b.build_sdist(to); b.build_wheel(to)"


class ReleaseError(Exception):
    """It cannot be said what would be released."""


def make_release(target: Path, *, root: Path = ROOT, tag: str = "") -> list[Path]:
    """Fill ``target``, a new or empty folder, from the commit of ``root``. Raises :class:`ReleaseError`."""
    if target.exists() and any(target.iterdir()):
        raise ReleaseError(f"{target} 不是空文件夹 / is not empty")
    if changed := _git(root, "status", "--porcelain", "--untracked-files=no"):
        raise ReleaseError(f"有未提交的修改 / not committed:\n{changed.decode()}")
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if tag and tag != f"v{version}":
        raise ReleaseError(f"标签 {tag} 与版本 {version} 不符 / the tag {tag} is not that of version {version}")
    moment = int(_git(root, "log", "-1", "--format=%ct"))
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        _export(root, Path(folder))
        _build(Path(folder), target, moment)
    for archive in target.glob("*.tar.gz"):
        archive.write_bytes(_plain(archive.read_bytes(), moment))
    (target / "sbom.cdx.json").write_text(make_sbom(), encoding="utf-8")
    made = sorted(target.iterdir())
    sums = "".join(f"{sha256_hex(one.read_bytes())}  {one.name}\n" for one in made)
    (target / SUMS).write_text(sums, encoding="utf-8")
    return [*made, target / SUMS]


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)  # noqa: S603, S607 - arguments of our own
    except (OSError, subprocess.CalledProcessError) as problem:
        raise ReleaseError(f"需要 git 检出 / needs a checkout of git: {root}: {problem}") from problem
    return done.stdout


def _export(root: Path, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(_git(root, "-c", "tar.umask=0022", "archive", "HEAD"))) as committed:
        committed.extractall(folder, filter="data")


def _build(source: Path, target: Path, moment: int) -> None:
    """In a process of its own: the builder works in its current folder and keeps what it found there."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _BUILD, str(target.resolve())],
        cwd=source,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(moment), "PYTHONHASHSEED": "0"},
        umask=0o022,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ReleaseError(f"构建失败 / the build failed:\n{done.stderr[-2000:]}")


def _plain(archive: bytes, moment: int) -> bytes:
    """The same files, without what tells when, where and by whom they were packed."""
    packed = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(archive)) as given,
        gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=moment) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as made,
    ):
        for member in sorted(given.getmembers(), key=lambda one: one.name):
            member.mtime, member.uid, member.gid, member.uname, member.gname = moment, 0, 0, "", ""
            member.pax_headers = {}
            made.addfile(member, given.extractfile(member) if member.isfile() else None)
    return packed.getvalue()


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m infra.supply.release", description=__doc__)
    options.add_argument("folder", nargs="?", type=Path, default=ROOT / "dist")
    options.add_argument("--tag", default="", help="须与版本相符 must be that of the version")
    given = options.parse_args()
    try:
        made = make_release(given.folder, tag=given.tag)
    except ReleaseError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stderr.write((given.folder / SUMS).read_text(encoding="utf-8"))
    sys.stderr.write(f"{given.folder}: {len(made)} 个文件 files\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
