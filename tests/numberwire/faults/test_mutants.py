"""The mutants of the mutation session, as far as a glance can tell."""

import pytest

from tests.numberwire.faults.mutants import MUTANTS
from tests.numberwire.faults.mutations import faults_of


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_can_be_made(mutant):
    """Each mistake can still be made: the text that it edits stands in the client, once."""
    assert faults_of(mutant) == []
