"""Any sequence of change sets against a model in plain dicts: every version is what that says."""

from __future__ import annotations

import os
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.loaded import Entry
from facts.store import Changes, Conflict
from facts.store.store import Store
from tests.store.samples import ANNE, pue

EXAMPLES = 500 if os.environ.get("RACKMATH_SOAK") else 10
SERVERS = count(1)
SITES = ("a", "b", "c")
LOADS = st.dictionaries(st.sampled_from(SITES), st.none() | st.integers(1, 4), max_size=3)
# An undo or a return names a version by its share of those that there are.
STEPS = st.lists(
    st.tuples(st.just("load"), LOADS)
    | st.tuples(st.sampled_from(["undo", "force", "revert"]), st.integers(0, 7)),
    max_size=9,
)
State = dict[str, Entry]


def changes(loads: dict[str, int | None]) -> Changes:
    made: dict[str, Entry | None] = {}
    for site, value in loads.items():
        entry = pue(value or 1, site)
        made[entry.key] = entry if value else None
    return made


class Model:
    """States by version; each but the first with what its change set replaced."""

    def __init__(self) -> None:
        self.states: list[State] = [{}]
        self.replaced: list[dict[str, Entry | None]] = [{}]

    def apply(self, wanted: Changes) -> None:
        before = self.states[-1]
        after = {key: each for key, each in {**before, **wanted}.items() if each}
        self.states.append(after)
        different = {key for key in wanted if before.get(key) != after.get(key)}
        self.replaced.append({key: before.get(key) for key in different})

    def overtaken(self, version: int) -> set[str]:
        later = set().union(*self.replaced[version + 1 :])
        return later & set(self.replaced[version])

    def revert(self, version: int) -> None:
        self.apply({**dict.fromkeys(self.states[-1]), **self.states[version]})


async def undo(store: Store, server: int, model: Model, version: int, *, force: bool) -> None:
    overtaken = model.overtaken(version)
    undone = store.facts.undo(server, version, by=ANNE, why="", token=None, force=force)
    if overtaken and not force:
        with pytest.raises(Conflict) as refused:
            await undone
        assert set(refused.value.keys) == overtaken
    else:
        await undone
        model.apply(model.replaced[version])


async def take(store: Store, server: int, model: Model, step: str, what) -> None:
    last = len(model.states) - 1
    if step == "load":
        await store.facts.apply(server, changes(what), by=ANNE, why="", token=None)
        model.apply(changes(what))
    elif step == "revert":
        await store.facts.revert(server, what % (last + 1), by=ANNE, why="", token=None)
        model.revert(what % (last + 1))
    elif last:
        await undo(store, server, model, 1 + what % last, force=step == "force")


@pytest.mark.soak
@pytest.mark.timeout(600)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_every_version_is_what_the_change_sets_say(store: Store, steps):
    server, model = next(SERVERS), Model()
    for step, what in steps:
        await take(store, server, model, step, what)
    for version, state in enumerate(model.states):
        facts = await store.facts.at(server, version)
        assert {key: held.entry for key, held in facts.entries.items()} == state
    assert await store.facts.current(server) == await store.facts.at(server, len(model.states) - 1)
    made = await store.facts.history(server, 100)
    assert [each.version for each in made] == list(range(len(model.states) - 1, 0, -1))
    for each in made:
        before, after = model.states[each.version - 1 : each.version + 1]
        recorded = await store.facts.changes(server, each.version)
        assert len(recorded) == each.size
        assert {key: (change.before, change.after) for key, change in recorded.items()} == {
            key: (before.get(key), after.get(key)) for key in model.replaced[each.version]
        }
