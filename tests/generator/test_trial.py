"""A package is tried by another interpreter, which tells whatever a user would have run into."""

import pytest

from generator.trial import TrialError, try_package

MODEL = "import msgspec\n\n\nclass A(msgspec.Struct):\n    a: {}\n"
WRONG = {
    "import-fails": ("import nowhere_to_be_found", "pets: ModuleNotFoundError"),
    "raises": ("raise SystemError('no')", "pets: SystemError: no"),
    "other-package": ("import ruff", "ruff was loaded"),
    "unresolved": (MODEL.format("'Gone'"), "pets.A: NameError"),
    "undecodable": (
        MODEL.format("'A | B'") + "\n\nclass B(msgspec.Struct):\n    b: int\n",
        "pets.A: TypeError",
    ),
    "unresolved-function": ("def f(a: 'Gone'): ...", "pets.f: NameError"),
}


@pytest.mark.parametrize(("source", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_package_that_cant_be_used_is_refused(source, words, tmp_path):
    """A module that fails, loads too much, or whose types don't resolve or decode is named with the reason."""
    (tmp_path / "pets").mkdir()
    (tmp_path / "pets" / "__init__.py").write_text(source, encoding="utf-8")
    with pytest.raises(TrialError) as caught:
        try_package(tmp_path, "pets", ["A"])
    assert str(caught.value).startswith(words)


def test_a_trial_leaves_nothing_behind(tmp_path):
    """A package that works is left as it was: no cache beside its files."""
    (tmp_path / "pets").mkdir()
    (tmp_path / "pets" / "__init__.py").write_text("import json, msgspec", encoding="utf-8")
    try_package(tmp_path, "pets", [])
    assert [path.name for path in tmp_path.rglob("*")] == ["pets", "__init__.py"]
