"""Fixtures that every test may use; the engine is built once for a test process."""

import pytest
from hypothesis import settings

from calculators.engine import Engine, curated
from calculators.registry import Registry, declared
from facts import Facts

# No timed assertions: a machine under load must not fail a property.
settings.register_profile("rackmath", deadline=None)
settings.load_profile("rackmath")


@pytest.fixture(scope="session")
def engine() -> Engine:
    return curated()


@pytest.fixture(scope="session")
def registry() -> Registry:
    return declared()


@pytest.fixture(scope="session")
def facts(engine: Engine) -> Facts:
    return engine.facts
