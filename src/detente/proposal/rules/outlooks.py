"""Forecasts: what a sentence says will, may or is likely to come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from detente.proposal.rules.draft import Draft, end_of, modality, start_of
from detente.proposal.rules.grammar import Sentence
from detente.proposal.rules.grammar.tokens import matches

__all__ = ["outlooks"]

_MODALS = {"will", "shall", "may", "could", "might", "would", "can", "cannot", "won't"}
_FORESEEING = frozenset(["anticipate", "expect", "foresee", "predict", "forecast", "envisage", "fear"])
#: What is less sure than this is left out.
_LEAST = 0.35
_LEVELS = ("certain", "likely", "unlikely", "possible", "hope")


def outlooks(sentence: Sentence) -> Iterator[Draft]:
    """Yield the forecasts of a sentence: for each clause that looks ahead, or each thing that is foreseen.

    Parameters
    ----------
    sentence
        The sentence, parsed.
    """
    found = sentence.tokens
    if found[-1].text == "?":
        return
    taken: set[tuple[int, int]] = set()
    listed = list(_list(sentence))
    for low, high in listed:
        level = modality(sentence, 0, low)[0]
        yield Draft("forecast", sentence.quote(low, high), "", {}, level, "ahead: one of a list", 0.8)
    for at, told, weight in _signs(sentence):
        low, high = start_of(sentence, at), end_of(sentence, at)
        inside = any(s < high and low < e for s, e in listed)
        if (low, high) in taken or high - low < 3 or inside or weight < _LEAST:
            continue
        taken.add((low, high))
        level = modality(sentence, low, high)[0]
        yield Draft("forecast", sentence.quote(low, high), "", {}, level, f"ahead: {told}", weight)


def _list(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the members of a list of things foreseen: "expects A, B and C", "three outcomes: 1) A; 2) B"."""
    found, last = sentence.tokens, len(sentence.tokens) - 1
    marks = [k for k in range(1, last) if found[k].text == ")" and found[k - 1].kind == "NUM"]
    if len(marks) > 1 and any(True for _ in _signs(sentence)):
        for k, following in zip(marks, [*marks[1:], last + 2], strict=True):
            yield k + 1, following - 1
        return
    verb = next(
        (v for v in sentence.verbs if _FORESEEING & set(sentence.forms(v)) and v.form == "finite"), None
    )
    if verb is None:
        return
    commas = [k for k in range(verb.at + 1, last) if found[k].text == ","]
    if len(commas) > 1 and found[commas[-1] + 1].kind == "CC":
        edges = [verb.at, *commas, last]
        for low, high in pairwise(edges):
            yield low + 1, high


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
            if told not in _MODALS and not (past and level == "hope"):
                yield end - 1, told, 0.8 if level in ("likely", "unlikely", "certain") else 0.4


def _past(sentence: Sentence) -> bool:
    """Whether a sentence tells of the past."""
    first = next((v for v in sentence.verbs if v.form == "finite"), None)
    if first is None or first.modal:
        return False
    low = sentence.tokens[first.at].low
    return low.endswith("ed") or low in ("was", "were", "had") or low not in sentence.forms(first)[-1]
