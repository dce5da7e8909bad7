"""Polish: plurals, numbers and dates as grammar has them, and no language in another's answer."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from math import isclose
from pathlib import Path

import pytest

from calculators.answer import Answer
from calculators.display import bounded, counted, plain, show
from calculators.engine import Engine, curated
from calculators.given import read_given
from calculators.headline import time
from calculators.language import closest, dated, language, speaking, tr
from calculators.numbers import read_figure
from calculators.pages.check import entries
from calculators.registry import Registry, declared
from calculators.value import Value
from facts.units import typed_unit, unit

HERE = Path(__file__).parent
QUANTITIES = declared().quantities

# Polish grammar: 1 takes the singular; 2 to 4 take the nominative plural, but not 12 to 14; all
# others the genitive plural; fractions the genitive singular.
PLURALS = {
    "gpus_for_weights": ("akcelerator", "akceleratory", "akceleratorów", "akceleratora"),
    "households": (
        "gospodarstwo domowe",
        "gospodarstwa domowe",
        "gospodarstw domowych",
        "gospodarstwa domowego",
    ),
    "racks": ("szafa", "szafy", "szaf", "szafy"),
    "servers": ("serwer", "serwery", "serwerów", "serwera"),
    "modules": ("jednostka", "jednostki", "jednostek", "jednostki"),
    "links": ("łącze", "łącza", "łączy", "łącza"),
    "interruptions": ("przerwa", "przerwy", "przerw", "przerwy"),
    "tokens": ("token", "tokeny", "tokenów", "tokenu"),
    "parameters": ("parametr", "parametry", "parametrów", "parametru"),
    "gpu_hours": (
        "akceleratorogodzina",
        "akceleratorogodziny",
        "akceleratorogodzin",
        "akceleratorogodziny",
    ),
}
FORM = {1: 0, 2: 1, 5: 2, 12: 2, 22: 1, 25: 2, 112: 2, 1.5: 3}
CASES = [(name, number, PLURALS[name][form]) for name in PLURALS for number, form in FORM.items()]


@pytest.mark.parametrize(("name", "number", "noun"), CASES)
def test_nouns_follow_their_number(name: str, number: float, noun: str):
    with speaking("pl"):
        shown = counted(QUANTITIES[name], number)
    assert shown == f"{str(number).replace('.', ',')} {noun}"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "około 1 akceleratora"),
        (2, "około 2 akceleratorów"),
        (22, "około 22 akceleratorów"),
        (5, "około 5 akceleratorów"),
    ],
)
def test_about_wants_the_genitive(number: float, words: str):
    with speaking("pl"):
        assert bounded(QUANTITIES["gpus"], Value(number, number, number, True), 12) == words


@pytest.mark.parametrize(("years", "words"), [(2, "około 2 lat"), (1.5, "około 1,5 roku")])
def test_about_wants_the_genitive_of_units_too(years: float, words: str):
    hours = years * 8760
    with speaking("pl"):
        assert bounded(QUANTITIES["device_life"], Value(hours, hours, hours, True)) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 dzień"),
        (2, "2 dni"),
        (5, "5 dni"),
        (1.5, "1,5 dnia"),
        (365, "1 rok"),
        (3 * 365, "3 lata"),
        (5 * 365, "5 lat"),
        (22 * 365, "22 lata"),
        (2.5 * 365, "2,5 roku"),
    ],
)
def test_units_that_are_words_follow_their_number(days: float, words: str):
    with speaking("pl"):
        assert show(QUANTITIES["device_life"], days * 24) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "w ciągu 1 godziny"),
        (36, "w ciągu 36 godzin"),
        (1.5, "w ciągu 1,5 godziny"),
        (48, "w ciągu 2 dni"),
        (60, "w ciągu 2,5 dnia"),
        (8760, "w ciągu roku"),
    ],
)
def test_a_time_in_which_something_is_done(hours: float, words: str):
    with speaking("pl"):
        assert f"w ciągu {time(hours)}" == words


NUMBERS = [
    (70000.5, 6, "70\u00a0000,5"),
    (1.56, 4, "1,56"),
    (1063, 4, "1063"),
    (-8760.5, 6, "-8760,5"),
    (10715, 6, "10\u00a0715"),
    (34531, 5, "34\u00a0531"),
    (1234567.0, 9, "1\u00a0234\u00a0567"),
    (6e24, 4, "6·10²⁴"),
    (3.8e25, 4, "3,8·10²⁵"),
    (0.5, 4, "0,5"),
]


@pytest.mark.parametrize(("number", "digits", "shown"), NUMBERS)
def test_numbers_have_polish_signs_and_can_be_typed_back(number: float, digits: int, shown: str):
    with speaking("pl"):
        assert plain(number, digits) == shown
    assert read_figure(shown, "", "", "").size == number


@pytest.mark.parametrize(
    ("question", "quantity", "value"),
    [
        # A comma before three digits: what is measured has a fraction, what is counted is grouped.
        ("/power gpus:100,000 device_power:1,275 kW target:chip_power", "chip_power", 127.5e6),
        ("/convert value:1,275 kW to:W", "W", 1275),
        ("/convert value:1 275,5 kW to:W", "W", 1275500),
        ("/growth later:1,485 base:1 target:growth_factor", "growth_factor", 1.485),
    ],
)
def test_a_decimal_comma_is_read_in_polish(
    question: str, quantity: str, value: float, engine: Engine
):
    result = engine.ask(question, "pl").results[0]
    assert result.quantity == quantity
    assert result.value == pytest.approx(value, rel=1e-12)


def test_a_comma_before_three_digits_groups_them_in_english(engine: Engine):
    assert engine.ask("/convert value:1,275 kW to:W").results[0].value == 1_275_000


def test_per_cent_stands_at_its_number():
    with speaking("pl"):
        assert show(QUANTITIES["utilisation"], 0.615) == "61,5%"
        assert show(QUANTITIES["annual_failure_rate"], 9 / 100 / 8760) == "9%/rok"


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_figure_that_is_shown_can_be_typed_back(name: str, registry: Registry):
    option = registry.quantities[name].option
    if registry.quantities[name].base:
        return  # its base is asked, and reads it
    quantity, known = read_given(registry.quantities[name].example, option, registry)
    for times in (1, 3) if quantity.noun or quantity.whole else (1, 1.5, 3):
        value = known.value.value * times
        if not quantity.is_possible(value):
            continue
        with speaking("pl"):
            shown = counted(quantity, value, 7)
            again = read_given(shown, option, registry)[1]
        assert isclose(again.value.value, value, rel_tol=1e-6), shown


def test_every_form_of_a_noun_can_be_typed_back():
    for name, nouns in PLURALS.items():
        for noun in nouns:
            assert dict(typed_unit(noun).dimension) == dict(unit(QUANTITIES[name].unit).dimension)


@pytest.mark.parametrize(
    ("spelling", "same"),
    [("kWh/rok", "kWh/year"), ("GPU/dzień", "GPU/day"), ("kW/szafę", "kW/rack"), ("lat", "year")],
)
def test_units_are_read_in_polish(spelling: str, same: str):
    found, meant = typed_unit(spelling), unit(same)
    assert (found.factor, found.dimension) == (meant.factor, meant.dimension)


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2024", "2024"),
        ("2023-12", "grudzień 2023"),
        ("2025-04-08", "8 kwietnia 2025"),
        ("2024-09-02", "2 września 2024"),
    ],
)
def test_dates(date: str, shown: str):
    with speaking("pl"):
        assert dated(date) == shown
    assert dated(date) == date


@pytest.mark.parametrize(
    ("tag", "lang"),
    [("pl", "pl"), ("pl-PL", "pl"), ("pl_PL", "pl"), ("en-US", "en"), ("de", "en"), ("", "en")],
)
def test_the_language_for_a_locale(tag: str, lang: str):
    assert closest(tag) == lang


def test_a_language_is_spoken_in_its_block_only():
    with speaking("pl"):
        with speaking("en"):
            assert (language(), tr("power of the facility")) == ("en", "power of the facility")
        assert (language(), tr("power of the facility")) == ("pl", "moc obiektu")
    assert (language(), tr("power of the facility")) == ("en", "power of the facility")


def test_english_never_loads_babel():
    code = (
        "import sys; from calculators.engine import curated; "
        "curated().ask('/power gpus:100000 device:h100').text; "
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Whole answers.


def refusals() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every refusal's question, or command and options."""
    for file in sorted((HERE / "refusals").glob("*.toml")):
        for case in tomllib.loads(file.read_text("utf-8"))["refusal"]:
            question = case.get("question", "")
            options = case.get("options", {})
            if isinstance(question, str) and all(
                isinstance(each, str) for each in options.values()
            ):
                yield question, case.get("command", ""), options


