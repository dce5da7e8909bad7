"""What is easily read as something else: each case worked out by hand, in both languages."""

from __future__ import annotations

import re

import pytest

from calculators.engine import Engine
from calculators.plain.talk import State, Talk

REFUSED = [
    ("compare the cost of 1000 H100s and 1000 MI300X", "missing"),
    ("How much power do 1000 H100 and 500 B200 draw together?", "no_sums"),
    ("łączna moc 500 H100 i 500 A100", "no_sums"),
    ("1 " * 400, "too_many_numbers"),
    ("Poland " * 140, "too_many_names"),
    ("cost of 100 GWh in Poland in dollars", "other_unit"),
    ("koszt 100 GWh w Polsce w dolarach", "other_unit"),
    ("thanks a lot", "thanks"),
    ("super, dzięki!", "thanks"),
    ("why?", "why"),
    ("dlaczego?", "why"),
]
DOUBLED = "not_given"
CODES = {code for _, code in REFUSED} | {DOUBLED}
"""The refusals that are met here."""


@pytest.fixture(scope="module")
def talk(engine: Engine) -> Talk:
    return Talk(engine)


def told(talk: Talk, *texts: str) -> str:
    """What the last of some messages is answered: how it was read, and the answer."""
    state: State | None = None
    shown = ""
    for text in texts:
        found = talk.tell(text, state)
        state = found.state
        reply = found.answer.reply
        shown = f"{reply.read} {reply.headline}"
    return re.sub(r"\s", " ", shown)


def refused(talk: Talk, text: str) -> str | None:
    refusal = talk.tell(text).answer.refusal
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("convert 370 GWh to GJ", "1,332,000 GJ"),  # 1 GWh = 3,600 GJ
        ("how many kWh is 5 MWh?", "5,000 kWh"),
        ("ile kWh to 3,7 MWh", "3700 kWh"),
        ("350 kW in MW", "0.35 MW"),
        # the facility: 1,000 × 1.275 kW × 0.61 × 1.56 × 8,760 h = 10.63 GWh = 38,260 GJ
        ("energy of 1000 H100 in GJ", "In GJ: 38,260"),
        # 9 % of 100,000 in a year
        ("100,000 H100s: how many fail a year?", "In a year: 9,0"),
    ],
)
def test_a_wanted_unit_is_never_dropped(talk: Talk, text: str, expected: str):
    assert expected in told(talk, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 MW ± 10%, how many H100", "18 MW to 22 MW"),
        ("50 MW +/- 5 MW, how many homes", "45 MW to 55 MW"),
        ("power of 1,000 H100 ± 10%", "900 to 1,100 accelerators"),
    ],
)
def test_what_a_figure_may_be_off_by_is_its_range(talk: Talk, text: str, expected: str):
    assert expected in told(talk, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 200 × 1 kW × 6/24 × 8,760 h
        ("energy of 200 B200 running 6 hours a day for a year", "438 MWh in a year"),
        # 100 × 700 W × 8/24 × 8,760 h
        ("ile prądu zużyje 100 H100 pracujących 8 godzin dziennie przez rok", "204,4 MWh"),
    ],
)
def test_hours_a_day_are_a_share_of_the_time(talk: Talk, text: str, expected: str):
    assert expected in told(talk, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 10,000 × 1.275 kW × 1.2 and × 1.5
        ("compare 10k H100 at PUE 1.2 and PUE 1.5", ("15.3 MW", "19.12 MW")),
        ("porównaj 1000 H100 przy PUE 1,1 i 1,5", ("1,403 MW", "1,913 MW")),
        ("compare 1000 H100 at 60% and 90% utilisation", ("10.5 GWh", "15.7 GWh")),
    ],
)
def test_the_sides_of_a_comparison_keep_their_conditions(
    talk: Talk, text: str, expected: tuple[str, str]
):
    shown = told(talk, text)
    assert all(each in shown for each in expected)


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_cant_be_answered_as_asked_is_refused(talk: Talk, text: str, code: str):
    assert refused(talk, text) == code


NEEDS = {
    # 500,000 x 10.2 kW / 8 x 1.56 = 994.5 MW; 100,000 of them 198.9 MW
    "Is 1 GW enough for 500,000 H100s?": ("It is enough.", "about 994 MW", "1 GW given"),
    "is a 1 GW reactor enough for Colossus?": ("It is enough.", "about 199 MW", "1 GW given"),
    "can 150 MW power Colossus?": ("It isn't enough.", "about 199 MW", "150 MW given"),
    # 50,000: 99.45 MW
    "Czy 100 MW wystarczy na 50 tys. H100?": ("To wystarczy.", "około 99,5 MW"),
    # 8,000 x 1.275 kW x 1.2 = 12.24 MW
    "can 10 MW run 8000 H100 at PUE 1.2?": ("It isn't enough.", "12.24 MW"),
    # 100,000 x 10,715 kWh = 1.07 TWh
    "what is larger, 370 GWh or the yearly consumption of 100,000 households?": (
        "about 1.07 TWh for 100,000 homes",
        "370 GWh given",
    ),
}


