"""A question of one kind is not answered by another: each case worked out by hand."""

from __future__ import annotations

import pytest

from calculators.engine import Engine
from calculators.plain.talk import State, Talk
from calculators.plain.told import Told


@pytest.fixture(scope="module")
def talk(engine: Engine) -> Talk:
    return Talk(engine)


def tell(talk: Talk, text: str) -> Told:
    """What the last of some messages, with ``>>`` between them, is answered."""
    state: State | None = None
    parts = text.split(" >> ")
    for part in parts[:-1]:
        state = talk.tell(part, state).state
    return talk.tell(parts[-1], state)


def shown(talk: Talk, text: str) -> str:
    reply = tell(talk, text).answer.reply
    return f"{reply.read} {reply.headline}".replace("\u00a0", " ")


ASKED = {
    # nobody publishes what a B200 or an A100 costs, nor the rent of an A100
    "I want to buy 300 B200, what do I pay": ("also_needed", "price of one accelerator"),
    "what would 500 B200 cost us?": ("also_needed", "price of one accelerator"),
    "i've got 10 million dollars, how many B200s does that buy": (
        "also_needed",
        "price of one accelerator",
    ),
    "koszt wynajmu 16 A100 na tydzień?": ("also_needed", "cena wynajmu"),
    "ile zapłacę za zakup 40 H200?": ("also_needed", "cena jednego akceleratora"),
    "what's the price of renting 32 H200 for 2 weeks?": ("also_needed", "rental price"),
    "cloud cost for 64 MI300X, 10 days": ("also_needed", "rental price"),
    # a cost for a time may be a rent or a power bill
    "what would 1,024 H100s cost us for three months": ("what_of_it", "1,024 H100s"),
    # numbers without their unit
    "is 40 enough for 20k H100s?": ("which_unit", "40"),
    "czy 25 starczy na 12 tys. H100?": ("which_unit", "25"),
    "Ile energii zużyje 500 H100 przez 10?": ("which_unit", "10"),
    "how much energy do 200 H100 use in 6?": ("which_unit", "6"),
    # one thing alone isn't compared
    "compare the H100": ("compare_with", "H100"),
    "porównaj Colossusa": ("compare_with", "Colossus"),
    # what isn't about infrastructure
    "best pizza near the Memphis data center?": ("not_ours", ""),
    "who won the game in Memphis?": ("not_ours", ""),
    "przepis na pizzę z Tennessee": ("not_ours", ""),
    "is the article right?": ("not_ours", ""),
    # of a card that nobody knows nothing is told but what is given
    "300 RTX 4090 - power?": ("name_of_nothing", "RTX 4090"),
    "Ile kosztuje RTX 4090 na Allegro?": ("name_of_nothing", "RTX 4090"),
}


CODES = {code for code, _ in ASKED.values()}
"""The refusals that are met here."""


@pytest.mark.parametrize(("text", "expected"), ASKED.items(), ids=ASKED)
def test_it_asks_instead(talk: Talk, text: str, expected: tuple[str, str]):
    refusal = tell(talk, text).answer.refusal
    assert refusal is not None
    assert refusal.code == expected[0]
    assert expected[1] in refusal.message


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "what would 1,024 H100s cost us for three months",
            {"cost of electricity", "cost of renting"},
        ),
        ("is 40 enough for 20k H100s?", {"40 MW", "40 GWh"}),
        (
            "Ile energii zużyje 500 H100 przez 10?",
            {"10 godzin", "10 dni", "10 tygodni", "10 miesięcy", "10 lat"},
        ),
    ],
)
def test_what_can_be_picked_is_of_its_kind(talk: Talk, text: str, labels: set[str]):
    told = tell(talk, text)
    assert {each.label.replace("\u00a0", " ") for each in told.choices} == labels
    assert all(tell(talk, each.text).answer.refusal is None for each in told.choices)


