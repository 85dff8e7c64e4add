"""Uploading: once, whole, and with the truth about what arrived."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from generator.findings import CommandError
from generator.release.index import index_at, missing_archives, upload_archives
from generator.release.publishing import serve_folder

WHEEL, SDIST = "numberwire-0.1.0-py3-none-any.whl", "numberwire-0.1.0.tar.gz"
SECRET = "hush-hush"


def contents(folder: Path) -> dict[str, bytes]:
    """Return what an index holds."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_both_archives_are_uploaded_once(loopback, archives, tmp_path, monkeypatch):
    """The index has both archives, byte for byte; a second upload of them is refused, and changes nothing."""
    # A proxy of the environment is not asked for a server of this machine.
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    reported = []
    assert upload_archives(loopback, archives, reported.append) == [SDIST, WHEEL]
    assert reported == [f"uploading {SDIST} and {WHEEL} to {loopback.url}"]
    assert contents(tmp_path / "index") == archives.files
    with pytest.raises(CommandError) as refused:
        upload_archives(loopback, archives, reported.append)
    assert str(refused.value) == "The index has 0.1.0 already, the same bytes. Nothing was uploaded."
    assert (contents(tmp_path / "index"), len(reported)) == (archives.files, 1)


@pytest.mark.parametrize("name", [WHEEL, SDIST])
def test_other_bytes_under_the_same_name_are_refused(name, loopback, archives, tmp_path):
    """A version that the index has with other bytes is taken, and neither file is touched."""
    (tmp_path / "index" / name).write_bytes(b"another")
    with pytest.raises(CommandError) as refused:
        upload_archives(loopback, archives, print)
    assert str(refused.value) == (
        f"The index has another {name} than this, and a published file can't be replaced:"
        " raise the version (0.1.0 is taken). Nothing was uploaded."
    )
    assert contents(tmp_path / "index") == {name: b"another"}


@pytest.mark.parametrize("name", [WHEEL, SDIST])
def test_half_an_upload_is_completed(name, loopback, archives, tmp_path):
    """Where one archive is there already, the other is uploaded, and it alone."""
    (tmp_path / "index" / name).write_bytes(archives.files[name])
    other = next(archive for archive in archives.files if archive != name)
    reported = []
    assert upload_archives(loopback, archives, reported.append) == [other]
    assert reported[0] == f"an earlier upload stopped half way; what is missing is {other}"
    assert contents(tmp_path / "index") == archives.files


def test_an_upload_that_ends_half_way_says_what_is_there(loopback, archives, tmp_path):
    """After a failure in the middle the error names what arrived and what didn't, and how to go on."""
    # The server can't write the second file.
    (tmp_path / "index" / SDIST).mkdir()
    with pytest.raises(CommandError) as refused:
        upload_archives(loopback, archives, print)
    first, *rest = str(refused.value).splitlines()
    assert first == (
        f"The upload stopped half way: the index has {WHEEL} and lacks {SDIST}."
        " Run the same command from the same commit again: it uploads what is missing."
    )
    assert rest[0] == "twine upload ended with 1:"
    (tmp_path / "index" / SDIST).rmdir()
    assert contents(tmp_path / "index") == {WHEEL: archives.files[WHEEL]}
    assert upload_archives(loopback, archives, print) == [SDIST]


def test_an_upload_that_fails_at_once_leaves_nothing(archives, tmp_path):
    """An index that refuses the upload has nothing, and the error shows no password."""
    (tmp_path / "index").mkdir()
    with serve_folder(tmp_path / "index") as url:
        # It lists, and what is posted below it is not taken.
        index = index_at(f"{url}nowhere/", {"TWINE_USERNAME": SECRET, "TWINE_PASSWORD": SECRET})
        with pytest.raises(CommandError) as refused:
            upload_archives(index, archives, print)
    assert str(refused.value).startswith(
        "The upload failed; the index has nothing of 0.1.0.\ntwine upload ended with 1:"
    )
    assert SECRET not in str(refused.value)
    assert contents(tmp_path / "index") == {}


def test_an_index_that_is_gone_is_refused_before_anything_is_sent(archives, tmp_path):
    """An index that can't be reached is one clear error."""
    (tmp_path / "index").mkdir()
    with serve_folder(tmp_path / "index") as url:
        index = index_at(url, {})
    reported = []
    with pytest.raises(CommandError) as refused:
        upload_archives(index, archives, reported.append)
    assert str(refused.value).startswith(f"Nothing was uploaded. The index {url} can't be reached: ")
    assert reported == []


def test_an_index_that_dies_after_an_upload_leaves_it_open(archives, answering):
    """Where nobody can say what arrived, that is what is said."""
    asked = []

    def answer(request):
        asked.append(request.command)
        return 500 if asked.count("GET") > 1 else 200, {}, ""

    with answering(answer) as url, pytest.raises(CommandError) as refused:
        upload_archives(index_at(url, {}), archives, print)
    assert str(refused.value) == (
        "The upload stopped, and it is unknown what arrived. The index doesn't say what it has:"
        f" {url}/simple/numberwire/ answers 500."
    )
    assert asked == ["GET", "POST", "POST", "GET"]


def test_an_index_that_takes_and_does_not_list_is_told(archives, answering):
    """An upload is believed when the index lists it, and not before."""
    with answering(lambda _: (200, {}, "")) as url, pytest.raises(CommandError) as refused:
        upload_archives(index_at(url, {}), archives, print)
    assert str(refused.value) == (
        f"The upload succeeded, but the index doesn't list {SDIST} and {WHEEL}: some take a while."
        f" Look at {url}/simple/numberwire/ before you announce it."
    )


def test_credentials_for_another_index_are_not_sent(archives, answering, monkeypatch):
    """What twine's variables hold for a real index is never sent to one that was started without them."""
    monkeypatch.setenv("TWINE_USERNAME", "me")
    monkeypatch.setenv("TWINE_PASSWORD", SECRET)
    credentials = set()

    def answer(request):
        credentials.add(request.headers["authorization"])
        return 200, {}, ""

    with answering(answer) as url, pytest.raises(CommandError):
        upload_archives(index_at(url, {}), archives, print)
    assert credentials == {f"Basic {base64.b64encode(b'anyone:anyone').decode()}"}


def test_what_an_index_lacks_is_told_in_order(loopback, archives):
    """An empty index lacks both."""
    assert missing_archives(loopback, archives) == [SDIST, WHEEL]
