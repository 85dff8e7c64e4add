"""The documents of spec/."""

from pathlib import Path

import pytest

SPEC = Path(__file__).parents[2] / "spec"


@pytest.fixture(params=sorted(path.stem for path in SPEC.glob("*.yaml")))
def spec_path(request):
    """Each document's path in turn."""
    return SPEC / f"{request.param}.yaml"
