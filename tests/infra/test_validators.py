"""The files of ``infra/`` before the programs that read them, as far as those are in the environment: Docker Compose,
hadolint, shellcheck, the grammar of nginx. systemd and Terraform are asked too where the machine has them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra"
PROGRAMS = Path(sys.executable).parent
SECRETS = ("POSTGRES_PASSWORD", "S3_ACCESS_KEY", "S3_SECRET_KEY", "XINFANG_CONTACT")


def run(program: str, *arguments: str | Path, at: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAMS / program if (PROGRAMS / program).exists() else program, *arguments],
        cwd=at,
        capture_output=True,
        text=True,
        check=False,
    )


def composed(environment: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    file = INFRA / "docker" / "compose.yaml"
    return run("docker-compose", "-f", file, "--env-file", environment, "config", *arguments)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """``.env`` as an operator fills it in."""
    text = (INFRA / "docker" / "env.example").read_text(encoding="utf-8")
    for name in SECRETS:
        text, found = re.subn(rf"^{name}=$", f"{name}=made-up-{name.lower()}", text, flags=re.MULTILINE)
        assert found == 1, name
    file = tmp_path / ".env"
    file.write_text(text, encoding="utf-8")
    return file


def test_docker_compose_reads_the_file_and_knows_every_part(filled: Path) -> None:
    done = composed(filled, "--format", "json")
    assert done.returncode == 0, done.stderr
    services: dict[str, Any] = json.loads(done.stdout)["services"]
    assert set(services) == {"postgres", "redis", "server", "setup", "worker", "core", "s3", "web"}
    worker = services["worker"]
    assert worker["environment"]["AWS_SECRET_ACCESS_KEY"] == "made-up-s3_secret_key"
    assert (worker["read_only"], worker["cap_drop"], worker["deploy"]["replicas"]) == (True, ["ALL"], 2)
    for service in services.values():
        if "build" in service:
            build = service["build"]
            assert (Path(build["context"]) / build["dockerfile"]).is_file()


def test_docker_compose_refuses_to_start_without_its_secrets() -> None:
    done = composed(INFRA / "docker" / "env.example")
    assert done.returncode != 0
    assert all(name in done.stderr for name in SECRETS)


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    folder = INFRA / "docker"
    done = run("hadolint", "--config", folder / "hadolint.yaml", "--no-color", folder / "Dockerfile")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_shellcheck_finds_nothing_in_the_scripts() -> None:
    scripts = sorted(INFRA.rglob("*.sh"))
    assert {"install-debian.sh", "setup-env.sh", "setup.sh"} <= {script.name for script in scripts}
    done = run("shellcheck", *scripts)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_nginx_directives_are_known_and_stand_where_they_may(tmp_path: Path) -> None:
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"events {{}}\nhttp {{ include {INFRA / 'docker' / 'nginx.conf'}; }}\n", encoding="utf-8")
    parsed = json.loads(run("crossplane", "parse", "--strict", whole).stdout)
    assert (parsed["status"], parsed["errors"]) == ("ok", [])
    assert len(parsed["config"]) == 2


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """The grammar of systemd itself where it is installed; what the units say is read in any case."""
    units = sorted((INFRA / "systemd").glob("*.service"))
    assert {unit.name for unit in units} >= {"xinfang.service", "xinfang-worker@.service"}
    for unit in units:
        text = unit.read_text(encoding="utf-8")
        started = re.findall(r"^ExecStart=(\S+)", text, re.MULTILINE)
        assert len(started) == 1
        # The program is there once it is installed.
        (tmp_path / unit.name).write_text(text.replace(started[0], sys.executable), encoding="utf-8")
    if shutil.which("systemd-analyze"):
        done = run("systemd-analyze", "verify", *(tmp_path / unit.name for unit in units))
        assert (done.returncode, [line for line in done.stderr.splitlines() if "xinfang" in line]) == (0, [])


def test_terraform_is_formatted_as_terraform_does_it() -> None:
    """``fmt`` reads every file with Terraform's own grammar; ``validate`` would need the provider from its registry."""
    files = sorted((INFRA / "terraform").glob("*.tf"))
    assert {"main.tf", "policies.tf", "variables.tf", "outputs.tf"} == {file.name for file in files}
    if shutil.which("terraform"):
        done = run("terraform", f"-chdir={INFRA / 'terraform'}", "fmt", "-check", "-diff")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
