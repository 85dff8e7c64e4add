"""Building, and what the archives hold."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.archive_reader import read_archive
from generator.findings import CommandError
from generator.git import Repository
from generator.release.archives import (
    archive_differences,
    archive_time,
    build_archives,
    place_archives,
    require_contents,
    require_in_dist,
    require_rendered,
    require_same_archives,
)
from generator.release.bill_of_materials import bill_of_materials

ROOT = Path(__file__).parents[3]
WHEEL, SDIST = "numberwire-0.1.0-py3-none-any.whl", "numberwire-0.1.0.tar.gz"
PACKAGES = {
    "numberwire/__init__.py",
    "numberwire/py.typed",
    "numberwire_api/__init__.py",
    "numberwire_api/py.typed",
}
METADATA = "numberwire-0.1.0.dist-info"
BILL = f"{METADATA}/sboms/numberwire.cdx.json"
OTHER = "has a bill of materials that differs from its metadata."
STAMPS = """
import os, tempfile
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Stamp(BuildHookInterface):
    def initialize(self, version, build_data):
        handle, path = tempfile.mkstemp()
        os.write(handle, path.encode())
        os.close(handle)
        build_data["force_include"][path] = "numberwire/stamp.py"
"""


@pytest.fixture
def built(archives, tmp_path) -> tuple[Path, Path]:
    """Return the two archives of the sample as files."""
    folder = tmp_path / "built"
    place_archives(archives, folder)
    return folder / SDIST, folder / WHEEL


def changed(archive: Path, name: str, content: bytes | None) -> Path:
    """Return an archive, in a folder beside, with a file more, another or, for None, fewer."""
    files = read_archive(archive)
    if content is None:
        del files[name]
    else:
        files[name] = content
    rebuilt = archive.parents[1] / "changed" / archive.name
    rebuilt.parent.mkdir(exist_ok=True)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(rebuilt, "w") as wheel:
            for path, file_content in files.items():
                wheel.writestr(path, file_content)
        return rebuilt
    with tarfile.open(rebuilt, "w:gz") as sdist:
        for path, file_content in files.items():
            member = tarfile.TarInfo(f"numberwire-0.1.0/{path}")
            member.size = len(file_content)
            sdist.addfile(member, io.BytesIO(file_content))
    return rebuilt


def test_our_own_archives_are_built_twice_alike():
    """From the tree, from the sdist and from a copy of the tree, our own archives are the same bytes."""
    reported = []
    built = build_archives(Repository(ROOT), reported.append)
    sdist, wheel = built.files
    assert reported == [
        "building the sdist from the tree, and the wheel from the sdist",
        "building both again, from a copy of the tree",
    ]
    assert (sdist, wheel) == (
        f"numberwire-{built.version}.tar.gz",
        f"numberwire-{built.version}-py3-none-any.whl",
    )
    with zipfile.ZipFile(io.BytesIO(built.files[wheel])) as archive:
        names = set(archive.namelist())
        bill = json.loads(archive.read(f"numberwire-{built.version}.dist-info/sboms/numberwire.cdx.json"))
    assert [component["name"] for component in bill["components"]] == ["h11", "msgspec", "truststore"]
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"numberwire", "numberwire_api", f"numberwire-{built.version}.dist-info"}
    assert {"numberwire/py.typed", "numberwire_api/py.typed"} <= names


def test_the_archives_hold_the_packages_and_nothing_else(built):
    """The wheel holds both packages with their markers, and the licence; the sdist what builds them."""
    sdist, wheel = built
    rooms = {"numberwire": "overrides", "numberwire_api": "generated"}
    assert set(read_archive(wheel)) == PACKAGES | {
        f"{METADATA}/{name}"
        for name in ("METADATA", "RECORD", "WHEEL", "licenses/LICENSE", "sboms/numberwire.cdx.json")
    }
    assert set(read_archive(sdist)) == {
        *(
            ".gitignore",
            "CHANGELOG.md",
            "LICENSE",
            "PKG-INFO",
            "README.md",
            "generator/release/bill_of_materials.py",
            "pyproject.toml",
        ),
        *(f"{rooms[name.partition('/')[0]]}/{name}" for name in PACKAGES),
    }


def test_the_bill_of_materials_names_the_package(built):
    """The wheel carries a CycloneDX document about the package and its licence."""
    _, wheel = built
    document = json.loads(read_archive(wheel)[BILL])
    assert (document["bomFormat"], document["specVersion"], document["components"]) == (
        "CycloneDX",
        "1.7",
        [],
    )
    assert document["metadata"]["component"] == {
        "type": "library",
        "bom-ref": "pkg:pypi/numberwire@0.1.0",
        "name": "numberwire",
        "version": "0.1.0",
        "purl": "pkg:pypi/numberwire@0.1.0",
        "licenses": [{"expression": "MIT"}],
    }


def test_the_bill_of_materials_names_what_the_package_needs():
    """Each dependency is a component outside of the wheel, with the range that an installer may choose from."""
    document = bill_of_materials("numberwire", "0.1.0", "MIT", ["msgspec<0.10,>=0.9", "Any_Thing"])
    assert document["components"] == [
        {
            "type": "library",
            "bom-ref": "pkg:pypi/any-thing",
            "name": "Any_Thing",
            "isExternal": True,
            "versionRange": "vers:pypi/*",
            "purl": "pkg:pypi/any-thing",
        },
        {
            "type": "library",
            "bom-ref": "pkg:pypi/msgspec",
            "name": "msgspec",
            "isExternal": True,
            "versionRange": "vers:pypi/>=0.9|<0.10",
            "purl": "pkg:pypi/msgspec",
        },
    ]
    assert document["dependencies"] == [
        {"ref": "pkg:pypi/numberwire@0.1.0", "dependsOn": ["pkg:pypi/any-thing", "pkg:pypi/msgspec"]},
        {"ref": "pkg:pypi/any-thing"},
        {"ref": "pkg:pypi/msgspec"},
    ]


def test_a_range_that_a_bill_cannot_state_is_refused():
    """A requirement that pip and CycloneDX write differently fails the build."""
    with pytest.raises(ValueError, match=r"^msgspec~=0\.21: a bill of materials states only"):
        bill_of_materials("numberwire", "0.1.0", "MIT", ["msgspec~=0.21"])


def test_archives_carry_the_day_of_the_release(sample, archives, silent, tmp_path):
    """A release is built the same from another clone on a later day, for its archives carry its own day."""
    with tarfile.open(fileobj=io.BytesIO(archives.files[SDIST])) as archive:
        days = {member.mtime for member in archive.getmembers()}
    assert days == {int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())}
    elsewhere = type(sample)(tmp_path / "elsewhere")
    sample.git("clone", "--quiet", str(sample.root), str(elsewhere.root))
    elsewhere.commit({"tests/test_it.py": "# later\n"})
    assert build_archives(elsewhere, silent).hashes == archives.hashes


def test_archives_of_no_release_carry_the_time_of_the_commit(project):
    """A version that the changelog doesn't know has the time of the last commit."""
    assert archive_time(project, "0.1.0") == int(project.git("log", "-1", "--format=%ct"))


