"""Answers with a server's facts: figures worked out by hand, and what stays as it is."""

from __future__ import annotations

import json
import random

import pytest

from calculators.answer import Answer
from calculators.engine import Engine
from calculators.plain.talk import Talk
from calculators.views import Views
from facts import Kind
from facts.loaded import Entry
from facts.version import FactsVersion, read_version
from tests.held import SERVER, fact, holding, ours, subject

PUE = ours("pue", 1.2, "1")
FOO = (
    subject("foo-9000", "Foo 9000", aliases=("foo9k",)),
    fact("foo-9000", "device_power", 1, "kW"),
)
LOADED_ON = "loaded by this server's moderators on 2026-11-20"


def viewed(engine: Engine, *entries: Entry) -> Engine:
    return engine.viewed(holding(*entries))


def value(answer: Answer) -> float:
    assert answer.refusal is None, answer.text
    return answer.results[0].value * {"kW": 1e3, "MW": 1e6, "GW": 1e9}.get(
        answer.results[0].unit, 1
    )


def test_ours_is_used_where_a_default_would_be(engine: Engine):
    # 10 MW x 1.2 = 12 MW; the industry's 1.56 would give 15.6 MW.
    question = "/solve target:facility_power given:it_power=10MW"
    answer = viewed(engine, PUE).ask(question)
    assert value(answer) == pytest.approx(12e6)
    assert value(engine.ask(question)) == pytest.approx(15.6e6)
    (used, other) = answer.facts
    assert (used.id, used.standing, used.loaded) == ("ours/pue", "moderator", "2026-11-20")
    assert (used.source, used.as_of) == ("Own meters, 2026-10", "2026-10")
    assert (other.standing, other.loaded) == ("reference", None)
    assert answer.question.givens["pue"].standing == "moderator"


def test_the_standing_is_told_and_the_curated_figure_stands_beside(engine: Engine):
    answer = viewed(engine, PUE).ask("/solve target:facility_power given:it_power=10MW")
    (line,) = (each for each in answer.reply.inputs if each.option == "pue")
    assert line.text == f"PUE = 1.2, this server, 2026-10: {LOADED_ON} [1]"
    assert "pue" not in {each.option for each in answer.reply.assumed}
    (conflict,) = answer.conflicts
    assert conflict.used == "ours/pue"
    assert conflict.result == "about 15.6 MW"
    (beware,) = answer.warnings
    assert beware == (
        "PUE: 1.2 is this server's own figure. Curated: about 1.56 (Uptime Institute, 2024), "
        "which would give power of the facility about 15.6 MW."
    )


def test_the_same_in_polish(engine: Engine):
    text = viewed(engine, PUE).ask("/solve target:facility_power given:it_power=10MW", "pl").text
    text = " ".join(text.split())
    assert (
        "ten serwer, październik 2026: wczytane przez moderatorów tego serwera, 20 listopada"
        in text
    )
    assert "PUE: 1,2 to wartość własna tego serwera. Wartość ze źródeł rackmath: około 1,56" in text
    assert f"Fakty {engine.facts.digest}:{SERVER}:3" in text


def test_what_bears_on_a_rung_alone_is_told_too(engine: Engine):
    # 1,000 x 10.2 kW / 8 x 1.56 = 1.989 MW
    (conflict,) = viewed(engine, PUE).ask("/power gpus:1000 device:h100").conflicts
    assert conflict.result == "about 1.99 MW"


def test_given_and_named_win_over_ours(engine: Engine):
    own = viewed(engine, PUE)
    # 10 MW x 1.3 = 13 MW; Google's own 1.1 gives 11 MW.
    given = own.ask("/solve target:facility_power given:it_power=10MW, pue=1.3")
    named = own.ask("/solve target:facility_power given:it_power=10MW, google")
    assert value(given) == pytest.approx(13e6)
    assert value(named) == pytest.approx(11e6)
    assert not {each.loaded for each in (*given.facts, *named.facts)} - {None}


