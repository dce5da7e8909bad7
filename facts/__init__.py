"""What is known: subjects, facts, statements and claims, each with its source and standing."""

from facts.library import Facts
from facts.loader import CURATED, load
from facts.problems import FactsError, Problem
from facts.schema import (
    FAULTS,
    Claim,
    Fact,
    Kind,
    Qualifier,
    Source,
    Standing,
    Statement,
    Subject,
    Verdict,
)

__all__ = [
    "CURATED",
    "FAULTS",
    "Claim",
    "Fact",
    "Facts",
    "FactsError",
    "Kind",
    "Problem",
    "Qualifier",
    "Source",
    "Standing",
    "Statement",
    "Subject",
    "Verdict",
    "load",
]