def test_a_build_that_fails_says_why(project, silent):
    """The words of the builder are in the error, and nothing is changed, dist/ neither."""
    pyproject = (project.root / "pyproject.toml").read_text(encoding="utf-8")
    project.write({"pyproject.toml": pyproject.replace('readme = "README.md"', "readme = 1")})
    project.write({"dist/numberwire-0.0.9.tar.gz": "older"})
    with pytest.raises(CommandError) as refused, project.unchanged():
        build_archives(project, silent)
    assert str(refused.value).startswith("build ended with 1:\n")
    assert "Field `project.readme` must be a string or a table" in str(refused.value)


def test_a_build_that_is_not_reproducible_is_refused(project, silent, tmp_path, monkeypatch):
    """Where a build puts something of its own moment into the wheel, the two builds differ, and nothing is made."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    project.commit({"generator/release/bill_of_materials.py": STAMPS})
    with pytest.raises(CommandError) as refused, project.unchanged():
        build_archives(project, silent)
    assert str(refused.value) == (
        "Two builds of one tree differ, so they could not be verified:"
        f" {WHEEL} in {METADATA}/RECORD, numberwire/stamp.py."
    )


def test_a_description_that_does_not_render_is_refused(built):
    """What an index could not show is found before it is uploaded."""
    sdist, wheel = built
    require_rendered(sdist, wheel)
    metadata = read_archive(wheel)[f"{METADATA}/METADATA"].replace(b"text/markdown", b"text/x-rst")
    with pytest.raises(CommandError, match=r"(?s)^twine check ended with 1:.*Unknown directive"):
        require_rendered(changed(wheel, f"{METADATA}/METADATA", metadata + b"\n.. no-such::\n"))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("tests/test_it.py", b"", "holds tests/test_it.py, which doesn't belong there."),
        ("generator/cli.py", b"", "holds generator/cli.py, which doesn't belong there."),
        ("numberwire/__init__.py", b"evil()", "holds another numberwire/__init__.py than the tree."),
        ("numberwire/py.typed", None, "lacks numberwire/py.typed."),
        ("numberwire_api/__init__.py", None, "lacks numberwire_api/__init__.py."),
        (f"{METADATA}/licenses/LICENSE", None, f"lacks {METADATA}/licenses/LICENSE."),
        (BILL, None, f"lacks {BILL}."),
        (
            BILL,
            b'{"metadata": {"component": {"name": "numberwire", "version": "0.0.9"}}, "components": []}',
            OTHER,
        ),
    ],
)
def test_a_wheel_that_holds_something_else_is_refused(name, content, message, built, sample):
    """Each file of the wheel has to be the tree's, byte for byte, and none may be more or fewer."""
    sdist, wheel = built
    require_contents(sample, sdist, wheel)
    with pytest.raises(CommandError) as refused:
        require_contents(sample, sdist, changed(wheel, name, content))
    assert str(refused.value) == f"{WHEEL} {message}"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("tests/test_it.py", b"", "holds tests/test_it.py, which doesn't belong there."),
        (
            "overrides/numberwire/__init__.py",
            b"evil()",
            "holds another overrides/numberwire/__init__.py than the tree.",
        ),
        ("LICENSE", None, "lacks LICENSE."),
    ],
)
def test_an_sdist_that_holds_something_else_is_refused(name, content, message, built, sample):
    """The same holds for the sdist."""
    sdist, wheel = built
    with pytest.raises(CommandError) as refused:
        require_contents(sample, changed(sdist, name, content), wheel)
    assert str(refused.value) == f"{SDIST} {message}"


