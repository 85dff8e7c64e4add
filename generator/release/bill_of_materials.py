"""Writes the wheel's bill of materials: the package and what it needs at run time, as CycloneDX JSON (PEP 770).

hatchling runs this in every build of a wheel, so it needs hatchling and packaging and nothing of the project.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.core import ProjectMetadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

_OPERATORS = ("<", "<=", ">=", ">")
"""What a range may hold: pip and CycloneDX write it alike."""


class BillOfMaterialsHook(BuildHookInterface[Any]):
    """Puts `NAME.cdx.json` into the wheel's `.dist-info/sboms/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's interface
        """Write the file, and name it to hatchling."""
        self._folder = TemporaryDirectory()
        # hatchling leaves out what its metadata is a type of.
        metadata: ProjectMetadata[Any] = self.metadata  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        core = metadata.core
        document = bill_of_materials(core.name, metadata.version, core.license_expression, core.dependencies)
        path = Path(self._folder.name, f"{core.name}.cdx.json")
        path.write_text(f"{json.dumps(document, indent=2)}\n", encoding="utf-8", newline="\n")
        build_data["sbom_files"].append(str(path))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - the same
        """Remove the file, which is in the wheel now."""
        self._folder.cleanup()


def bill_of_materials(
    name: str, version: str, license_expression: str, dependencies: Sequence[str]
) -> dict[str, Any]:
    """Return a CycloneDX document; it has no time and no serial number, so that two builds are the same bytes.

    Args:
        name: The project's name.
        version: Its version.
        license_expression: Its licence, as an SPDX expression.
        dependencies: What it needs at run time, as requirements.
    """
    package = f"pkg:pypi/{canonicalize_name(name)}@{version}"
    components = [_component(Requirement(dependency)) for dependency in sorted(dependencies)]
    references = [component["bom-ref"] for component in components]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": package,
                "name": name,
                "version": version,
                "purl": package,
                "licenses": [{"expression": license_expression}],
            }
        },
        "components": components,
        "dependencies": [
            {"ref": package, "dependsOn": references},
            *({"ref": reference} for reference in references),
        ],
    }


def _component(requirement: Requirement) -> dict[str, Any]:
    """Return a dependency: it is not in the wheel, and the installer chooses its version within the range."""
    name = canonicalize_name(requirement.name)
    limits = sorted(requirement.specifier, key=lambda limit: Version(limit.version))
    if any(limit.operator not in _OPERATORS for limit in limits):
        raise ValueError(f"{requirement}: a bill of materials states only {', '.join(_OPERATORS)}.")
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}",
        "name": requirement.name,
        "isExternal": True,
        "versionRange": f"vers:pypi/{'|'.join(map(str, limits)) or '*'}",
        "purl": f"pkg:pypi/{name}",
    }
