"""Case files that are valid, small and as varied as the format allows: every key of every part."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from hypothesis import strategies as st

from case.valid_play import acting, asks, consequences, drafts, packaged, policies, turns, ways
from detente.case import examine_text
from detente.case.file.writing import block, plain
from detente.game import inspect

__all__ = ["cases", "files_of", "made", "passing", "text_of"]

JUDGEMENT = "analyst judgement"
AS_OF = date(2020, 12, 31)

#: Texts that are hard to carry through a renderer.
ODD = (
    "plain words",
    "Two lines:\nand a second one",
    "=1+1 and <b>bold</b> & *stars* | bars _under_ [links](x)",
    "한국과 中国",
    "שלום, العالم",
    "it's “quoted” — with dashes…",
    "100% of {braces} and \\backslashes",
    "# no comment: really",
    "a" * 70,
)

Options = Mapping[str, Sequence[str]]


class Maker:
    """Makes one case; every choice is the dice's."""

    def __init__(self, r: Random) -> None:
        self.r = r
        self.actors = ["usa", "prk", "rok"][: r.choice([1, 2, 2, 2, 3])]
        self.focal = r.choice(self.actors) if r.random() < 0.75 else ""
        self.sources = ["paper", "review"][: r.randint(0, 2)]
        self.keys = ["K", "R2"][: len(self.sources)]
        self.scales = ["weak", "very strong"][: r.randint(0, 2)]
        self.options = self._levels()
        self.chance = {f"chance.c{k}": self._names(r.randint(2, 3)) for k in range(r.choice([0, 0, 1, 1, 2]))}
        self.parties = ["envoy", "bloc"][: r.randint(0, 2)]
        self.definitions: list[str] = []
        self.follows: dict[str, list[str]] = {}
        self.laid: dict[str, Any] = {}
        self.ids = 0

    # ------------------------------------------------------------------ small things

    def _levels(self) -> dict[str, list[str]]:
        r = self.r
        found = {}
        for k in range(r.randint(1, 3)):
            owner = self.actors[k % len(self.actors)]
            found[f"{owner}.o{k}"] = self._names(r.choice([2, 2, 2, 3]))
        return found

    def _names(self, count: int) -> list[str]:
        return self.r.choice([["no", "yes", "more"], ["low", "middle", "high"], ["a-1", "b_2", "null-c"]])[
            :count
        ]

    @property
    def variables(self) -> dict[str, list[str]]:
        return {**self.chance, **self.options}

    def some(self, share: float = 0.5) -> bool:
        return self.r.random() < share

    def word(self) -> str:
        return self.r.choice(ODD)

    def id(self, kind: str) -> str:
        self.ids += 1
        return f"{kind}{self.ids}"

    def evidence(self) -> Any:
        if not self.keys or self.some(0.4):
            return JUDGEMENT
        at = [
            f"{self.r.choice(self.keys)}{tail}"
            for tail in self.r.sample(["", ".P2", ".P1-P3", ".P4.S1", ".P4.S1-S2"], 2)
        ]
        return self.r.choice([at, at[0]])

    def quantity(self, low: float = -4, high: float = 4, words: bool = True) -> Any:
        a, b = sorted(self.r.sample(range(1, 20), 2))
        x, y = (round(low + (high - low) * k / 20, 3) for k in (a, b))
        forms = [
            x,
            f"{x}..{y}",
            f"triangular({x}, {(x + y) / 2:.4g}, {y})",
            f"q(10%: {x}, 90%: {y})",
            f"uniform({x}, {y})",
        ]
        if low >= 0:
            forms += [f"{x:%}".replace("000%", "%"), f"loguniform({x}, {y})"]
        else:
            forms += [f"normal({x}, 0.5)"]
        if words and self.scales:
            forms += self.scales
        return self.r.choice(forms)

    def rate(self, kind: str) -> dict[str, Any]:
        r = self.r
        if kind == "chance" and self.some(0.4):
            found: dict[str, Any] = {"dates": [self.day(300), self.day(900)]}
            return found | ({"every": r.choice([0.5, 4])} if self.some() else {})
        if self.some():
            return {"count": r.randint(0, 5), "from": "2009-01-01", "to": "2020-12-31"}
        return {"per_year": self.quantity(0.1, 2, words=False)}

    def day(self, after: int) -> str:
        return str(AS_OF + timedelta(days=after))

    def extras(self, **given: Any) -> dict[str, Any]:
        """Return some of the keys that may be given or left out."""
        return {key: value for key, value in given.items() if self.some(0.35) and value not in ("", [], {})}

    def ratings(self) -> dict[str, Any]:
        return self.extras(
            credibility=self.r.choice("123456"),
            likelihood=self.r.choice(["unlikely", "very likely", "roughly even chance"]),
            confidence=self.r.choice(["low", "moderate", "high"]),
        )

    def voice(self) -> dict[str, Any]:
        modality = self.r.choice(["asserted", "likely", "hope", "counterfactual", "normative"])
        return self.extras(voice="Kashin > Moscow", modality=modality)

    def level_of(self, option: str) -> str:
        return self.r.choice(self.variables[option])

    def setting(self, options: Sequence[str], most: int = 2) -> dict[str, str]:
        picked = self.r.sample(list(options), self.r.randint(1, min(most, len(options))))
        return {option: self.level_of(option) for option in picked}

    # ------------------------------------------------------------------ conditions

    def condition(self, depth: int = 0) -> str:
        r = self.r
        if not self.options:
            return r.choice(["true", "true", "not false"])
        kind = r.random()
        if depth > 1 or kind < 0.45:
            return self._comparison()
        if kind < 0.5 and self.definitions:
            return r.choice(self.definitions)
        inner = [self.condition(depth + 1) for _ in range(3)]
        return r.choice(
            [
                f"({inner[0]}) and ({inner[1]})",
                f"({inner[0]}) or ({inner[1]})",
                f"not ({inner[0]})",
                f"if {inner[0]} then {inner[1]}",
                f"at least 2 of ({', '.join(f'({i})' for i in inner)})",
                f"at most 1 of (({inner[0]}), ({inner[1]}))",
                f"exactly 1 of (({inner[0]}), ({inner[1]}))",
                f"({inner[0]}) or true",
            ]
        )

    def _comparison(self) -> str:
        if self.follows and self.some(0.2):
            name = self.r.choice(list(self.follows))
            return f"{name} {self.r.choice(['==', '!='])} {self.r.choice(self.follows[name])}"
        option = self.r.choice(list(self.variables))
        levels = self.variables[option]
        twins = [o for o, found in self.variables.items() if found == levels and o != option]
        if twins and self.some(0.2):
            return f"{option} {self.r.choice(['==', '!='])} {self.r.choice(twins)}"
        if self.some(0.2):
            return f"{option} {self.r.choice(['in', 'not in'])} ({', '.join(levels[:2])})"
        relation = self.r.choice(
            ["==", "==", "!=", "<", "<=", ">", ">="] if option in self.options else ["==", "!="]
        )
        return f"{option} {relation} {self.r.choice(levels)}"

    # ------------------------------------------------------------------ parts

    def names(self) -> dict[str, str]:
        return self.r.choice([{}, {}, {"ko": "한국", "zh-Hant": "韓國", "en-GB": "the country"}])

    def note(self) -> dict[str, Any]:
        return self.extras(note=self.word())

    def source(self, k: int) -> dict[str, Any]:
        found = {"title": self.word(), "key": self.keys[k]}
        return (
            found
            | self.note()
            | self.extras(
                author=self.word(),
                publisher="A press",
                published=self.r.choice(["2020-10", "2019", "early 2020", "2018-02-28"]),
                language="ko",
                perspective="Moscow",
                reliability=self.r.choice("ABCDEF"),
                digest="0123456789abcdef0123456789abcdef",
                derived_from=self.sources[:k],
            )
        )

    def actor(self, name: str) -> dict[str, Any]:
        called = {"usa": "the United States", "prk": "North Korea", "rok": "Republic | of <Korea>"}[name]
        parent = self.actors[0] if name != self.actors[0] else ""
        return (
            {"name": called}
            | self.note()
            | self.extras(names=self.names(), aliases=["Alias"], parent=parent, iso=name.upper())
        )

    def option(self, name: str) -> dict[str, Any]:
        levels: Any = self.options[name]
        owner = {"usa": "the United States", "prk": "North Korea", "rok": "Republic | of <Korea>"}[name[:3]]
        if self.some():
            levels = {level: self.r.choice(["", f"{owner} stands at {level}"]) for level in levels}
        return (
            {"name": self.word(), "levels": levels}
            | self.note()
            | self.extras(names=self.names(), evidence=self.evidence(), ordered="yes")
            | self.r.choice([{}, {}, {"moves": self.moves(name)}, ways(self, name)])
        )

    def moves(self, name: str) -> Any:
        levels = self.options[name]
        kind = self.r.choice(["free", "up", "down", "fixed"])
        if self.some(0.4):
            return kind
        pairs = [[a, b] for a, b in product(levels, repeat=2) if a != b]
        return {"kind": kind} | self.extras(
            only=self.r.sample(pairs, self.r.randint(1, len(pairs))),
            when=self.condition(),
            evidence=self.evidence(),
        )

    def chance_option(self, name: str) -> dict[str, Any]:
        levels = self.chance[name]
        shown: Any = levels if self.some() else {level: f"chance falls on {level}" for level in levels}
        found = {"name": self.word(), "levels": shown, "evidence": self.evidence()}
        return (
            found
            | {"probabilities": self.probabilities(levels)}
            | self.note()
            | self.extras(names=self.names(), ordered="no")
        )

    def probabilities(self, levels: Sequence[str]) -> dict[str, Any]:
        kind = self.r.randrange(4)
        if kind == 0:
            return dict(zip(levels, ["30%", 0.7, 0][: len(levels)], strict=True))
        if kind == 1:
            return dict.fromkeys(levels, "0.1..0.9")
        if kind == 2:
            return {level: 1 if k == 0 else 0 for k, level in enumerate(levels)}
        return dict.fromkeys(levels, round(1 / len(levels), 4))

    def statement(self) -> dict[str, Any]:
        found = {
            "id": self.id("s"),
            "when": self.condition(),
            "weight": self.quantity(),
            "evidence": self.evidence(),
        }
        return found | self.voice() | self.ratings() | self.note()

    def preference(self, states: Sequence[str]) -> dict[str, Any]:
        kind = self.r.random()
        extra = self.extras(evidence=self.evidence())
        if states and (kind < 0.5 or not self.options):
            order = self.r.sample(list(states), len(states))
            tied: list[Any] = [order[0], order[1:]] if len(order) > 2 and self.some() else order
            return {"ranking": tied} | extra
        if kind < 0.7:
            return {"priority": [self.condition() for _ in range(self.r.randint(1, 3))]} | extra
        return {"statements": [self.statement() for _ in range(self.r.randint(1, 3))] + drafts(self)} | extra

    def statements(self, preferences: Mapping[str, Any], actor: str = "") -> list[str]:
        wanted = [preferences[actor]] if actor else list(preferences.values())
        return [s["id"] for p in wanted for s in p.get("statements", []) if "weight" in s]

    def reading(self, preferences: Mapping[str, Any]) -> dict[str, Any]:
        known = self.statements(preferences)
        found = {"name": self.word(), "share": self.quantity(0, 1, words=False), "evidence": self.evidence()}
        if known and self.some(0.7):
            picked = self.r.sample(known, self.r.randint(1, len(known)))
            found["weights"] = {s: self.quantity() for s in picked}
        if self.chance and self.some():
            name = self.r.choice(list(self.chance))
            found["chance"] = {name: self.probabilities(self.chance[name])}
        return found | self.extras(voice="K") | self.note()

    def perceptions(self, preferences: Mapping[str, Any]) -> dict[str, Any]:
        found = {}
        for viewer, other in product(self.actors, repeat=2):
            theirs = self.statements(preferences, other) if viewer != other else []
            if theirs and self.some(0.4):
                weights = {s: self.quantity() for s in self.r.sample(theirs, 1)}
                found[f"{viewer}_of_{other}"] = {
                    "viewer": viewer,
                    "of": other,
                    "weights": weights,
                    "evidence": self.evidence(),
                } | self.note()
        return found

    def choices(self, preferences: Mapping[str, Any]) -> dict[str, Any]:
        own = [o for o in self.options if o.startswith(f"{self.focal}.")] if self.focal else []
        if not own:
            return {}
        option = self.r.choice(own)
        levels = self.options[option][: self.r.randint(1, len(self.options[option]))]
        stated = "statements" in preferences[self.focal]
        return {
            f"take-{level}": packaged(self, {"name": self.word(), "set": {option: level}}, own, stated)
            | self.extras(evidence=self.evidence())
            | self.note()
            for level in levels
        }

    def outcomes(self) -> dict[str, Any]:
        return {
            f"out{k}": {"name": self.word(), "when": self.condition()}
            | self.extras(evidence=self.evidence())
            | self.note()
            for k in range(self.r.randint(0, 3))
        }

    def claim(self, choices: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"says": self.word(), "evidence": self.evidence()}
        if self.some(0.2):
            return found | {"note": "The game has no option for it."} | self.voice() | self.ratings()
        found["then"] = self.condition()
        if choices and self.some(0.6):
            found["choice"] = self.r.choice(list(choices))
        if "choice" not in found or self.some(0.3):
            found["given"] = self.condition()
        return found | self.voice() | self.ratings() | self.note()

    def everybody(self) -> list[str]:
        return [*self.actors, *self.parties]

    def party(self, name: str) -> dict[str, Any]:
        return (
            {"name": self.word()}
            | self.note()
            | self.extras(
                names=self.names(),
                kind="leader",
                parent=self.actors[0],
                members=self.actors[:2] if name == "bloc" else [],
                aliases=["Another"],
                says=self.word(),
                evidence=self.evidence(),
                voice="K",
            )
        )

    def regime(self, preferences: dict[str, Any], states: bool) -> dict[str, Any]:
        found: dict[str, Any] = acting(self, preferences, states) | {
            "name": self.word(),
            "kind": "sanctions regime",
            "says": self.word(),
            "evidence": self.evidence(),
        }
        return (
            found
            | self.voice()
            | self.note()
            | self.extras(
                names=self.names(),
                members=self.everybody(),
                rules=["No ships."],
                exemptions=["Fish."],
                preconditions=["A vote."],
                votes={self.actors[0]: "For."},
                when=self.condition(),
                shows="all is quiet",
                **{"from": "2017-10", "until": "2031/2036"},
            )
        )

    def relation(self) -> dict[str, Any] | None:
        pair = self.r.sample(self.everybody(), 2) if len(self.everybody()) > 1 else None
        if pair is None:
            return None
        found = {
            "from": pair[0],
            "to": pair[1],
            "kind": "trade",
            "sign": self.r.choice("+-0?"),
            "evidence": self.evidence(),
        }
        return (
            found
            | self.voice()
            | self.note()
            | self.extras(
                direction=self.r.choice(["mutual", "from", "to"]),
                time=self.r.choice(["../..", "2014/..", "2005", "2019-02~"]),
                trend="falling",
                says=self.word(),
            )
        )

    def comparison(self, pointed: Sequence[str]) -> dict[str, Any]:
        sides = {side: {"says": self.word(), "evidence": self.evidence()} for side in self.sources}
        verdict = self.r.choice(
            ["agree", "agree in part", "complementary", "differ", "disagree", "one side only"]
        )
        found = {"topic": self.word(), "verdict": verdict, "sides": sides}
        return found | self.note() | self.extras(model=self.r.sample(list(pointed), min(2, len(pointed))))

    def term(self) -> dict[str, Any]:
        found = {"term": self.word(), "says": self.word(), "evidence": self.evidence()}
        return found | self.note() | self.extras(names=self.names(), owner="Lavrov")

    def event(self, k: int) -> dict[str, Any]:
        day = self.r.choice([f"201{k}-03-04", f"201{k}-05", f"201{k}", f"201{k}-01/201{k}-03", f"201{k}-07~"])
        found: dict[str, Any] = {"id": self.id("e"), "date": day, "evidence": self.evidence()}
        if self.some(0.15):
            found |= {"date": self.day(100), "expected": "yes"}
        return (
            found
            | self.note()
            | self.extras(
                actors=self.everybody()[:2],
                type="missile_test",
                says=self.word(),
                moves=self.setting(list(self.variables)) if self.options else {},
                voice="K",
                checked=self.r.choice(["lookup", "memory"]),
                confidence=self.r.choice(["high", "medium", "low"]),
            )
        )

    def question(
        self, choices: Mapping[str, Any], phases: Mapping[str, Any], series: Sequence[str]
    ) -> dict[str, Any]:
        measure = self.r.choice(["at", "by", "throughout", "ends", "count" if series else "by"])
        by = self.r.randint(200, 700)
        found: dict[str, Any] = {
            "id": self.id("q"),
            "asks": self.word(),
            "by": self.day(by),
            "evidence": self.evidence(),
        }
        if measure != "by" or self.some():
            found["measure"] = measure
        if measure == "count":
            bound = self.r.choice(["at_least", "at_most"])
            found |= {
                "series": {"id": self.r.choice(list(series)), bound: self.r.randint(0, 3)},
                "opens": self.day(1),
            }
        elif phases and self.some(0.4):
            found["phase"] = self.r.choice(list(phases))
        elif self.some(0.8):
            found["when"] = self.condition()
        if measure == "ends":
            found["after"] = self.day(by // 2)
        if measure != "count" and self.some(0.3):
            found["opens"] = self.day(self.r.randint(0, by // 3))
        if measure == "by" and found.keys() & {"when", "phase"} and by % 4 == 0:
            found["takes"] = by / 1000
        if choices and self.some(0.3):
            found["choice"] = self.r.choice(list(choices))
        return found | self.voice() | self.note() | self.extras(rules=self.word(), cluster="one")

    def alternatives(
        self, droppable: Sequence[str], choices: Mapping[str, Any], states: bool
    ) -> dict[str, Any]:
        found = {}
        chosen = {o for c in choices.values() for o in c["set"]}
        holdable = [o for o in self.variables if o not in chosen]
        for k in range(self.r.choice([0, 0, 1, 2])):
            one: dict[str, Any] = {}
            if droppable and self.some(0.6):
                one["drop"] = self.r.sample(list(droppable), 1)
            if holdable and not states and (self.some(0.6) or not one):
                one["hold"] = self.setting(holdable, 1)
            free = [o for o in self.options if o not in chosen and o not in one.get("hold", {})]
            if choices and free and not states and self.some(0.3):
                own = [o for o in free if o.startswith(f"{self.focal}.")]
                one |= {"choices": {next(iter(choices)): self.setting(own, 1)}} if own else {}
            if one:
                found[f"alt{k}"] = {"name": self.word(), **one, "evidence": self.evidence()} | self.note()
        return found

    def clock(self) -> dict[str, Any]:
        rates = {a: self.rate("actor") | {"evidence": self.evidence()} | self.note() for a in self.actors}
        precision = (
            {"all": "2..10"} if self.some() else {a: self.quantity(1, 8, words=False) for a in self.actors}
        )
        found: dict[str, Any] = {"horizon": self.day(800), "rates": rates, "precision": precision}
        if self.chance and self.some():
            name = self.r.choice(list(self.chance))
            drawn = self.rate("chance") | {"evidence": self.evidence()} | self.note()
            if self.some():
                drawn["probabilities"] = self.probabilities(self.chance[name])
            found["chance"] = {name: drawn}
        if self.options and self.some():
            shock = {"id": self.id("x"), "set": self.setting(list(self.options)), "evidence": self.evidence()}
            found["shocks"] = [
                shock | self.rate("shock") | self.extras(name="a clash", when=self.condition()) | self.note()
            ]
        found |= {"turns": turns(self, found.get("shocks", []))} if self.some() else {}
        return found | self.note() | self.extras(imprecise=1.5, evidence=self.evidence())

    def elicitation(self) -> dict[str, Any]:
        seed = {"id": self.id("seed"), "asks": self.word(), "answer": self.r.choice([3, -0.5, 1200])}
        return {
            "seeds": [
                seed | self.extras(unit="tests", credit="A count", evidence=self.evidence()) | self.note()
            ]
        }

    def position(self, by: str) -> dict[str, Any]:
        found = {"at": self.quantity(10, 80, words=False), "evidence": self.evidence()}
        found |= {"votes": self.r.randint(1, 9)}
        found |= {"capability": self.quantity(0.1, 5, words=False)} if by == "custom" and self.some() else {}
        salience = self.quantity(0.1, 0.9, words=False)
        return found | self.extras(salience=salience, voice="K") | self.note()

    def issue(self, taken: Sequence[str]) -> dict[str, Any]:
        by = self.r.choice(["custom", "votes", "veto"])
        positions = {who: self.position(by) for who in self.everybody()}
        found: dict[str, Any] = {
            "name": self.word(),
            "scale": {"0": self.word(), "33.3": self.word(), "100": self.word()},
            "positions": positions,
            "reference": self.r.choice([0, "0..20", "triangular(5, 20, 60)"]),
        }
        decision = {"by": by, "quota": 0.5} | self.extras(
            veto=list(positions)[:1], proposes=list(positions)[1:], evidence=self.evidence(), note="Known."
        )
        rule = self.r.choice(["pool", "condorcet", "mode", "nash", "equal-median", "veto"])
        written = {"at": 20.5, "date": self.day(-9), "evidence": self.evidence()} | self.note()
        found |= {"decision": decision} | self.extras(
            names=self.names(), rule=rule, written=written, evidence=self.evidence()
        )
        free = [name for name in self.chance if name not in taken]
        if free:
            levels = self.chance[free[0]]
            ends = [0, 30, 70, 100] if len(levels) == 3 else [0, 45, 100]
            parts = {n: f"{a}..{b}" for n, a, b in zip(levels, ends, ends[1:], strict=False)}
            found["sets"] = {"chance": free[0], "levels": parts} | self.note()
        return found | self.note()

    # ------------------------------------------------------------------ the whole

    def case(self) -> dict[str, Any]:
        r = self.r
        graph = r.random() < 0.1
        if graph:
            self.options, self.chance = {}, {}
        head: dict[str, Any] = {"format": 1, "case": "made-up", "title": self.word(), "as_of": str(AS_OF)}
        head |= self.extras(
            summary=self.word(), hindsight="None.", concept=r.choice(["R", "GMR", "SMR", "SEQ", "SSEQ"])
        )
        head |= self.extras(author="Us", handling="For the office", version="1.2")
        head |= self.extras(concepts=r.sample(["R", "GMR", "SMR", "SEQ", "SSEQ", "SEQ-even-irr"], 2))
        if self.focal:
            head["focal"] = self.focal
        states = self._graph_states() if graph else self._named_states()
        arcs = self._arcs(list(states)) if graph else {}
        follows = consequences(self)
        self.follows = {name: list(one["levels"]) for name, one in follows.items()}
        definitions: dict[str, Any] = {}
        for k in range(r.randint(0, 2)):
            definitions[f"d{k}"] = (
                {"name": self.word(), "when": self.condition()}
                | self.extras(evidence=self.evidence())
                | self.note()
            )
            self.definitions.append(f"d{k}")
        constraints = {} if states else self._constraints()
        common = self._common()
        preferences = {a: self.preference(list(states)) for a in self.actors}
        perceptions = self.perceptions(preferences)
        self.laid = {o: self.option(o) for o in self.options}
        choices = self.choices(preferences)
        held = policies(self, preferences) if not states else {}
        outcomes = self.outcomes()
        claims = {f"Q{k}": self.claim(choices) for k in range(r.randint(0, 3))}
        regimes = {f"r{k}": self.regime(preferences, bool(states)) for k in range(r.randint(0, 1))}
        readings = {f"read{k}": self.reading(preferences) for k in range(r.choice([0, 0, 1, 2]))}
        phases = {
            f"p{k}": {"name": self.word(), "when": self.condition()}
            | self.extras(evidence=self.evidence())
            | self.note()
            for k in range(r.randint(0, 2))
        }
        pointed = [
            *(f"claim:{c}" for c in claims),
            *(f"definition:{d}" for d in definitions),
            *(f"outcome:{o}" for o in outcomes),
            *(f"regime:{x}" for x in regimes),
            *(f"level:{o}.{v[0]}" for o, v in self.variables.items()),
        ]
        history = self.history() if not graph and self.some(0.4) else {}
        series = list(history.get("series", {}))
        relation = self.relation() if self.some() else None
        parts = {
            "sources": {s: self.source(k) for k, s in enumerate(self.sources)},
            "scales": {w: r.choice([2, "1..3", "triangular(1, 2, 4)"]) for w in self.scales},
            "actors": {a: self.actor(a) for a in self.actors},
            "parties": {p: self.party(p) for p in self.parties},
            "options": self.laid,
            "chance": {c: self.chance_option(c) for c in self.chance},
            "states": states,
            "arcs": arcs,
            "definitions": definitions,
            "consequences": follows,
            "constraints": constraints,
            "common_moves": common,
            "status_quo": self._status_quo(states, regimes),
            "preferences": preferences,
            "readings": readings,
            "perceptions": perceptions,
            "choices": choices,
            "policies": held,
            "asks": asks(self, choices, held),
            "outcomes": outcomes,
            "claims": claims,
            "regimes": regimes,
            "relations": {"tie": relation} if relation else {},
            "comparisons": {"topic": self.comparison(pointed)} if self.sources and self.some(0.4) else {},
            "terms": {"word": self.term()} if self.some(0.3) else {},
            "events": [self.event(k) for k in range(r.choice([0, 0, 2, 4]))],
            "phases": phases,
            "questions": [self.question(choices, phases, series) for _ in range(r.choice([0, 0, 1, 3]))],
            "alternatives": self.alternatives([*constraints, *common, *perceptions], choices, bool(states)),
            "clock": self.clock() if self.some(0.4) else {},
            "history": history,
            "elicitation": self.elicitation() if self.some(0.2) else {},
            "issues": self.issues(readings),
        }
        needed = ("actors", "preferences")
        return head | {key: part for key, part in parts.items() if part or key in needed}

    def issues(self, readings: Mapping[str, Any]) -> dict[str, Any]:
        if len(self.everybody()) < 2 or not self.some(0.3):
            return {}
        return {"text": self.issue([name for read in readings.values() for name in read.get("chance", {})])}

    def _graph_states(self) -> dict[str, Any]:
        return {
            f"s{k}": self.r.choice(["the conflict rests", self.word()]) for k in range(self.r.randint(2, 4))
        }

    def _arcs(self, states: Sequence[str]) -> dict[str, Any]:
        pairs = [[a, b] for a, b in product(states, repeat=2) if a != b]
        return {a: self.r.sample(pairs, self.r.randint(1, min(4, len(pairs)))) for a in self.actors}

    def _named_states(self) -> dict[str, Any]:
        if not self.some(0.15):
            return {}
        names = list(self.variables)
        rows = list(product(*(self.variables[o] for o in names)))
        picked = self.r.sample(rows, min(len(rows), self.r.randint(2, 6)))
        return {f"s{k}": dict(zip(names, row, strict=True)) for k, row in enumerate(picked)}

    def _status_quo(self, states: Mapping[str, Any], regimes: Mapping[str, Any]) -> Any:
        lasting = {f"regime.{name}": "off" for name, one in regimes.items() if "stays" in one}
        if self.some(0.1) and not lasting:
            return {}
        if states:
            name = self.r.choice(list(states))
            return name if isinstance(states[name], str) or self.some() else states[name]
        return {o: self.level_of(o) for o in self.variables} | lasting

    def _constraints(self) -> dict[str, Any]:
        found = {}
        for k in range(self.r.choice([0, 0, 1, 2])):
            kind = self.r.choice(["forbid", "require"])
            found[f"c{k}"] = (
                {kind: self.condition(), "evidence": self.evidence()} | self.ratings() | self.note()
            )
        return found

    def _common(self) -> dict[str, Any]:
        if not self.options or not self.some(0.3):
            return {}
        actors = self.r.sample(self.actors, self.r.randint(1, len(self.actors)))
        one = {
            "actors": actors,
            "when": self.condition(),
            "set": self.setting(list(self.options)),
            "evidence": self.evidence(),
        }
        return {"m0": one | self.note()}

    def history(self) -> dict[str, Any]:
        found = self.extras(events=["events.csv"], rules=["rules.csv"])
        if self.some():
            series = {"name": "shots", "file": "counts.csv", "column": "shots"} | self.extras(
                unit="shots", credit="A list"
            )
            found["series"] = {"shots": series}
        return found


def files_of(case: Mapping[str, Any]) -> dict[str, str]:
    """The files beside a case that its section `history` names."""
    history = case.get("history", {})
    found = {}
    option, levels = next(((o, v["levels"]) for o, v in case.get("options", {}).items()), ("", []))
    names = list(levels)
    if "events" in history:
        rows = ["id,date,actors,type,summary,source,confidence,moves"]
        rows += [
            f"H{k},201{k}-02-03,{option[:3]},talks,Something.,List,high,{option}={names[k % len(names)]}"
            for k in range(6)
        ]
        found["events.csv"] = "\n".join(rows) + "\n"
    if "rules" in history:
        found["rules.csv"] = (
            f"types,actors,from,to,moves,until,reason\ntalks,,,,{option}={names[0]},,Because.\n"
        )
    if "series" in history:
        found["counts.csv"] = "month,shots\n" + "".join(
            f"{y}-{m:02},{(y * m) % 3}\n" for y in range(2015, 2021) for m in range(1, 13)
        )
    return found


def made(seed: int) -> dict[str, Any]:
    """The case of a seed."""
    return Maker(Random(seed)).case()


#: What is taken away where `detente check` refuses a case that was made: the parts that contradict others.
_AWAY = {
    "DT501": ("constraints", "alternatives"),
    "DT505": ("constraints", "alternatives"),
    "DT506": ("constraints", "alternatives", "states"),
    "DT512": ("alternatives",),
    "DT514": ("constraints", "alternatives", "states"),
}


def passing(case: dict[str, Any]) -> dict[str, Any] | None:
    """The case without the parts that `detente check` refuses; nothing if it refuses it all the same."""
    for _ in range(4):
        read, problems = examine_text(text_of(case), "made-up.yaml")
        wrong = [p for p in (*problems, *(inspect(read) if read else ())) if p.severity == "error"]
        if not wrong:
            return case
        case = {
            key: part for key, part in case.items() if not any(key in _AWAY.get(p.code, ()) for p in wrong)
        }
        if any(p.code == "DT513" for p in wrong):
            case.pop("outcomes", None)
            case.pop("comparisons", None)
        if "states" not in case and "options" in case:
            case = _without_names(case)
    return None


def _without_names(case: dict[str, Any]) -> dict[str, Any]:
    """The case where nothing refers to named states any more."""
    quo = case.get("status_quo", {})
    wants = {
        actor: {"priority": ["true"]} if "ranking" in preference else preference
        for actor, preference in case["preferences"].items()
    }
    return case | {"preferences": wants, "status_quo": {} if isinstance(quo, str) else quo}


def text_of(case: Mapping[str, Any]) -> str:
    """A case as a file."""
    tree = plain(json.loads(json.dumps(case)))
    return "\n".join([*block(tree, 0), ""])


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Any case that the maker makes."""
    return Maker(draw(st.randoms(use_true_random=False))).case()