def test_a_package_without_its_marker_is_refused(built, project):
    """A marker that is missing in the tree is missed in the wheel, too."""
    sdist, wheel = built
    project.release("0.1.0")
    project.write({"overrides/numberwire/py.typed": None})
    with pytest.raises(CommandError) as refused:
        require_contents(project, sdist, changed(wheel, "numberwire/py.typed", None))
    assert str(refused.value) == f"{WHEEL} lacks numberwire/py.typed."


def test_two_builds_that_differ_are_refused(built):
    """What differs between two builds is named down to the file in the archive."""
    _, wheel = built
    other = changed(wheel, "numberwire/__init__.py", b"now = 1")
    require_same_archives(wheel.parent, wheel.parent)
    with pytest.raises(CommandError) as refused:
        require_same_archives(wheel.parent, other.parent)
    assert str(refused.value) == (
        "Two builds of one tree differ, so they could not be verified:"
        f" {WHEEL} in numberwire/__init__.py; only one of them has {SDIST}."
    )


def test_a_build_that_differs_in_its_records_alone_is_told_too(built):
    """Two archives of the same files that are other bytes differ."""
    sdist, wheel = built
    other = changed(wheel, "numberwire/py.typed", b"")
    sdist.unlink()
    reported = f"{WHEEL} in the archive's own records, such as a time or a mode"
    assert archive_differences(wheel.parent, other.parent) == [reported]


def test_placing_replaces_other_versions_alone(archives, tmp_path):
    """dist/ holds the version's two archives, and what isn't ours stays."""
    for name in ("numberwire-0.0.9.tar.gz", "other.txt"):
        (tmp_path / name).write_bytes(b"older")
    place_archives(archives, tmp_path)
    members = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert members == {**archives.files, "other.txt": b"older"}
    require_in_dist(archives, tmp_path)


@pytest.mark.parametrize(
    ("content", "state"), [(b"another", "is not what this commit builds"), (None, "is not there")]
)
def test_archives_that_nobody_tried_are_refused(content, state, archives, tmp_path):
    """What dist/ doesn't hold, or holds otherwise, has not been tried."""
    place_archives(archives, tmp_path)
    (tmp_path / SDIST).unlink()
    if content is not None:
        (tmp_path / SDIST).write_bytes(content)
    with pytest.raises(CommandError) as refused:
        require_in_dist(archives, tmp_path)
    assert str(refused.value) == f"dist/{SDIST} {state}: build and try it first (nox -s build)."