def test_ours_of_a_named_cluster_is_its_own(engine: Engine):
    den = subject("den", "Den", Kind.CLUSTER, links={"device": "h100"})
    own = viewed(engine, PUE, den, fact("den", "gpus", 100, "1"), fact("den", "pue", 1.4, "1"))
    # 100 x 10.2 kW / 8 x 1.4 = 178.5 kW
    answer = own.ask("/solve target:facility_power given:den")
    assert value(answer) == pytest.approx(178_500)


def test_ours_may_be_of_what_has_no_default(engine: Engine):
    # 10 racks x 50 kW = 500 kW
    own = viewed(engine, ours("rack_power", 50, "kW"))
    question = "/solve target:it_power given:racks=10"
    assert value(own.ask(question)) == pytest.approx(500e3)
    assert engine.ask(question).refusal is not None
    # The rack that is named is not ours: 10 x 120 kW = 1.2 MW.
    named = own.ask("/solve target:it_power given:racks=10, gb200-nvl72")
    assert value(named) == pytest.approx(1.2e6)


def test_ours_says_nothing_of_another_region_or_device(engine: Engine):
    own = viewed(engine, ours("electricity_price", 0.05, "USD/kWh"), ours("device_power", 1, "kW"))
    cost = "/solve target:electricity_cost given:facility_energy=1 GWh"
    # 1 GWh x 0.05 USD/kWh = 50,000 USD; in the United States 80.6 USD/MWh give 80,600 USD.
    assert value(own.ask(cost)) == pytest.approx(50_000)
    assert value(own.ask(f"{cost}, us")) == pytest.approx(80_600)
    refusal = own.ask(f"{cost}, france").refusal
    assert refusal is not None
    assert refusal.code == "missing"


def test_a_tariff_in_euros_makes_the_question_one_in_euros(engine: Engine):
    own = viewed(engine, ours("electricity_price_eur", 0.1, "EUR/kWh"))
    # 1 GWh x 0.1 EUR/kWh = 100,000 EUR
    answer = own.ask("/solve target:electricity_cost given:facility_energy=1 GWh")
    assert answer.results[0].unit == "EUR"
    assert value(answer) == pytest.approx(100_000)
    dollars = own.ask("/cost energy:1GWh electricity_price:0.2 USD/kWh")
    assert dollars.results[0].unit == "USD"
    assert value(dollars) == pytest.approx(200_000)
    # What an H100 costs is known in dollars, and has nothing to do with the tariff.
    bought = own.ask("/solve target:hardware_cost given:gpus=1000, device=h100")
    assert bought.results[0].unit == "USD"


def test_a_device_of_its_own(engine: Engine):
    own = viewed(engine, *FOO)
    # 1,000 x 1 kW = 1 MW
    for name in ("foo-9000", "Foo 9000", "FOO9K"):
        assert value(own.ask(f"/power gpus:1000 device:{name}")) == pytest.approx(1e6)
    refusal = engine.ask("/power gpus:1000 device:foo-9000").refusal
    assert refusal is not None
    assert refusal.code == "unknown_subject"


def test_near_misses_and_look_ups_know_own_names(engine: Engine):
    own = viewed(engine, *FOO)
    refusal = own.ask("/power gpus:1000 device:fo-9000").refusal
    assert refusal is not None
    assert refusal.suggestions == ("/power gpus:1000 device:foo-9000",)
    found = own.ask("/fact name:foo 9000 device_power")
    assert found.results[0].value == 1_000
    assert LOADED_ON in " ".join(found.text.split())
    assert engine.ask("/fact name:foo-9000/device_power").refusal is not None