REFUSALS = list(refusals())


def questions(engine: Engine) -> list[str]:
    """The example of every topic and page, every fact and claim, and the help of every command."""
    topics, pages = engine.registry.topics.values(), engine.pages.values()
    facts = engine.facts
    return [
        *(topic.example for topic in topics),
        *(page.example for page in pages),
        *(f"/help topic:{name}" for name in ("", *engine.commands)),
        *(f"/fact name:{each.id}" for each in (*facts.all, *facts.statements)),
        *(f"/fact name:{key}" for key in facts.subjects),
        *(f"/check claim:{each.id}" for each in entries(facts).values()),
        "/check statement:100,000 H100s use 370 GWh a year, enough for 34 million homes",
        "/check statement:30,000 GPUs that last long: 20.5 GPUs a day",
        "/power gpus:25k-40k device:h100 duration:36 h",
        "/power gpus:100 mln device_power:700W rack_power:120kW",
        "/compare a:h100 b:a100",
        "/emissions gpus:1000 device:h100 region:pl",
        "/space gpus:100000 cluster:xai-colossus",
        "/lifespan gpus:100000",
        "/supply gpus:100000 device:h100 plant:large-reactor",
        "/energy gpus:100 mln device:h100",
        "/power gpus:at least 25k device_power:<=700W",
        "/convert value:100000 H100s to:reactors",
        "/solve target:facility_power given:gpus=100k, device=h100, rack_power=120kW",
        "/households cluster:meta-llama-4 region:us-tn",
        "/solve target:gpus given:facility_power<=90MW, device=h100",
    ]


