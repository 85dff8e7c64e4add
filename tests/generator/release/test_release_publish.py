"""Publishing: what a real index asks for, and the whole way on loopback."""

from __future__ import annotations

import pytest

from generator.findings import CommandError
from generator.release.archives import build_archives, place_archives
from generator.release.index import index_at, upload_archives
from generator.release.publishing import Environment, create_environment, publish, require_tagged

REAL = {"NUMBERWIRE_INDEX_URL": "https://me:hush-hush@127.0.0.1.invalid/"}
ONLY = "Only a release is published to a real index: check out v0.1.0, or make it first (nox -s release)."


def refusal(project, environment, build=build_archives) -> str:
    """Return why a project can't be published; nothing is changed by trying, and no password is reported."""
    with pytest.raises(CommandError) as refused, project.unchanged():
        publish(project, environment, print, build=build)
    assert "hush-hush" not in str(refused.value)
    return str(refused.value)


def test_a_release_may_be_published(released):
    """A clean commit that carries the version's tag is one."""
    require_tagged(released)


def test_a_commit_without_a_tag_is_refused(project):
    """A real index takes releases alone."""
    assert (
        refusal(project, REAL) == f"The version is 0.1.0, and this commit carries no tag of a release. {ONLY}"
    )


def test_a_commit_after_the_tag_is_refused(released):
    """What comes after a release is not that release."""
    released.commit({"tests/test_it.py": "# later\n"})
    assert (
        refusal(released, REAL)
        == f"The version is 0.1.0, and this commit carries no tag of a release. {ONLY}"
    )


def test_a_wrong_tag_is_refused(released):
    """The tag has to be the version's."""
    released.git("tag", "--delete", "v0.1.0")
    released.git("tag", "v0.2.0")
    assert refusal(released, REAL) == f"The version is 0.1.0, and this commit carries the tag v0.2.0. {ONLY}"


def test_a_dirty_tree_is_refused(released):
    """What isn't committed isn't published."""
    released.write({"overrides/numberwire/more.py": ""})
    assert refusal(released, REAL) == (
        "Publishing needs a clean tree. Commit or put away overrides/numberwire/more.py."
    )


def test_what_nobody_tried_is_refused(released, archives):
    """A release that dist/ doesn't hold has to be built and tried first."""
    assert refusal(released, REAL, lambda *_: archives) == (
        "dist/numberwire-0.1.0.tar.gz is not there: build and try it first (nox -s build)."
    )


def test_an_index_that_cannot_be_reached_is_refused(sample, archives):
    """With all else in order, a real index that isn't there is one clear error."""
    place_archives(archives, sample.root / "dist")
    message = refusal(sample, REAL, lambda *_: archives)
    assert message.startswith("Nothing was uploaded. The index https://127.0.0.1.invalid/ can't be reached: ")
    assert "\n" not in message


def test_a_check_on_loopback_uploads_nothing(sample, archives, loopback, tmp_path):
    """A check tells what would be uploaded; loopback needs no tag."""
    sample.git("tag", "--delete", "v0.1.0")
    done = publish(
        sample, {"NUMBERWIRE_INDEX_URL": loopback.url}, print, is_check=True, build=lambda *_: archives
    )
    sample.git("tag", "v0.1.0")
    assert (done.files, done.call, list((tmp_path / "index").iterdir())) == (list(archives.files), {}, [])


def test_a_clean_environment_takes_the_project_from_one_index_alone(
    loopback, archives, tmp_path, monkeypatch
):
    """What was uploaded is installed and nothing else, whatever the machine's settings or the index offer."""
    wheel = next(name for name in archives.files if name.endswith(".whl"))
    elsewhere, published = tmp_path / "elsewhere", tmp_path / "index" / wheel
    place_archives(archives, elsewhere)
    (elsewhere / "numberwire-9.9.9-py3-none-any.whl").write_bytes(b"evil")
    monkeypatch.setenv("PIP_FIND_LINKS", str(elsewhere))
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", elsewhere.as_uri())
    monkeypatch.setenv("PIP_CONFIG_FILE", str(elsewhere / "pip.conf"))
    (elsewhere / "pip.conf").write_text(f"[global]\nfind-links = {elsewhere}\n", encoding="utf-8")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    upload_archives(loopback, archives, print)
    environment = create_environment(tmp_path / "clean")
    # The index has other bytes under the right name, then none, while the machine's settings offer the right ones.
    for content, refusal in ((b"evil", "DO NOT MATCH THE HASHES"), (None, "No matching distribution found")):
        published.unlink()
        if content:
            published.write_bytes(content)
        with pytest.raises(CommandError, match=refusal):
            environment.install_from(loopback, archives)
        assert list(environment.folder.rglob("site-packages/numberwire")) == []
        published.write_bytes(archives.files[wheel])
    environment.install_from(loopback, archives)
    module_command = next(environment.folder.rglob("site-packages/numberwire/__init__.py"))
    assert "def buy" in module_command.read_text(encoding="utf-8")
    assert environment.requirements("numberwire") == []


def test_extras_and_other_machines_needs_are_left_out(tmp_path):
    """What an installed project needs is read from its metadata, without its extras."""
    metadata = tmp_path / "lib" / "site-packages" / "numberwire-0.1.0.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    needs = ("msgspec>=0.21,<0.23", "uvicorn>=0.40; extra == 'sandbox'", "x; sys_platform == 'none'")
    lines = (
        "Metadata-Version: 2.4",
        "Name: numberwire",
        "Version: 0.1.0",
        *(f"Requires-Dist: {one}" for one in needs),
    )
    metadata.write_text("\n".join(lines), encoding="utf-8")
    assert Environment(tmp_path).requirements("numberwire") == ["msgspec<0.23,>=0.21"]


def test_an_index_of_ones_own_on_loopback_needs_no_tag(loopback):
    """An index on loopback is known by its address, whoever started it."""
    assert index_at(loopback.url, {}).is_loopback