def test_a_corrected_figure_and_its_removal(engine: Engine):
    # 100,000 x 650 W = 65 MW; curated 700 W give 70 MW.
    question = "/solve target:chip_power given:gpus=100000, device=h100"
    corrected = viewed(engine, fact("h100", "device_power", 650, "W")).ask(question)
    assert value(corrected) == pytest.approx(65e6)
    assert [each.result for each in corrected.conflicts] == ["70 MW"]
    removed = engine.viewed(holding(version=4)).ask(question)
    assert value(removed) == pytest.approx(70e6)
    assert removed.conflicts == ()
    assert removed.text == engine.ask(question).text


def test_a_look_up_gives_the_curated_figure_beside_its_own(engine: Engine):
    answer = viewed(engine, PUE).ask("/solve target:pue given:ours")
    assert answer.results[0].value == 1.2
    assert answer.warnings == (
        "PUE: 1.2 is this server's own figure. Curated: about 1.56 (Uptime Institute, 2024).",
    )


def test_the_article_is_judged_by_curated_figures(engine: Engine):
    own = viewed(
        engine,
        PUE,
        ours("utilisation", 10, "%"),
        fact("h100", "device_power", 1, "W"),
        fact("us", "electricity_price", 9, "USD/kWh"),
        fact("us", "household_energy", 1, "kWh/year"),
        subject("foo", "Foo"),
    )
    questions = [f"/check claim:{each.fact}" for each in engine.facts.claims]
    questions.append(
        "/check statement:100,000 H100s use 370 GWh a year, enough for 34 million homes"
    )
    for question in questions:
        kept = {"facts_version"}
        assert own.ask(question).model_dump(exclude=kept) == engine.ask(question).model_dump(
            exclude=kept
        )


def test_every_answer_says_which_facts_it_used(engine: Engine):
    own, digest = viewed(engine, PUE), engine.facts.digest
    for question in (
        "/power gpus:1000 device:h100",
        "/power gpus:1000 device:nothing",
        "/help",
        "?",
    ):
        assert engine.ask(question).facts_version == digest
        version = own.ask(question).facts_version
        assert read_version(version) == FactsVersion(digest, SERVER, 3)
    answer = own.ask("/power gpus:1000 device:h100")
    assert json.loads(answer.model_dump_json(by_alias=True))["facts_version"] == version
    assert answer.reply.version == version
    assert f"Facts     {version}" in answer.text
    # Where nothing of the server's played a part, anyone gets the same answer.
    assert own.ask("/power gpus:1000 device:h100 pue:1.1").reply.version == ""


def test_plans_are_shared(engine: Engine):
    questions = ("/power gpus:1000 device:h100", "/cost gpus:1000 device:h100", "/help")
    for question in questions:
        engine.ask(question)
    planned = engine.planner.plan.cache_info().misses
    for number in range(1, 40):
        own = engine.viewed(holding(ours("pue", 1 + number / 100, "1"), server=number))
        assert own.claims is engine.claims
        assert own.planner is engine.planner
        for question in questions:
            assert own.ask(question).refusal is None
    assert engine.planner.plan.cache_info().misses == planned
    # A device of its own, of which the same is known, is planned as any other of its kind.
    first = viewed(engine, *FOO).ask("/power gpus:1000 device:foo-9000")
    planned = engine.planner.plan.cache_info().misses
    bar = (subject("bar", "Bar"), fact("bar", "device_power", 2, "kW"))
    second = viewed(engine, *bar).ask("/power gpus:1000 device:bar")
    assert engine.planner.plan.cache_info().misses == planned
    assert value(second) == 2 * value(first)


def test_views_are_kept_by_server_and_version(engine: Engine):
    views = Views(engine, size=2)
    first = views.view(holding(PUE))
    assert views.view(holding(PUE)) is first
    assert views.view(holding(PUE, version=4)) is not first
    assert views.view(None) is views.view(holding(version=0)) is engine
    views.view(holding(PUE, server=1))
    assert views.view(holding(PUE)) is not first, "the oldest went"


@pytest.fixture(scope="module")
def views(engine: Engine) -> Views:
    return Views(engine)


