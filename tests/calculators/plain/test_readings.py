"""Readings: how figures, conditions and slips of the hand are understood, by what is answered.

Every figure is worked out by hand beside its question; nobody's answer was copied.
"""

from __future__ import annotations

import pytest

from calculators.plain.talk import Talk
from tests.calculators.plain.test_meant import refused, told

FIGURES = {
    # 100,000 / (3 x 365)
    "Przy trzyletniej żywotności ile ze 100 tys. kart trzeba wymieniać dziennie?": "91,32",
    # 1,000 x 10.2 kW / 8 x 61 % x 720 h x 1.56
    "30-dniowy trening 1000 H100, ile energii": "874 MWh",
    # 8e9 x 4 B
    "Ile pamięci na wagi zajmie 8-miliardowy model w FP32?": "32 GB",
    # 4 x 100 Gbit/s / 8 x 1,800 s
    "In 30 minutes over 4 x 100 Gbit/s, how much data can we move?": "90 TB",
    # 25 x 365 / 60,000
    "codziennie pada nam 25 gpu z 60 000, jaki to roczny wskaźnik awarii?": "15,21%",
    # 60,000 / 40 / 365
    "40 GPUs swapped out daily from a fleet of 60k. What life does that imply?": "4.11 years",
    # 16,384 x 9 % / 365
    "how many H100s out of 16,384 fail per day": "4.04",
    # 24 x 4 x 10.2 kW
    "Ile ciepła trzeba odprowadzić z 24 szaf DGX H100?": "979,2 kW",
    # 960 kW / 24, the power of the servers: no PUE is in it
    "Ile kilowatów na szafę, skoro 24 szafy razem ciągną 960 kW?": "40 kW",
    # 100,000 / 7,000
    "H100s per square metre if 100,000 of them stood in 7,000 m2?": "14.29",
    # 55 x 365 x 5
    "Jak duża jest flota, jeśli przy pięcioletniej żywotności trzeba codziennie podmieniać 55?": (
        "100 375"
    ),
    # 30 GW x 1.12^5
    "If demand of 30 GW grows 12% every year, what is it after five years?": "52.87 GW",
    # 12e6 / 38,500 = 311.7
    "budżet 12 mln euro, cena 38 500 EUR za B200. Ile sztuk?": "311",
    # 3.8e25 FLOP / (989.4 TFLOPS x 40 %) / 60 days
    "i want to train llama 3.1 405b in 60 days with h100s, mfu 40%. how many do i need": "18,500",
}
CONDITIONS = {
    # 100,000 x 700 W x 61 % x 8,760 h
    "A same chipy, 100 tysięcy H100 przez rok, przy 61% obciążenia?": "374,1 GWh",
    # 1,000 x 10.2 kW / 8: neither 1,000 servers nor chips alone
    "1000 H100 with servers, flat out?": "1.275 MW",
    # 1,000 x 700 W
    "1000 H100, nothing but the chips, what power?": "700 kW",
    # 8 x 6.5 kW / 8
    "8 A100 nie licząc chłodzenia, jaka moc?": "6,5 kW",
}
SLIPS = {
    # 30,000 x 750 W x 61 % x 168 h
    "electricty of 30,000 MI300X over a week, jsut the gpus": "2.31 GWh",
    # 1,000 x 700 W
    "ile mcoy bierze 1000 H100, same chpiy": "700 kW",
}


@pytest.mark.parametrize(
    ("text", "expected"), (FIGURES | CONDITIONS | SLIPS).items(), ids=lambda each: str(each)[:40]
)
def test_a_text_is_read_as_it_is_meant(talk: Talk, text: str, expected: str):
    assert expected in told(talk, text)


def test_peaks_are_compared_in_the_format_that_is_named(talk: Talk):
    shown = told(talk, "which has more flops in fp8, gaudi 3 or h100")
    # the makers' dense FP8 peaks
    assert "1.835 PFLOPS" in shown
    assert "1.979 PFLOPS" in shown


def test_what_is_asked_for_is_not_passed_over_for_what_a_name_leads_to(talk: Talk):
    assert refused(talk, "how long to train llama 3.1 405b") == "which_kind"
