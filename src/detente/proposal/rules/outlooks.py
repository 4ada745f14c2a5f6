"""Forecasts: what a sentence says will, may or is likely to come."""

from __future__ import annotations

from collections.abc import Iterator

from detente.proposal.rules.draft import Draft, end_of, modality, start_of
from detente.proposal.rules.grammar import Sentence
from detente.proposal.rules.tokens import matches

__all__ = ["outlooks"]

_MODALS = {"will", "shall", "may", "could", "might", "would", "can", "cannot", "won't"}
_LEVELS = ("certain", "likely", "unlikely", "possible", "hope")


def outlooks(sentence: Sentence) -> Iterator[Draft]:
    """Yield the forecasts of a sentence, one for each clause that looks ahead."""
    found = sentence.tokens
    if found[-1].text == "?":
        return
    taken: set[tuple[int, int]] = set()
    for at, told, weight in _signs(sentence):
        low, high = start_of(sentence, at), end_of(sentence, at)
        if (low, high) in taken or high - low < 3:
            continue
        taken.add((low, high))
        quote = sentence.quote(low, high)
        level, _ = modality(sentence, low, high)
        yield Draft("forecast", quote, "", {}, level, f"ahead: {told}", weight)


def _signs(sentence: Sentence) -> Iterator[tuple[int, str, float]]:
    found = sentence.tokens
    past = _past(sentence)
    for verb in sentence.verbs:
        if verb.modal not in _MODALS:
            continue
        weight = {"will": 1.0, "shall": 1.0, "may": 0.9, "could": 0.7, "might": 0.7}.get(verb.modal, 0.5)
        if past and verb.modal in ("would", "could", "might"):
            weight -= 0.4
        yield verb.at, verb.modal, weight
    for level in _LEVELS:
        for start, end in matches(found, f"future.{level}"):
            told = " ".join(t.low for t in found[start:end])
            if told not in _MODALS:
                yield end - 1, told, 0.8 if level in ("likely", "unlikely", "certain") else 0.4


def _past(sentence: Sentence) -> bool:
    """Whether a sentence tells of the past."""
    first = next((v for v in sentence.verbs if v.form == "finite"), None)
    if first is None or first.modal:
        return False
    low = sentence.tokens[first.at].low
    return low.endswith("ed") or low in ("was", "were", "had") or low not in sentence.forms(first)[-1]