@pytest.mark.parametrize(("text", "expected"), NEEDS.items(), ids=NEEDS)
def test_an_amount_is_held_against_what_is_needed(talk: Talk, text: str, expected: tuple[str, ...]):
    shown = told(talk, text)
    assert all(each in shown for each in expected), shown


COMPARED = {
    # facts: 700 W and 1,000 W for one; 10.2 kW and 14.3 kW for a server of 8
    "how much more power does a B200 use than an H100?": "1 kW for NVIDIA B200 (HGX); 700 W",
    "which cluster has more accelerators, Colossus or Meta's?": "for Meta's Llama 4 cluster",
    "który klaster ma więcej akceleratorów, xAI czy Mety?": "Klaster Meta do Llama 4",
    # 50 TB x 8 / 400 Gbit/s = 1,000 s; a fourth of that rate takes four times as long
    "o ile szybciej prześlę 50 TB łączem 400 Gb/s niż 100 Gb/s?": "16,67 min",
    # 2,000 x 10.2 kW / 8 x 8,760 h x 0.61 x 1.56 = 21.3 GWh: exactly so many, not at least
    "czy 1000 B200 zużyje więcej niż 2000 H100?": "2000 × NVIDIA H100 SXM → około 21,3 GWh",
    # 10 MW x 8,760 h x 0.08 and 0.11 USD/kWh: 7.008 and 9.636 million USD
    "10 MW all year at 8 cents vs 11 cents a kWh, difference on the bill?": "9.636 million USD",
    # 50,000 in 2 years are 68.49 a day, in 5 years 27.4
    "50,000 gpus lasting 2 years rather than 5, how many more do I swap out per day?": "27.4 GPUs",
    # Llama 3.1's model cards: 30.84 and 7.0 million hours
    "how many more gpu hours did llama 3.1 405b take than the 70b one?": "7,000,000",
    # 1 PB x 8 / (8 x 100 Gbit/s) = 10,000 s
    "1 PB over 8 links: 100G or 400G, how much quicker is the second one?": "2.778 h",
    # 100,000 x 10.2 kW / 8 x 0.61 x 1.56 x 8,760 h = 1.06 TWh
    "is 370 GWh more or less than what 100k h100s use in a year including cooling?": "1.06 TWh",
    # 30 MW x 1.2 and x 1.45
    "PUE 1,2 a PUE 1,45 przy 30 MW serwerów – o ile wzrośnie moc obiektu?": "43,5 MW",
    # 600 x 120 kW x 1.56 = 112.3 MW; 30,000 x 1.275 kW x 1.56 = 59.67 MW
    "600 nvl72 racks or 30,000 h100s - bigger electricity draw?": "about 59.7 MW",
    # 1,000 x 1.275 kW x 0.61 x 1.56 x 730 h = 885.7 MWh, at 0.6 PLN/kWh
    "ile zapłacę za prąd za 1000 H100 przez miesiąc przy 0,60 zł/kWh, a ile przy 0,90 zł/kWh?": (
        "około 531 000 PLN"
    ),
}


@pytest.mark.parametrize(("text", "expected"), COMPARED.items(), ids=COMPARED)
def test_what_than_stands_between_is_compared(talk: Talk, text: str, expected: str):
    assert expected in told(talk, text)


EXACT = {
    # 2.4e12 Wh x 3,600 J = 8.64e15 J
    "zamień 2,4 TWh na GJ": "8 640 000 GJ",
    # 1 ft = 0.3048 m
    "convert 785,000 sq ft into square metres": "72,928.89 square metres",
    # 8,000 x 10.2 kW / 8 = 10.2 MW: of a bare power every scope is told
    "how many MW do 8000 h100s need?": "With their servers 10.2 MW",
    # 200,000 / 2.1
    "budżet na wynajem 200 tys. usd, po 2,1 usd/h, ile godzin kart": "95 238",
    # 1e12 B x 1.2 / 192 GB = 6.25
    "how many MI300X hold a 1T model in fp8 with 20% overhead?": "7 accelerators",
    # 25 x 365 / 100,000
    "25 of our 100,000 GPUs fail per day. What percentage breaks in a year?": "9.125 %/year",
    # 30,000 / 20 = 1,500 days
    "lifetime of a card if 20 of 30,000 cards are replaced per day": "4.11 years",
    # 405e9 x 1 B / 80 GB = 5.06
    "405B-parameter model in int8 on H100, how many GPUs": "6 accelerators hold",
    # 5,000 t / 10 GWh
    "how many grams of CO2 per kWh if 10 GWh produced 5,000 t": "500 g/kWh",
    # 100 x 240 h
    "how many hours of GPU time are 100 GPUs over 10 days": "24,000 accelerator-hours",
    # 40 / 60: the other way round it would be 150 %
    "how heavily loaded are we: 40 MW average, 60 MW peak facility power": "66.67 %",
    # 30.84 million x 2 USD
    "what would 30.84M GPU hours cost at $2 per hour": "61.68 million USD",
    # 80,000 / (4 x 365 days)
    "gpus last 4 years, how many of 80k have to be replaced every day": "54.79 GPUs/day",
}


