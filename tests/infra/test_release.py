"""A release is made of what is committed, with the same bytes every time; the workflow calls what there is."""

from __future__ import annotations

import os
import re
import subprocess
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from domain.identifiers import sha256_hex
from infra.supply.locks import ROOT
from infra.supply.release import ReleaseError, make_release

WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"
PROJECT = """\
[build-system]
requires = ["setuptools>=80"]
build-backend = "setuptools.build_meta"
[project]
name = "small"
version = "1.2.0"
[tool.setuptools]
packages = ["small"]
[tool.setuptools.package-data]
"*" = ["*.yaml"]
"""


def git(folder: Path, *arguments: str) -> None:
    who = {f"GIT_{role}_{what}": f"a@{what}.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "small").mkdir(parents=True)
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (root / "small" / "__init__.py").write_text("", encoding="utf-8")
    (root / "small" / "data.yaml").write_text("a: 1\n", encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "all")
    return root


def test_the_same_commit_gives_the_same_bytes_whatever_lies_beside_it(project: Path, tmp_path: Path) -> None:
    first = make_release(tmp_path / "first", root=project, tag="v1.2.0")
    assert {one.name for one in first} == {
        *("small-1.2.0.tar.gz", "small-1.2.0-py3-none-any.whl", "sbom.cdx.json", "SHA256SUMS")
    }
    (project / "small" / "secret.yaml").write_text("never committed", encoding="utf-8")
    for file in project.glob("small/*"):
        os.utime(file, (0, 0))
        file.chmod(0o600)
    git(project, "config", "core.fileMode", "false")
    second = make_release(tmp_path / "second", root=project)
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]
    sums = (tmp_path / "first" / "SHA256SUMS").read_text(encoding="utf-8")
    assert sums == "".join(f"{sha256_hex(one.read_bytes())}  {one.name}\n" for one in first[:-1])
    with zipfile.ZipFile(tmp_path / "first" / "small-1.2.0-py3-none-any.whl") as wheel:
        assert {name for name in wheel.namelist() if name.startswith("small/")} == {
            *("small/__init__.py", "small/data.yaml")
        }
    with tarfile.open(tmp_path / "first" / "small-1.2.0.tar.gz") as source:
        assert {(one.uid, one.uname) for one in source} == {(0, "")}


def test_what_is_not_committed_or_tagged_otherwise_is_not_released(project: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=re.escape("v1.3.0 is not that of version 1.2.0")):
        make_release(tmp_path / "dist", root=project, tag="v1.3.0")
    (project / "small" / "data.yaml").write_text("a: 2\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match="not committed"):
        make_release(tmp_path / "dist", root=project)
    assert not (tmp_path / "dist").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "old.whl").touch()
    with pytest.raises(ReleaseError, match="is not empty"):
        make_release(tmp_path / "full", root=project)
    with pytest.raises(ReleaseError, match="needs a checkout"):
        make_release(tmp_path / "dist", root=tmp_path)


def test_every_committed_file_of_the_packages_goes_into_the_wheel() -> None:
    """A release without the catalogue's sources would publish no catalogue."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    patterns = declared["package-data"]["*"]
    packages = [name.removesuffix("*") for name in declared["packages"]["find"]["include"]]
    listed = subprocess.run(["git", "ls-files", "-z", *packages], cwd=ROOT, capture_output=True, check=True).stdout
    files = [PurePosixPath(name) for name in listed.decode().split("\0") if name and not name.endswith(".py")]
    assert files
    inside = {str(file) for file in files if "files" in file.parts}
    left_out = [file for file in files if not any(file.match(pattern.removeprefix("**/")) for pattern in patterns)]
    assert {str(file) for file in left_out} - inside == set()


def steps(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


def test_a_tag_is_tested_and_audited_before_anything_is_attached() -> None:
    # "on" is a truth value in the YAML of PyYAML.
    workflow = yaml.load(WORKFLOW.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert workflow["on"] == {"push": {"tags": ["v*"]}}
    assert workflow["permissions"] == {"contents": "read"}
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert (publish["needs"], publish["permissions"]) == ("build", {"contents": "write"})
    called = [words[1] for words in map(str.split, steps(build)) if words[0] == "make"]
    assert called == ["test", "audit", "release"]
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(called) <= targets
    scripts = [words[1] for words in map(str.split, steps(build)) if words[0] == "sh"]
    assert [(ROOT / script).is_file() for script in scripts] == [True]
    assert not any(word in " ".join(steps(publish)) for word in ("make", "python", "sh infra"))


def test_actions_are_named_by_commit() -> None:
    used = re.findall(r"uses: (\S+)(.*)", WORKFLOW.read_text(encoding="utf-8"))
    assert used
    for action, comment in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action