@pytest.mark.parametrize(
    ("text", "watts"),
    [
        # 1,000 x 1 kW = 1 MW
        ("How much power do 1,000 Foo 9000 draw?", 1e6),
        ("ile mocy pobiera 1000 foo9k?", 1e6),
        ("power of 1000 foo9ks", 1e6),
        # 10 MW x 1.2 = 12 MW
        ("What does the facility draw with servers of 10 MW?", 12e6),
    ],
)
def test_plain_words_know_own_names_and_figures(text: str, watts: float, views: Views):
    answer = views.talk(holding(PUE, *FOO)).tell(text).answer
    assert value(answer) == pytest.approx(watts)
    assert answer.facts_version.endswith(f":{SERVER}:3")


def test_plain_words_look_ours_up(views: Views):
    answer = views.talk(holding(PUE, version=5)).tell("What is our PUE?").answer
    assert answer.results[0].value == 1.2


def test_plain_words_of_others_know_nothing_of_it(views: Views):
    views.talk(holding(PUE, *FOO)).tell("How much power do 1,000 Foo 9000 draw?")
    for talk in (
        views.talk(None),
        views.talk(holding(server=2)),
        views.talk(holding(PUE, server=4)),
    ):
        answer = talk.tell("How much power do 1,000 Foo 9000 draw?").answer
        assert answer.refusal is not None
        assert "I don't know “Foo 9000”." in answer.text
        assert "foo-9000" not in answer.model_dump_json()


def test_a_talk_shares_the_lexicons_where_no_name_is_new(views: Views):
    plain = views.talk(None)
    assert isinstance(plain, Talk)
    facts = views.view(holding(server=7)).facts
    assert plain.knowing(facts) is plain.knowing(views.curated.facts)


CANARY = "Canary"
ASKED = (
    "/power gpus:{n} device:h100",
    "/cost gpus:{n} device:b200",
    "/solve target:facility_power given:it_power={n} kW",
    "/solve target:it_power given:racks={n}",
    "/power gpus:{n} device:canary",
    "/fact name:canary",
    "/fact name:h100 device_power",
    "/compare first:h100 second:canary",
    "/power gpus:{n} device:canry company:ours",
    "/carbon gpus:{n} device:h100",
    "/check statement:{n} H100s draw 1 MW",
)


def canaries() -> tuple[Entry, ...]:
    said = {"source": f"{CANARY} sheet", "note": f"{CANARY} note"}
    return (
        subject("canary", f"{CANARY} 1"),
        fact("canary", "device_power", 917, "W", **said),
        fact("h100", "device_power", 717, "W", **said),
        fact("b200", "device_power", 1_017, "W", **said),
        ours("pue", 1.1717, "1", **said),
        ours("rack_power", 51.717, "kW", **said),
        ours("electricity_price", 0.1717, "USD/kWh", **said),
    )


def leaked(engine: Engine, count: int, seed: int = 5) -> list[str]:
    """Answers that hold something of server A: asked of B and in direct messages, A in between."""
    views, draw = Views(engine, size=3), random.Random(seed)
    own, other = holding(*canaries()), holding(ours("pue", 1.3, "1"), server=2)
    marks = (CANARY, str(SERVER), "717", "917 W", "1017", "1,017")
    found: list[str] = []
    for _ in range(count):
        question = draw.choice(ASKED).format(n=draw.choice((8, 200, 3_000)))
        views.view(own).ask(question)
        for held in (other, None):
            answer = views.view(held).ask(question)
            said = answer.model_dump(mode="json", exclude={"question": {"text"}})
            shown = json.dumps(said)
            found.extend(f"{question}: {mark}" for mark in marks if mark in shown)
    return found


def test_no_answer_of_another_holds_a_canary(engine: Engine):
    own = viewed(engine, *canaries())
    told = [own.ask(each.format(n=200)).model_dump_json() for each in ASKED]
    assert sum(CANARY in each for each in told) >= 8, "the canaries sing at home"
    assert leaked(engine, 250) == []
