"""What holds for any givens: scaling, the way back, direction, bounds; and for any text at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from calculators.answer import Answer
from calculators.engine import Engine, curated
from calculators.given import read_value, understood

ENGINE = curated()
SCHEMA = Draft202012Validator(Answer.model_json_schema(mode="serialization"))
QUANTITIES = ENGINE.registry.quantities
TOPICS = sorted(ENGINE.registry.topics)
few = settings(deadline=None, max_examples=25)
some = settings(deadline=None, max_examples=60)

counts = st.integers(1, 10**9)
watts = st.floats(1, 1e5).map(lambda number: f"{number:.6g} W")
shares = st.floats(0.01, 1).map(lambda number: f"{100 * number:.6g}%")
pues = st.floats(1, 3).map(lambda number: f"{number:.6g}")
days = st.floats(0.1, 3650).map(lambda number: f"{number:.6g} days")
qualifiers = st.sampled_from(["", "at least ", "up to ", "about "])
servers = st.fixed_dictionaries({"server_power": watts, "gpus_per_server": st.integers(1, 16)})
givens = st.fixed_dictionaries(
    {"gpus": counts, "device_power": watts, "utilisation": shares, "pue": pues, "duration": days}
)


def results(topic: str, **options: Any) -> dict[str, float]:
    return {each.quantity: each.value for each in answer(topic, **options).results}


def answer(topic: str, **options: Any) -> Answer:
    found = ENGINE.answer(topic, {name: str(value) for name, value in options.items()})
    assert found.refusal is None, found.refusal
    return found


LINEAR = {
    "power": {"chip_power", "it_power", "facility_power", "facility_energy"},
    "energy": {"chip_energy", "it_energy", "facility_energy"},
    "households": {"chip_households", "it_households", "households", "facility_energy"},
}
PER_DEVICE = {"device_energy"}


@pytest.mark.parametrize("topic", LINEAR)
@given(known=givens, server=servers)
@few
def test_twice_the_accelerators_twice_the_result(topic: str, known: dict[str, Any], server: Any):
    if topic == "households":
        known = {name: each for name, each in known.items() if name != "household_use"}
    once = results(topic, **known, **server)
    twice = results(topic, **{**known, "gpus": 2 * known["gpus"]}, **server)
    assert once.keys() == twice.keys() >= LINEAR[topic]
    for name, value in once.items():
        times = 1 if name in PER_DEVICE else 2
        assert twice[name] == pytest.approx(times * value, rel=1e-12), name


@given(known=givens)
@few
def test_homes_follow_neither_from_the_time_nor_its_unit(known: dict[str, Any]):
    """A longer time means more energy for both: the number of homes stays."""
    fixed = {"device_power": "700 W", "server_power_per_gpu": "1.275kW"}
    asked = {name: known[name] for name in ("gpus", "utilisation", "pue")}
    del fixed["server_power_per_gpu"]
    fixed |= {"server_power": "10.2kW", "gpus_per_server": "8"}
    year = results("households", **asked, **fixed)["households"]
    other = results("households", **asked, **fixed, duration=known["duration"])["households"]
    assert other == pytest.approx(year, rel=1e-12)


BACK = [
    ("power", "facility_power", "gpus"),
    ("power", "it_power", "gpus"),
    ("power", "chip_power", "gpus"),
    ("energy", "chip_energy", "gpus"),
    ("energy", "facility_energy", "gpus"),
]


@pytest.mark.parametrize(("topic", "there", "back"), BACK)
@given(known=givens, server=servers)
@few
def test_there_and_back(topic: str, there: str, back: str, known: dict[str, Any], server: Any):
    out = results(topic, **known, **server, target=there)[there]
    rest = {name: each for name, each in known.items() if name != back} | server
    given_back = {there: f"{out!r} {QUANTITIES[there].unit}"}
    found = results(topic, **rest, **given_back, target=back)[back]
    # Rounded down to what fits: never more than we came from, and at most one fewer.
    assert known[back] - 1 <= found <= known[back]
    assert found == pytest.approx(known[back], rel=1e-9, abs=0)


@given(known=givens, server=servers, power=st.floats(1e4, 1e12))
@some
def test_what_fits_in_a_facility_fills_it(known: dict[str, Any], server: Any, power: float):
    rest = {name: each for name, each in known.items() if name != "gpus"} | server
    fits = results("power", **rest, facility_power=f"{power!r} W", target="gpus")["gpus"]
    if not 1 <= fits < QUANTITIES["gpus"].high:
        return
    used, over = (
        results("power", **rest, gpus=int(count), target="facility_power")["facility_power"]
        for count in (fits, fits + 1)
    )
    assert used <= power * (1 + 1e-6)
    assert over >= power * (1 - 1e-6)


RISES = [
    ("power", "pue", "facility_power", 1),
    ("power", "pue", "chip_power", 0),
    ("power", "pue", "it_power", 0),
    ("power", "utilisation", "mean_facility_power", 1),
    ("power", "utilisation", "facility_power", 0),
    ("energy", "pue", "facility_energy", 1),
    ("energy", "utilisation", "chip_energy", 1),
    ("energy", "duration", "chip_energy", 1),
    ("energy", "gpus", "device_energy", 0),
    ("households", "pue", "households", 1),
    ("households", "duration", "households", 0),
]


@pytest.mark.parametrize(("topic", "option", "name", "sign"), RISES)
@given(known=givens, server=servers, other=st.data())
@few
def test_direction(
    topic: str,
    option: str,
    name: str,
    sign: int,
    known: dict[str, Any],
    server: Any,
    other: st.DataObject,
):
    strategy = {"pue": pues, "utilisation": shares, "duration": days, "gpus": counts}[option]
    changed = {**known, option: other.draw(strategy)}
    first, second = (read_value(str(each[option]), QUANTITIES[option]) for each in (known, changed))
    before, after = (results(topic, **each, **server)[name] for each in (known, changed))
    more = second.value.value - first.value.value
    if sign == 0 or more == 0:
        assert after == pytest.approx(before, rel=1e-12)
    else:
        assert (after - before) * more * sign >= -1e-12 * abs(before * more)


@given(
    topic=st.sampled_from(["power", "energy", "households"]),
    known=givens,
    words=st.lists(qualifiers, min_size=5, max_size=5),
    subject=st.sampled_from([{}, {"cluster": "meta-llama-4"}, {"device": "gaudi-3"}]),
    region=st.sampled_from(["us", "pl", "eu"]),
)
@some
def test_bounds_contain_the_value(
    topic: str, known: dict[str, Any], words: list[str], subject: dict[str, str], region: str
):
    typed = {
        name: f"{word}{value}"
        for (name, value), word in zip(known.items(), words, strict=True)
        if not ("device" in subject and name == "device_power")
    }
    if topic == "households":
        typed["region"] = region
        typed |= {"server_power": "10.2kW", "gpus_per_server": "8"}
    for each in answer(topic, **typed, **subject).results:
        assert each.low is None or each.low <= each.value, each
        assert each.high is None or each.value <= each.high, each
        assert each.value > 0


@given(st.sampled_from(sorted(QUANTITIES)), st.floats(0, 1), qualifiers)
@settings(deadline=None, max_examples=150)
def test_what_was_understood_is_read_the_same(name: str, where: float, word: str):
    quantity = QUANTITIES[name]
    low, high = quantity.plausible or (max(quantity.low, 1.0), min(quantity.high, 1e9))
    size = low * (high / low) ** where if low > 0 else low + (high - low) * where
    if quantity.whole:
        size = float(round(size))
    assume(quantity.is_possible(size * quantity.factor))
    unit = quantity.unit if quantity.unit != "1" else ""
    if quantity.shown == ("%",):
        size, unit = size * 100, "%"
    typed = f"{word}{size:.9g} {unit}".strip()
    first = read_value(typed, quantity).value
    again = read_value(understood(quantity, first), quantity).value
    assert again.bound is first.bound
    assert again.value == pytest.approx(first.value, rel=1e-6)  # seven digits are shown
    assert (again.low is None, again.high is None) == (first.low is None, first.high is None)


# Any text.

texts = st.text(st.characters(), max_size=200)
OPTIONS = [
    (name, option)
    for name, topic in ENGINE.registry.topics.items()
    for option in (*topic.options, *(kind.value for kind in topic.subjects), "target")
]
PAGES = [("fact", "name"), ("help", "topic"), ("about", "x"), ("power", "anything")]
nearly = st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            [*"0123456789.,eE+-*/^%()_ \u00a0\u202f\u200b\u202e·×−~<>≥½²९", "10^", "at least ", "k"]
            + ["mln", "MW", "kWh", "/", "per ", "year", "h100", "nan", "inf", ":", "gpus:", "\n"]
        ),
        max_size=30,
    ),
)


def sound(found: Answer) -> None:
    """An answer or a refusal that any door can show."""
    plain = found.model_dump(mode="json")
    SCHEMA.validate(plain)
    assert (found.refusal is None) or not found.results
    assert found.text
    for each in found.text:
        assert each in "\n\u00a0\u202f\u3000" or each.isprintable(), hex(ord(each))
    found.model_dump_json().encode("utf-8")


@given(st.sampled_from([*OPTIONS, *PAGES]), texts | nearly)
@settings(deadline=None, max_examples=300)
def test_any_text_as_a_value_is_answered(option: tuple[str, str], text: str):
    topic, name = option
    sound(ENGINE.answer(topic, {name: text}))


@given(texts | nearly.map(lambda text: f"/power {text}") | texts.map(lambda text: f"/{text}"))
@settings(deadline=None, max_examples=300)
def test_any_text_as_a_question_is_answered(text: str):
    sound(ENGINE.ask(text))


@given(st.dictionaries(st.sampled_from([option for _, option in OPTIONS]), nearly, max_size=5))
@settings(deadline=None, max_examples=100)
def test_any_options_are_answered(options: dict[str, str]):
    sound(ENGINE.answer("power", options))


@given(
    st.sampled_from(TOPICS).flatmap(
        lambda topic: st.tuples(
            st.just(topic),
            st.sets(st.sampled_from(ENGINE.registry.topics[topic].options), max_size=5),
            st.sampled_from([*ENGINE.registry.topics[topic].options, ""]),
        )
    )
)
@settings(deadline=None, max_examples=150)
def test_any_choice_of_examples_is_answered(asked: tuple[str, set[str], str]):
    """Too few, too many, at odds, given and asked for: always an answer or a reason."""
    topic, names, target = asked
    options = {name: QUANTITIES[name].example for name in sorted(names)}
    sound(ENGINE.answer(topic, {**options, **({"target": target} if target else {})}))


@given(
    st.sampled_from(TOPICS).flatmap(
        lambda topic: st.tuples(
            st.just(topic),
            st.dictionaries(
                st.sampled_from(ENGINE.registry.topics[topic].options),
                st.tuples(qualifiers, st.floats(1e-50, 1e50)),
                min_size=1,
                max_size=6,
            ),
        )
    )
)
@settings(deadline=None, max_examples=150)
def test_any_sizes_are_answered(asked: tuple[str, dict[str, tuple[str, float]]]):
    topic, sizes = asked
    options = {name: f"{word}{size:.3e}{unit_of(name)}" for name, (word, size) in sizes.items()}
    sound(ENGINE.answer(topic, options))


def unit_of(name: str) -> str:
    unit = QUANTITIES[name].unit
    return "" if unit == "1" else f" {unit}"


def test_the_shared_engine_is_not_changed_by_questions(engine: Engine):
    """Whatever was asked of ours before, a fresh engine says the same."""
    question = "/power gpus:100000 device:h100"
    assert ENGINE.ask(question).model_dump_json() == engine.ask(question).model_dump_json()