@pytest.mark.parametrize(("text", "expected"), EXACT.items(), ids=EXACT)
def test_figures_and_units_are_what_they_say(talk: Talk, text: str, expected: str):
    answer = talk.tell(text).answer
    assert expected in " ".join(answer.text.replace("\u00a0", " ").split()), answer.text


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("how much power do 10,000 H100s draw?", "add 5000 more"), "15,000 × NVIDIA H100 SXM"),
        (
            ("How long to train 1e25 FLOP on 10,000 H100s?", "on B200", "double the GPUs"),
            "20,000 × NVIDIA B200",
        ),
        # 1e25 / (1024 × 989.4 TFLOPS × 0.405) = 282.2 days; × 1,024 × 2 USD/h = 13.9 million USD
        (
            ("How long to train 1e25 FLOP on 1024 H100s?", "what would it cost to rent at $2/h?"),
            "13.9 million USD",
        ),
    ],
)
def test_what_follows_changes_what_it_names(talk: Talk, texts: tuple[str, ...], expected: str):
    assert expected in told(talk, *texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 1.9 MW / 2,000
        (
            "A vendor says 2,000 of its accelerators pull 1.9 MW in total, chips alone. So what is "
            "the wattage per chip?",
            "950 W",
        ),
        # 32,500 USD, the middle, × 24,000, and no price of 1 USD apiece
        (
            "W widełkach 25–40 tys. USD za sztukę ile kosztuje 24 000 GPU?",
            "około 780 mln USD",
        ),
        # 30 MW × 1.4^5
        ("30 MW now, growing 40% a year, where are we in five years?", "161.3 MW"),
        # 60 a day × 365 × 5
        ("how big must a fleet be to need 60 new ones a day with a 5 year life", "109,500"),
        # 2 PB × 8 bit / 86,400 s = 185 Gbit/s
        ("how many 100GbE ports to shift 2 petabytes within a day?", "2 links"),
        # 16,384 GPUs × 54 d × 24 h / 419 failures / 100,000 GPUs
        (
            "If 16,384 GPUs had 419 failures in 54 days, how often would a cluster of 100k GPUs "
            "trip?",
            "every 30.41 min",
        ),
        # 130 / 104
        ("130 MW at the meter, 104 of that in the servers, so my PUE is what?", "PUE 1.25"),
        # 45 / 24
        ("Firma miała 24 mld dolarów wyceny, ma 45 mld; ile to razy więcej?", "1,875"),
        # 8 × 400 W × 720 h × 1.10 zł
        (
            "8 kart A100 w domu, same karty na maksa przez 30 dni, taryfa 1,10 zł za kWh. Ile to "
            "kosztuje?",
            "2534 PLN",
        ),
    ],
)
def test_what_figures_are_for_is_seen_by_what_they_give(talk: Talk, text: str, expected: str):
    assert expected in told(talk, text)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # 100,000 × 1.275 kW × 0.8 × 1.56
        (("How much power do 100,000 H100s draw?", "at 80% load"), "about 159 MW"),
        # 10,000 × 1.275 kW × 0.61 × 1.56 × 8,760 h × 0.08 USD
        (
            ("How much does the electricity for 10,000 H100s cost in a year?", "at 8 cents"),
            "about 8.5 million USD",
        ),
        # 100,000 × 1.275 kW × 0.61 × 1.56 × 8,760 h × 0.12 USD
        (
            ("How much power do 100,000 H100s draw?", "and at 12 cents per kWh?"),
            "about 128 million USD",
        ),
        # 1,063 GWh / 3,079 kWh
        (
            ("Ile mocy pobiera 100 tys. H100?", "ile to gospodarstw w Niemczech?"),
            "około 345 000 gospodarstw",
        ),
        (("How much power do 100,000 H100s draw?", "what about the servers alone?"), "127.5 MW"),
    ],
)
def test_what_follows_goes_on_from_the_answer(talk: Talk, texts: tuple[str, ...], expected: str):
    assert expected in told(talk, *texts)


def test_what_was_not_given_is_not_doubled(talk: Talk):
    first = talk.tell("how much do 1000 H100s cost to buy?")
    refusal = talk.tell("double the carbon intensity", first.state).answer.refusal
    assert refusal is not None
    assert refusal.code == DOUBLED


def test_what_is_asked_for_is_what_the_wanted_unit_measures(talk: Talk):
    # 90 MW × 8,760 h
    text = "Ile terawatogodzin rocznie to obiekt o stałym poborze 90 MW?"
    assert "W TWh: 0,7884" in told(talk, text)
