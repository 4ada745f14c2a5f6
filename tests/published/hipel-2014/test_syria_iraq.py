"""The Euphrates crisis between Syria and Iraq, 1975.

Hipel, Kilgour & Kinsara (2014) Strategic investigations of water conflicts in the Middle East, Group
Decision and Negotiation 23(3), 355-376. Options, states and rankings are printed in the GMCR+ guide
(Kinsara 2014), Tables 1 and 3. Published: state 6 is the Nash equilibrium; the answers stored with GMCR+
0.4.1 for its regression test add the other concepts.

Known disagreement, in the inverse question of section 4.2 of the guide: under how many of Syria's 720
strict rankings is state 2 an equilibrium, Iraq's ranking fixed? The guide prints 240 for Nash and 420 for
sequential stability. By the definitions it is 240 and 384. Iraq cannot improve from 2. Syria may improve to
1, from which Iraq improves to 4, or to 3, from which Iraq improves to 6. So state 2 holds if 1 or 4, and
also 3 or 6, is no better for Syria than 2: that is 720 (1 - (1/3 + 1/3 - 1/5)) = 384 rankings. Keeping only
the verdict on the last improvement gives 720 (1/6 + 1/3 + 1/12) = 420, which is what the software does.
"""

from __future__ import annotations

from itertools import permutations

import pytest

import reference
from published.records import Published, equilibria, split, twin

SOURCE, STORED = "Hipel, Kilgour & Kinsara (2014)", "answers stored with GMCR+ 0.4.1"

PUBLISHED = (
    Published("syria-iraq-1975", "R", split("6"), SOURCE, "rankings in the GMCR+ guide, Tables 1 and 3"),
    Published("syria-iraq-1975", "GMR", split("1 6"), SOURCE, STORED),
    Published("syria-iraq-1975", "SMR", split("6"), SOURCE, STORED),
    Published("syria-iraq-1975", "SEQ", split("6"), SOURCE, STORED),
)


@pytest.mark.parametrize("claim", PUBLISHED, ids=str)
def test_published_equilibria(claim: Published) -> None:
    assert equilibria(claim.case, claim.concept) == claim.states


def rankings_of_syria() -> list[reference.Conflict]:
    conflict, _ = twin("syria-iraq-1975")
    iraq = conflict.utilities[1]
    return [reference.Conflict(6, conflict.arcs, [order, iraq]) for order in permutations(range(6))]


@pytest.mark.parametrize(
    ("concept", "count"), [("R", 240), ("GMR", 384), ("SMR", 300), ("SEQ", 384), ("SSEQ", 300)]
)
def test_rankings_of_syria_that_make_state_2_an_equilibrium(concept: str, count: int) -> None:
    assert sum(1 in reference.equilibria(c, concept) for c in rankings_of_syria()) == count


def last_improvement_only(conflict: reference.Conflict, i: int, s: int) -> bool:
    """What the software's inverse solver keeps: the verdict on the improvement it looks at last."""
    improvements = sorted(conflict.improvements(i, s))
    return not improvements or improvements[-1] not in reference.undeterred(conflict, "SEQ", i, s)


def test_the_published_420_keeps_only_the_last_improvement() -> None:
    published, textbook = 420, 384
    counted = [c for c in rankings_of_syria() if all(last_improvement_only(c, i, 1) for i in c.actors)]
    assert len(counted) == published != textbook