def ask(engine: Engine, question: str, command: str, options: dict[str, str], lang: str) -> Answer:
    spoken = closest(lang)
    if not command:
        return engine.ask(question, spoken)
    return engine.answer(command, options, lang=spoken)


ENGLISH = re.compile(
    r"(?<![\w=:-])(?:the|of|with|and|is|from|are|or|than|which|has|have|that|this|it|its|for|not"
    r"|about|least|most|known|given|such|each|one|when|what|where|how|be|was)(?![\w=:-])",
    re.IGNORECASE,
)


def said(answer: Answer) -> Iterator[str]:
    """Everything that a reply says itself, without its sources and what can be sent."""
    reply = answer.reply
    yield reply.headline
    yield from reply.lead.splitlines()
    yield from (*reply.beware, *reply.moves)
    yield from (each.text for each in (*reply.inputs, *reply.assumed))
    yield from (each for line in reply.working for each in line if isinstance(each, str))
    if reply.ladder:
        yield from reply.ladder.headings
        yield from (cell for row in reply.ladder.rows for cell in row)


def own_words(text: str, engine: Engine) -> str:
    """A text without what stays as it is: documents, names, quotations, options, commands."""
    sources = engine.facts.sources.values()
    kept = [each for source in sources for each in (source.document, source.publisher)]
    for each in sorted(kept, key=len, reverse=True):
        text = text.replace(each, "")
    text = re.sub(r"„[^”]*”|\"open source\"", "", text)
    text = re.sub(r"^(/[a-z]+:? |[a-z_]+  )|/[a-z]+( [a-z_]+:\S+)*", "", text)
    return re.sub(r"\b[a-z_0-9]+[=:]\S+|\b\w+(?:-\w+){2,}|[a-z]+_[a-z_]+", "", text)


