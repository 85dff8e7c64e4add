"""The small API in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generator.docs.accept.pets import SOURCES, SPEC, Shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Return the small API in a folder of its own, which is the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec" / "sources").mkdir(parents=True)
    made = Shop(Path("spec/shop.yaml"), Path("spec/sources/shop.yaml"))
    made.spec.write_text(SPEC, encoding="utf-8")
    made.sources.write_text(SOURCES, encoding="utf-8")
    return made