ANSWERED = {
    # 30,000 USD is the middle of what is paid for one
    "what do 1,000 H100s cost?": "30 million USD",
    # 64 x 240 h x 2.2 USD
    "What does renting 64 H100 for 10 days cost at 2.2 USD an hour?": "33,790 USD",
    # the rent of an H100 is published, and no price over one hour
    "what's the going rate for an H100 per hour these days": "2.5 USD/h",
    # 10,000 / 8
    "Ile serwerów trzeba na 10 tys. kart, skoro do jednego wchodzi 8?": "1250 serwerów",
    # 200 x 450 W
    "200 RTX 4090 cards at 450 W each, chips only, what power": "90 kW",
    # the price is Tennessee's, and no water
    "What did industry pay in Tennessee for a kWh?": "0.0623 USD/kWh",
    "average US household electricity use": "10,700 kWh/year",
    # 14 of them stand on the site; it would take 80 to carry it
    "Ile generatorów VoltaGrid stało przy Colossusie?": "14",
    "how many VoltaGrid generators did xAI put in Memphis?": "14",
    # TVA is who published the figure
    "ile MW przyłącza do sieci TVA przyznało Colossusowi w listopadzie 2024?": "150 MW",
}


@pytest.mark.parametrize(("text", "expected"), ANSWERED.items(), ids=ANSWERED)
def test_the_kind_that_is_asked_for_is_answered(talk: Talk, text: str, expected: str):
    assert expected in shown(talk, text)


COMPARED = {
    # 1,000 x 10.2 kW / 8 x 1.1 and x 1.5
    "1000 H100 przy PUE 1,1 i przy PUE 1,5": ("1,403 MW", "1,913 MW"),
    # 5 GWh x 44 and 615 g/kWh
    "5 GWh in France and in Poland, which emits more?": ("220 t", "3.08 kt"),
    # 2,000 x 1.275 kW x 1.56 x 8,760 h x 0.5 and x 0.9
    "2000 H100 at 50% and at 90% load, energy in a year?": ("17.4 GWh", "31.4 GWh"),
    # 40 and 60 MW x 8,760 h / 10,715 kWh
    "40 MW and 60 MW, how many homes?": ("32,700 homes", "49,100 homes"),
    "who is bigger: NuScale or Xe-100": ("77 MW", "80 MW"),
    "który reaktor mocniejszy: NuScale czy Xe-100?": ("77 MW", "80 MW"),
    # 100,000 accelerators both, but only of one the servers are known
    "Porównaj Colossusa z klastrem Mety do Llamy 4": ("199 MW", "137,7 MW"),
    "PUE of Google and of Meta?": ("1.1 for Google", "1.08 for Meta"),
}


@pytest.mark.parametrize(("text", "expected"), COMPARED.items(), ids=COMPARED)
def test_two_that_stand_side_by_side_are_both_answered(
    talk: Talk, text: str, expected: tuple[str, str]
):
    answer = shown(talk, text)
    assert all(each in answer for each in expected), answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one figure of 40 MW average and one of 60 MW peak are no two sides: 40 / 60
        ("How well is it used at 40 MW average and 60 MW peak?", "66.67 %"),
        # 130 / 104
        ("PUE if 130 MW at the meter and 104 MW in the servers", "PUE 1.25"),
    ],
)
def test_two_figures_of_one_question_are_no_sides(talk: Talk, text: str, expected: str):
    assert expected in shown(talk, text)


CLAIMS = {
    "row 22 - does it hold?": "Wrong direction",
    "czy wiersz 23 się zgadza?": "34 000 000",
    "7000 m2 w Memphis, czy to jest poprawna powierzchnia Colossusa?": "Sporne",
    "Hala Colossusa ma ponad 7000 m²? gdzieś czytałem co innego": "Sporne",
    "Google's data centre emissions are up 48% since 2019": "Wrong scope",
    "GPUs last 3 years, so says the article. True?": "useful life",
    "Somewhere I read that xAI is worth 45 billion dollars, is it so?": "valuation",
}


@pytest.mark.parametrize(("text", "expected"), CLAIMS.items(), ids=CLAIMS)
def test_what_the_article_says_is_checked(talk: Talk, text: str, expected: str):
    assert expected in shown(talk, text)


def test_a_figure_that_the_article_has_too_may_be_given(talk: Talk):
    # 100,000 x 10.2 kW / 8 x 1.56
    text = "I'm writing a piece. If 100,000 H100s run flat out, how many MW for the whole site?"
    assert "199 MW" in shown(talk, text)


def test_what_follows_on_a_rent_is_a_rent(talk: Talk):
    # 64 x 504 h x 2.2 USD
    text = "Wynajem 64 H100 na 3 tygodnie po 2,2 USD/h, ile to razem? >> a jakby było taniej?"
    assert "akceleratorów: 64" not in shown(talk, text)
