"""The files of ``infra/`` keep to the schemas of those who read them, and to what they promise: no root, no secret,
nothing public but what is published."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Any

import hcl2
import kubernetes_validate
import pytest
import yaml

from infra.access import IDENTITIES, bucket_policy, published

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra"
MANIFESTS = [
    (path.name, document)
    for path in sorted((INFRA / "kubernetes").glob("*.yaml"))
    if path.name != "kustomization.yaml"
    for document in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]
PODS = [(name, one) for name, one in MANIFESTS if "template" in one.get("spec", {})]
POOLS = {"xinfang-cn", "xinfang-core"}
PRIVATE = ("raw/sha256/ab/abc", "state/portals/x.json", "reports/x/y.json", "runs/r.json", "corrections/c.yaml")
PUBLIC = (
    *("datapackage.json", "v12.datapackage.json", "versions.json", "status.json", "index.html"),
    *("data/aa/facts-0-abc.csv", "versions/3/SHA256SUMS", "versions/3/site/index.html"),
)


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((INFRA / "docker" / "compose.yaml").read_text(encoding="utf-8")))


def identified(manifest: tuple[str, dict[str, Any]]) -> str:
    name, document = manifest
    return f"{name}:{document['kind']}/{document['metadata']['name']}"


# ---------------------------------------------------------------- Kubernetes


@pytest.mark.parametrize("manifest", MANIFESTS, ids=identified)
def test_a_manifest_keeps_to_the_schema_of_its_kind(manifest):
    kubernetes_validate.validate(manifest[1], "1.30", strict=True)


def test_every_manifest_is_part_of_the_whole():
    whole = yaml.safe_load((INFRA / "kubernetes" / "kustomization.yaml").read_text(encoding="utf-8"))
    assert set(whole["resources"]) == {name for name, _ in MANIFESTS}
    own = {one["name"] for one in whole["images"]}
    used = {container["image"] for _, pod in PODS for container in pod["spec"]["template"]["spec"]["containers"]}
    assert {image for image in used if "/" not in image} == own


@pytest.mark.parametrize("manifest", PODS, ids=identified)
def test_a_pod_runs_without_root_without_rights_and_with_a_bound(manifest):
    spec = manifest[1]["spec"]["template"]["spec"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["automountServiceAccountToken"] is False
    for container in spec["containers"]:
        security = container["securityContext"]
        assert security["readOnlyRootFilesystem"] is True
        assert security["allowPrivilegeEscalation"] is False
        assert security["capabilities"] == {"drop": ["ALL"]}
        assert "memory" in container["resources"]["limits"]
        for variable in container.get("env", []):
            assert "value" not in variable, "values of `env` are secrets here and come from the secret"


def test_workers_of_kubernetes_and_compose_serve_the_pools_of_the_deployments():
    deployed = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert {one["work_pool"]["name"] for one in deployed} == POOLS
    args = [
        container["args"] for name, pod in PODS for container in pod["spec"]["template"]["spec"]["containers"]
        if name == "workers.yaml"
    ]  # fmt: skip
    args += [service["command"] for name, service in compose()["services"].items() if name in {"worker", "core"}]
    assert {one[one.index("--pool") + 1] for one in args} == POOLS
    setup = (INFRA / "docker" / "setup.sh").read_text(encoding="utf-8")
    assert all(pool in setup for pool in POOLS)


def test_nothing_of_the_cluster_is_reached_from_outside_it_and_the_server_by_workers_alone():
    kinds = {document["kind"] for _, document in MANIFESTS}
    assert not kinds & {"Ingress", "Gateway", "HTTPRoute", "TLSRoute", "TCPRoute"}
    for _, document in MANIFESTS:
        if document["kind"] == "Service":
            assert document["spec"].get("type", "ClusterIP") == "ClusterIP"
            assert not document["spec"].get("externalIPs")
    for _, pod in PODS:
        spec = pod["spec"]["template"]["spec"]
        assert not spec.get("hostNetwork")
        assert not [port for one in spec["containers"] for port in one.get("ports", ()) if "hostPort" in port]
    policies = {one["metadata"]["name"]: one["spec"] for _, one in MANIFESTS if one["kind"] == "NetworkPolicy"}
    assert policies["nobody"] == {"podSelector": {}, "policyTypes": ["Ingress"]}
    (rule,) = policies["to-server"]["ingress"]
    assert [list(source) for source in rule["from"]] == [["podSelector"]], "pods of this namespace only"


# ---------------------------------------------------------------- compose, image


def test_services_are_pinned_watched_and_hold_no_secret():
    known = compose()
    for name, service in known["services"].items():
        assert ":" in service["image"], name
        assert not service["image"].endswith(":latest"), name
        assert "healthcheck" in service or service["image"].startswith("xinfang:"), name
        assert not service.get("privileged"), name
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|ACCESS_KEY|NOTIFY", variable):
                assert str(value).startswith("${"), (name, variable)
        for dependency in service.get("depends_on", {}):
            assert dependency in known["services"]
        for volume in service.get("volumes", []):
            assert volume.startswith(("./", "/")) or volume.split(":")[0] in known["volumes"], volume
        assert set(service["networks"]) <= set(known["networks"])
    published = {name: service["ports"] for name, service in known["services"].items() if "ports" in service}
    assert set(published) == {"server", "web"}
    assert all(port.startswith("127.0.0.1:") for port in published["server"])
    assert not [name for name, one in known["services"].items() if one.get("network_mode") == "host"]
    assert published["web"] == ["${WEB_PORT:-8080}:8080"], "what is published, by nginx.conf, and nothing of Prefect"


def test_the_image_is_locked_and_not_root():
    text = (INFRA / "docker" / "Dockerfile").read_text(encoding="utf-8")
    stages = text.split("\nFROM ")
    assert "--require-hashes" in stages[1]
    assert re.search(r"^USER 10001", stages[-1], re.MULTILINE)
    assert re.search(r"^HEALTHCHECK", stages[-1], re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    for source in " ".join(copied).split():
        assert (ROOT / source).exists(), source
    for lock in ("run", "ocr", "scale"):
        assert (ROOT / "requirements" / f"{lock}.lock").exists()


def test_server_and_workers_have_the_same_prefect():
    versions = set()
    for lock in ("run", "ocr", "scale", "dev"):
        text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
        versions |= set(re.findall(r"^(prefect==\S+|fastapi==\S+)", text, re.MULTILINE))
    assert len(versions) == 2


def test_a_server_keeps_its_records_of_runs_for_a_while_and_not_for_ever_wherever_it_runs():
    from prefect.settings import Settings as PrefectSettings

    from flows.engine import ENVIRONMENT

    (kubernetes,) = (
        one["data"] for name, one in MANIFESTS if name == "config.yaml" and "server" in str(one["metadata"])
    )
    with pytest.MonkeyPatch.context() as patched:
        for name, value in ENVIRONMENT.items():
            patched.setenv(name, value)
        vacuum = PrefectSettings().server.services.db_vacuum
    assert vacuum.enabled_vacuum_types >= {"events", "flow_runs", "orphans"}
    assert vacuum.retention_period.days == 90
    kept = {name: value for name, value in ENVIRONMENT.items() if name.startswith("PREFECT_SERVER_SERVICES_")}
    for given in (kubernetes, compose()["services"]["server"]["environment"]):
        assert {name: given.get(name) for name in kept} == kept


# ---------------------------------------------------------------- what is public


def nginx_locations() -> list[str]:
    text = (INFRA / "docker" / "nginx.conf").read_text(encoding="utf-8")
    assert "location / { return 404; }" in text
    return re.findall(r"location ~ (\S+) \{", text)


def terraform(name: str) -> dict[str, Any]:
    return hcl2.loads((INFRA / "terraform" / name).read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """HCL as read, without the quotes that the parser may keep around strings."""
    if isinstance(value, str):
        return value.strip('"')
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {plain(key): plain(one) for key, one in value.items()}
    return value


def public_patterns() -> list[str]:
    return [re.escape(pattern).replace(r"\*", ".*") for pattern in published()]


@pytest.mark.parametrize("key", PUBLIC)
def test_what_is_published_can_be_read_by_anybody(key):
    assert any(re.match(location, f"/{key}") for location in nginx_locations())
    assert any(re.fullmatch(pattern, key) for pattern in public_patterns())


@pytest.mark.parametrize("key", PRIVATE)
def test_what_is_not_published_is_out_of_reach(key):
    assert not any(re.match(location, f"/{key}") for location in nginx_locations())
    assert not any(re.fullmatch(pattern, key) for pattern in public_patterns())


def test_no_role_may_delete_or_unlock_anything_but_its_own_probes():
    policy = bucket_policy("b", "", {name: f"arn:{name}" for name in IDENTITIES}, conditional=True)
    allowing = [one for one in policy["Statement"] if one["Effect"] == "Allow"]
    assert {action for one in allowing for action in one["Action"]} == {
        *("s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:AbortMultipartUpload", "s3:DeleteObject")
    }
    (deleting,) = (one for one in allowing if "s3:DeleteObject" in one["Action"])
    assert deleting["Resource"] == ["arn:aws:s3:::b/state/probes/*"]


def test_terraform_sets_the_very_policy_documents_and_gives_roles_nothing_else():
    text = (INFRA / "terraform" / "policies.tf").read_text(encoding="utf-8")
    taken = set(re.findall(r'"\$\{path\.module\}/\.\./access/([\w-]+\.json)"', text))
    assert taken == {path.name for path in (INFRA / "access").glob("*.json")}
    filled = set(re.findall(r"^    (\w+) +=", text, re.MULTILINE))
    asked = {
        name for path in (INFRA / "access").glob("*.json") for name in re.findall(r"\$\{(\w+)\}", path.read_text())
    }
    assert asked == filled & asked == {"bucket", "root", *IDENTITIES}
    kinds = {plain(kind) for resource in terraform("policies.tf")["resource"] for kind in resource}
    assert kinds == {"aws_iam_role"}
    assert "jsonencode" in text + (INFRA / "terraform" / "main.tf").read_text(encoding="utf-8")


def test_terraform_files_are_whole():
    found = {block for name in ("main.tf", "policies.tf", "variables.tf", "outputs.tf") for block in terraform(name)}
    assert {"terraform", "provider", "resource", "data", "locals", "variable", "output"} <= found
    kinds = {plain(kind) for resource in terraform("main.tf")["resource"] for kind in resource}
    assert {
        "aws_s3_bucket_versioning",
        "aws_s3_bucket_object_lock_configuration",
        "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_public_access_block",
    } <= kinds


# ---------------------------------------------------------------- systemd


@pytest.mark.parametrize("path", sorted((INFRA / "systemd").glob("*.service")), ids=lambda path: path.name)
def test_a_unit_starts_with_the_machine_again_after_a_fault_and_not_as_root(path):
    unit = configparser.RawConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]  # names of systemd are told apart by case
    unit.read(path, encoding="utf-8")
    assert unit["Install"]["WantedBy"] == "multi-user.target"
    assert unit["Service"]["Restart"] == "always"
    assert unit["Service"]["User"] == "xinfang"
    assert unit["Service"]["NoNewPrivileges"] == "yes"
    program = unit["Service"]["ExecStart"].split()
    assert program[0].startswith("/opt/xinfang/.venv/bin/")
    if program[0].endswith("xinfang"):
        from typer.main import get_command

        from flows.cli import app

        assert program[1] in get_command(app).commands  # type: ignore[attr-defined]  # a group has commands
    assert not re.search(r"(?i)(password|secret)\s*=\s*\S", path.read_text(encoding="utf-8"))
