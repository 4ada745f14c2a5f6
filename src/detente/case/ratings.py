"""How good a judgement's ground is: four scales that are kept apart, and never computed with.

The reliability of a source and the credibility of a statement are the Admiralty scale (AJP-2.1); how
likely the voice thinks it, and how sure the analyst is, follow ICD 203. No weight, share or
probability is made from any of them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

__all__ = ["BANDS", "CREDIBILITY", "RELIABILITY", "Confidence", "Credibility", "Likelihood"]

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}

CREDIBILITY = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}

#: The first of the two rows of terms of ICD 203, with the chances in per cent that each stands for.
BANDS = {
    "almost no chance": (1, 5),
    "very unlikely": (5, 20),
    "unlikely": (20, 45),
    "roughly even chance": (45, 55),
    "likely": (55, 80),
    "very likely": (80, 95),
    "almost certain": (95, 99),
}

Credibility = Annotated[
    Literal["", "1", "2", "3", "4", "5", "6"],
    Field(description="Admiralty scale, from 1 (confirmed by others) to 5; 6 if it cannot be judged."),
    WithJsonSchema({"enum": [*"123456", *range(1, 7)]}),  # an editor takes the digit for a number
]
Likelihood = Annotated[
    Literal[
        "",
        "almost no chance",
        "very unlikely",
        "unlikely",
        "roughly even chance",
        "likely",
        "very likely",
        "almost certain",
    ],
    Field(description="How likely the voice thinks it, in a term of ICD 203; never made into a weight."),
]
Confidence = Annotated[
    Literal["", "low", "moderate", "high"],
    Field(description="How sure the analyst is of the judgement; never made into a weight."),
]
