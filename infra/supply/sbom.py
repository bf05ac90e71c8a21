"""The list of parts of a release, as CycloneDX: ``python -m infra.supply.sbom [FILE]`` (``make sbom``).

Made from the lock files alone: the same locks give the same bytes on any machine. It names no host and no time.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from domain.identifiers import sha256_hex
from infra.supply.locks import LOCKS, ROOT, Locked, catalogue_parts, python_parts

DEFAULT = ROOT / "build" / "sbom.cdx.json"
#: What a release installs: everything an operator may choose, nothing that only tests need.
RELEASED = ("run", "ocr", "scale")


def make_sbom() -> str:
    """The SBOM as JSON. Raises :class:`ValueError` if it does not keep to the schema of CycloneDX 1.6."""
    parts: dict[Locked, set[str]] = {}
    for lock in RELEASED:
        for part in python_parts(LOCKS / f"{lock}.lock"):
            parts.setdefault(part, set()).add(f"requirements/{lock}.lock")
    for part in catalogue_parts():
        parts.setdefault(part, set()).add("publish/site/frontend/package-lock.json")
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = Component(
        name=ours["name"],
        version=ours["version"],
        type=ComponentType.APPLICATION,
        bom_ref=f"pkg:generic/{ours['name']}",
    )
    bom = Bom(metadata=BomMetaData(component=root))
    components = [_component(part, sorted(found_in)) for part, found_in in sorted(parts.items())]
    bom.components.update(components)
    bom.dependencies.add(Dependency(root.bom_ref, [Dependency(one.bom_ref) for one in components]))
    content = "\n".join(f"{one.purl}" for one in components)
    bom.serial_number = UUID(str(uuid5(NAMESPACE_URL, sha256_hex(content.encode()))))
    bom.metadata.timestamp = None  # type: ignore[assignment]  # the schema lets it be absent, the model's types do not
    text = str(JsonV1Dot6(bom).output_as_string(indent=1)) + "\n"
    if broken := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"SBOM 不合规范 / the SBOM breaks its schema: {broken}")
    return text


def _component(part: Locked, found_in: list[str]) -> Component:
    namespace, _, name = part.name.rpartition("/")
    purl = PackageURL(part.kind, namespace or None, name, part.version)
    algorithms = {"SHA-256": HashAlgorithm.SHA_256, "SHA-512": HashAlgorithm.SHA_512}
    return Component(
        name=name,
        group=namespace or None,
        version=part.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        scope=ComponentScope.EXCLUDED if part.development else ComponentScope.REQUIRED,
        hashes=[HashType(alg=algorithms[algorithm], content=content) for algorithm, content in part.hashes],
        properties=[Property(name="xinfang:lock", value=one) for one in found_in],
    )


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    target.parent.mkdir(parents=True, exist_ok=True)
    text = make_sbom()
    target.write_text(text, encoding="utf-8")
    sys.stderr.write(f"{target}: {text.count('bom-ref') - 1} 个组成部分 parts, sha256 {sha256_hex(text.encode())}\n")


if __name__ == "__main__":
    main()
