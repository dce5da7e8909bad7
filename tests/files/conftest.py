"""What moderators' files are held against: the curated facts and the registry."""

import pytest

from calculators.engine import Engine
from calculators.loading import known_to
from facts.files import Known


@pytest.fixture(scope="session")
def known(engine: Engine) -> Known:
    return known_to(engine.registry, engine.facts)
