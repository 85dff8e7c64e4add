"""The reader of archives: what comes out of a wheel, an sdist or a tar stream, and what is refused."""

from __future__ import annotations

import io
import tarfile

import pytest

from generator import archive_reader
from generator.archive_reader import read_archive, unpack_tar
from generator.findings import CommandError
from tests.generator.diff.states import wheel


def is_wanted(name: str) -> bool:
    """Want what is in the folder spec."""
    return name.startswith("spec/")


def tar(*members: tarfile.TarInfo) -> io.BytesIO:
    """Return a tar archive of empty files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(bytes(member.size)))
    stream.seek(0)
    return stream


def member(name: str, **facts: object) -> tarfile.TarInfo:
    """Return a member of a tar archive."""
    archive = tarfile.TarInfo(name)
    for key, value in facts.items():
        setattr(archive, key, value)
    return archive


@pytest.mark.parametrize(
    "hostile",
    [
        member("spec/../../evil"),
        member("spec/link", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("spec/link", type=tarfile.SYMTYPE, linkname="../../evil"),
        member("spec/link", type=tarfile.LNKTYPE, linkname="../../evil"),
        member("spec/device", type=tarfile.CHRTYPE),
    ],
    ids=["outside", "an absolute link", "a link outside", "a hard link outside", "a device"],
)
def test_a_revision_that_would_write_elsewhere_is_refused(tmp_path, hostile):
    """A tar archive can't reach outside of its folder, and nothing of it is left there."""
    with pytest.raises(CommandError, match=r"^v1 holds a file that may not be unpacked: "):
        unpack_tar(tar(hostile), tmp_path, "v1", is_wanted)
    assert list(tmp_path.rglob("*")) in ([], [tmp_path / "spec"])


def test_a_revision_that_is_no_archive_is_refused(tmp_path):
    """What is cut off or no tar at all is one error."""
    for content in (b"no tar", tar(member("spec/a", size=5000)).getvalue()[:2000]):
        with pytest.raises(CommandError, match=r"^v1 can't be unpacked: "):
            unpack_tar(io.BytesIO(content), tmp_path, "v1", is_wanted)


@pytest.mark.parametrize(("files", "size"), [(3, 0), (1, 100)])
def test_what_is_too_large_is_refused_before_it_is_unpacked(tmp_path, monkeypatch, files, size):
    """More files or bytes than an archive may have are refused, of a tar stream, an sdist and a wheel alike."""
    monkeypatch.setattr(archive_reader, "MOST_FILES", 2)
    monkeypatch.setattr(archive_reader, "MOST_BYTES", 50)
    names = [f"spec/{number}" for number in range(files)]
    with pytest.raises(CommandError, match=r"^v1 holds more than 2 files or 0 MiB"):
        unpack_tar(tar(*(member(name, size=size) for name in names)), tmp_path / "tar", "v1", is_wanted)
    path = wheel(tmp_path / "large.whl", dict.fromkeys(names, "x" * size))
    with pytest.raises(CommandError, match=r"^large\.whl holds more than "):
        read_archive(path)
    sdist = tmp_path / "large.tar.gz"
    sdist.write_bytes(tar(*(member(f"large/{name}", size=size) for name in names)).getvalue())
    with pytest.raises(CommandError, match=r"^large\.tar\.gz holds more than "):
        read_archive(sdist)


def test_an_archive_is_its_files_by_name(tmp_path):
    """A wheel's files have their own names; those of an sdist are named below its top folder."""
    sdist = tmp_path / "shop-1.tar.gz"
    sdist.write_bytes(tar(member("shop-1", type=tarfile.DIRTYPE), member("shop-1/a/b.py", size=2)).getvalue())
    assert read_archive(sdist) == {"a/b.py": bytes(2)}
    assert read_archive(wheel(tmp_path / "shop-1.whl", {"a/b.py": "b"})) == {"a/b.py": b"b"}


@pytest.mark.parametrize("name", ["cut.tar.gz", "cut.whl"])
def test_a_file_that_is_no_archive_is_refused(tmp_path, name):
    """The error names the archive, and says what to do."""
    (tmp_path / name).write_bytes(b"no archive")
    with pytest.raises(CommandError, match=rf"^{name} can't be unpacked: .*Build or download it again\.$"):
        read_archive(tmp_path / name)