@pytest.fixture(scope="module")
def fresh() -> Engine:
    return curated()


def test_no_english_is_left_in_polish(engine: Engine):
    left = {
        f"{question}: {text}"
        for question in questions(engine)
        for text in said(engine.ask(question, "pl"))
        if ENGLISH.search(own_words(text, engine))
    }
    assert not left


@pytest.mark.parametrize(("question", "command", "options"), REFUSALS)
def test_refusals_are_polish_and_suggest_the_same(
    question: str, command: str, options: dict[str, str], engine: Engine
):
    answer, english = (ask(engine, question, command, options, lang) for lang in ("pl", "en"))
    assert answer.refusal is not None
    assert english.refusal is not None
    assert answer.refusal.code == english.refusal.code
    grouped = [re.sub(r"(?<=\d),(?=\d{3})", "", each) for each in english.refusal.suggestions]
    assert list(answer.refusal.suggestions) in (grouped, list(english.refusal.suggestions))
    for each in answer.refusal.suggestions:
        again = engine.ask(each, "pl").refusal
        assert again is None or again.code in {"missing", "missing_unit", "nothing_given"}
    found, expected = answer.refusal.message.split("\n")
    for text in (found, expected):
        assert not ENGLISH.search(own_words(text, engine)), text
    assert found not in english.refusal.message
    assert expected not in english.refusal.message
    assert not re.search(r"[{}]", found + expected)


def test_languages_do_not_leak(engine: Engine, fresh: Engine):
    """Polish before English leaves English as an engine has it that never spoke Polish."""
    for question in questions(engine):
        polish = engine.ask(question, "pl").model_dump_json()
        assert engine.ask(question).model_dump_json() == fresh.ask(question).model_dump_json()
        assert engine.ask(question, "pl").model_dump_json() == polish
        assert '"lang":"pl"' in polish


def test_an_answer_keeps_its_language(engine: Engine):
    """A reply is composed when it is first read, whatever is spoken then."""
    question = "/power gpus:100000 device:h100"
    polish, english = engine.ask(question, "pl"), engine.ask(question)
    with speaking("pl"):
        assert "at full load" in english.reply.headline
        assert "Working" in english.text
    assert "przy pełnym obciążeniu" in polish.reply.headline
    assert "Obliczenia" in polish.text


def test_a_worked_answer_reads_like_polish(engine: Engine):
    """The figures are those of the English answer, worked out by hand in ``power.toml``."""
    text = engine.ask("/power gpus:100000 device:h100", "pl").text.replace("\u00a0", " ")
    for part in (
        "100 000 × NVIDIA H100 SXM: 70 MW przy pełnym obciążeniu, same układy.",
        "127,5 MW",
        "średnio przy 61%",
        "N = 100 000 akceleratorów: podane przez Ciebie",
        "PUE = około 1,56, Branża centrów danych, 2024: przyjęte domyślnie",
        "co najmniej 34 000 000 gospodarstw domowych (akapit P5)",
    ):
        assert part in " ".join(text.split())
    for heading in ("Obliczenia", "Dane", "Przyjęto", "Wpływ", "Uwaga", "Źródła"):
        assert re.search(rf"^{heading}\b", text, re.MULTILINE)


def test_quantities_are_found_by_their_polish_words(engine: Engine):
    answer = engine.ask("/solve target:moc obiektu given:gpus=100000, device=h100", "pl")
    assert answer.results[0].quantity == "facility_power"
    fact = engine.ask("/fact name:h100 moc znamionowa jednego akceleratora", "pl")
    assert "700 W" in fact.text
