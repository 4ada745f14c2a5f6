"""Every rule that a case is checked by, in one table.

A code never changes its meaning and is never used again. DT1xx: the file and its YAML; DT2xx: types,
keys and single values; DT3xx: names; DT4xx: logic inside the case; DT5xx: the game that follows
from the case, reported by ``detente.game``; DT6xx: what a shipped case carries of its sources, reported
by ``detente.catalog``.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ERROR", "RULES", "WARNING", "Rule"]

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that a case is checked by.

    Parameters
    ----------
    name
        Short name, for example ``unknown-actor``.
    severity
        ``"error"`` refuses the case, ``"warning"`` does not.
    says
        The rule in one sentence.
    fix
        An example of what to write instead.
    """

    name: str
    severity: str
    says: str
    fix: str


# fmt: off
RULES: dict[str, Rule] = {
    # ---------------------------------------------------------------- the file and its YAML
    "DT101": Rule("unreadable-file", ERROR, "The file must exist and be readable.",
                  "check the path, and that it is a file and not a folder"),
    "DT102": Rule("not-utf-8", ERROR, "The file must be UTF-8 throughout.",
                  "save the file again with the encoding UTF-8"),
    "DT103": Rule("wrong-encoding", ERROR, "UTF-16, UTF-32 and a byte order mark are not accepted.",
                  "save the file as UTF-8 without a byte order mark"),
    "DT104": Rule("file-too-large", ERROR, "A case file may have at most 2,000,000 bytes.",
                  "keep documents and data outside the case and cite them"),
    "DT105": Rule("control-character", ERROR, "Control characters cannot be seen and are refused.",
                  "delete the character, or type the line again"),
    "DT106": Rule("tab-indentation", ERROR, "Indentation is made of spaces; a tab has no agreed width.",
                  "replace each tab by two spaces"),
    "DT107": Rule("yaml-syntax", ERROR, "The text must be YAML; reading stops where it is not.",
                  "name: 'a text with: a colon'"),
    "DT108": Rule("duplicate-key", ERROR, "A key may stand only once in its mapping.",
                  "rename one of the two, or delete it"),
    "DT109": Rule("anchor-or-alias", ERROR, "Anchors (&) and aliases (*) are not accepted.",
                  "write the value out where it is needed"),
    "DT110": Rule("tag", ERROR, "Tags (!) are not accepted: every value is text.",
                  "weight: 3   rather than   weight: !!int 3"),
    "DT111": Rule("merge-key", ERROR, "Merge keys (<<) are not accepted.",
                  "write the keys out"),
    "DT112": Rule("several-documents", ERROR, "One file holds one case.",
                  "put what follows '---' into a file of its own"),
    "DT113": Rule("too-deep", ERROR, "Values may be nested at most 12 deep.",
                  "a case needs six levels; check the brackets"),
    "DT114": Rule("too-many-values", ERROR, "A case may hold at most 200,000 values.",
                  "split the case"),
    "DT115": Rule("key-not-text", ERROR, "A key is a single word.",
                  "dprk.posture: testing"),
    "DT116": Rule("not-composed", ERROR, "Keys are spelt with composed characters (Unicode NFC).",
                  "type the word again"),
    "DT117": Rule("not-a-mapping", ERROR, "A case is a mapping from keys to values.",
                  "format: 1"),
    "DT118": Rule("directive", ERROR, "Directives such as %YAML are not accepted.",
                  "delete the line"),
    # ---------------------------------------------------------------- types, keys, single values
    "DT201": Rule("unknown-key", ERROR, "Only the keys of the format may be used.",
                  "weight: 3   rather than   wieght: 3"),
    "DT202": Rule("missing-key", ERROR, "Some keys must be given.",
                  "add the key"),
    "DT203": Rule("wrong-type", ERROR, "A value must be of the kind that its key asks for.",
                  "actors: [usa, rok]   where a list is wanted"),
    "DT204": Rule("unknown-word", ERROR, "Some values must be one of a few words.",
                  "modality: likely"),
    "DT205": Rule("empty-value", ERROR, "A key needs a value.",
                  "write a value, or delete the key"),
    "DT206": Rule("condition-syntax", ERROR, "A condition follows the grammar of the condition language.",
                  "when: dprk.posture in (testing, crisis) and not usa.policy == deal"),
    "DT207": Rule("quantity-syntax", ERROR, "A quantity is a number, an interval, a distribution or a word.",
                  "weight: 2..4   or   weight: triangular(1, 2, 4)"),
    "DT208": Rule("locator-syntax", ERROR, "Evidence is given as locators or as 'analyst judgement'.",
                  "evidence: [K.P7.S1, K.P9]"),
    "DT209": Rule("date-syntax", ERROR, "Dates are written as year-month-day.",
                  "as_of: 2020-12-31"),
    "DT210": Rule("wrong-form", ERROR, "Some values have a fixed form, such as three capitals.",
                  "iso: PRK"),
    "DT211": Rule("bad-identifier", ERROR, "Ids are Latin letters, digits, '_' and '-', a letter first.",
                  "test_moratorium"),
    "DT212": Rule("reserved-word", ERROR, "Words of the condition language cannot be ids.",
                  "none   rather than   not"),
    "DT213": Rule("unsupported-format", ERROR, "This version of detente reads format 1.",
                  "format: 1"),
    "DT214": Rule("format-not-first", WARNING, "The key 'format' stands first, so that any reader finds it.",
                  "move 'format: 1' to the top of the file"),
    # ---------------------------------------------------------------- names
    "DT301": Rule("unknown-actor", ERROR, "Actors are declared under 'actors', bystanders under 'parties'.",
                  "actors: {dprk: {name: North Korea}}"),
    "DT302": Rule("unknown-option", ERROR, "Options must be declared under 'options' or 'chance'.",
                  "options: {dprk.posture: {name: posture, levels: [moratorium, testing]}}"),
    "DT303": Rule("unknown-level", ERROR, "A level must be one of its option's levels.",
                  "dprk.posture == testing"),
    "DT304": Rule("unknown-definition", ERROR, "A bare word in a condition is the name of a definition.",
                  "dprk.posture == testing   rather than   testing"),
    "DT305": Rule("unknown-statement", ERROR, "Weights refer to the ids of statements.",
                  "weights: {no_war: 4}"),
    "DT306": Rule("unknown-source", ERROR, "Locators begin with the key of a declared source.",
                  "sources: {kashin: {title: ..., key: K}}"),
    "DT307": Rule("unknown-choice", ERROR, "Choices must be declared under 'choices'.",
                  "choices: {autonomy: {name: autonomy, set: {rus.line: autonomous}}}"),
    "DT309": Rule("unknown-state", ERROR, "Named states must be declared under 'states'.",
                  "states: {truce: {a.arms: no, b.arms: no}}"),
    "DT310": Rule("unknown-chance", ERROR, "A reading overlays chance options that the case declares.",
                  "chance: {chance.election: {change: 0.6, no_change: 0.4}}"),
    "DT311": Rule("unknown-scale-word", ERROR, "A word as a quantity must have a number under 'scales'.",
                  "scales: {strong: 3..4}"),
    "DT312": Rule("option-id", ERROR, "The id of an option is owner.option.",
                  "dprk.posture   rather than   posture"),
    "DT313": Rule("chance-id", ERROR, "The id of a chance option is chance.name.",
                  "chance.election   rather than   election"),
    "DT314": Rule("mixed-scripts", WARNING, "A word mixes Latin letters with others that look the same.",
                  "type the word again in one alphabet"),
    "DT315": Rule("duplicate-id", ERROR, "Ids of statements, events, questions and sources are unique.",
                  "id: no_war_2"),
    "DT316": Rule("unknown-side", ERROR, "The sides of a comparison are sources or readings.",
                  "sides: {kashin: {says: ..., evidence: K.P7}}"),
    "DT317": Rule("unknown-reference", ERROR, "What a comparison points to must be declared.",
                  "model: [claim:Q1, outcome:crisis]"),
    # ---------------------------------------------------------------- logic inside the case
    "DT401": Rule("order-of-unordered", ERROR, "Only ordered options can be compared with < <= > >=.",
                  "ordered: true   or   usa.policy in (talks, deal)"),
    "DT402": Rule("levels-differ", ERROR, "Two options can be compared only if their levels are the same.",
                  "rus.vote == chn.vote, both with levels [yes, veto]"),
    "DT403": Rule("circle", ERROR, "Definitions, parents and sources must not lead back to themselves.",
                  "write one of them out in terms of options"),
    "DT404": Rule("too-few-levels", ERROR, "An option has at least two levels.",
                  "levels: [no, yes]"),
    "DT405": Rule("level-named-twice", ERROR, "The levels of an option have different names.",
                  "levels: [low, middle, high]"),
    "DT406": Rule("incomplete-probabilities", ERROR, "Every level of a chance option has a probability.",
                  "probabilities: {change: 0.6, no_change: 0.4}"),
    "DT407": Rule("probability-out-of-range", ERROR, "Probabilities lie between 0 and 1.",
                  "0.2..0.4   or   30%"),
    "DT408": Rule("negative-share", ERROR, "The share of a reading is 0 or more.",
                  "share: 0.5"),
    "DT409": Rule("incomplete-status-quo", ERROR, "The status quo gives every option a level.",
                  "status_quo: {dprk.posture: moratorium, usa.policy: pressure}"),
    "DT410": Rule("status-quo-not-listed", ERROR, "Where states are named, the status quo is one of them.",
                  "status_quo: truce"),
    "DT411": Rule("choice-not-focal", ERROR, "A choice sets options of the focal actor only.",
                  "set: {rus.line: autonomous}"),
    "DT412": Rule("choices-without-focal", ERROR, "Choices need a focal actor.",
                  "focal: rus"),
    "DT413": Rule("one-preference", ERROR, "A preference is exactly one of statements, priority and ranking.",
                  "keep one of the three"),
    "DT414": Rule("incomplete-ranking", ERROR, "A ranking names every state.",
                  "ranking: [peace, truce, [war, siege]]"),
    "DT415": Rule("ranked-twice", ERROR, "A ranking names every state once.",
                  "delete one of the two"),
    "DT416": Rule("no-preference", ERROR, "An actor that can move has a preference.",
                  "preferences: {dprk: {statements: [...]}}"),
    "DT417": Rule("bystander", WARNING, "An actor that cannot move and wants nothing changes no result.",
                  "give it a preference, or delete it"),
    "DT418": Rule("forbid-or-require", ERROR, "A constraint is exactly one of forbid and require.",
                  "forbid: dprk.posture == testing and usa.policy == deal"),
    "DT419": Rule("self-perception", ERROR, "A perception is of another actor.",
                  "viewer: usa, of: dprk"),
    "DT420": Rule("hindsight", WARNING, "A source is later than as_of, and the case does not say so.",
                  "hindsight: The review was written after the election."),
    "DT421": Rule("event-after-as-of", WARNING, "An event is later than as_of; nobody could know of it.",
                  "delete the event, or move as_of"),
    "DT422": Rule("deadline-passed", ERROR, "The deadline of a question is not before as_of.",
                  "by: 2021-12-31"),
    "DT423": Rule("graph-form", ERROR, "A case without options needs states and arcs.",
                  "states: {peace: peace holds, war: war}, arcs: {a: [[peace, war]]}"),
    "DT424": Rule("unused-definition", WARNING, "A definition that no condition uses changes nothing.",
                  "use it, or delete it"),
    "DT425": Rule("incomplete-state", ERROR, "Beside options, a named state gives every option a level.",
                  "truce: {a.arms: no, b.arms: no}"),
    "DT426": Rule("state-twice", ERROR, "Two named states must not be the same.",
                  "delete one of the two"),
    "DT427": Rule("nothing-to-share", ERROR, "Probabilities and shares must not all be 0.",
                  "probabilities: {yes: 0.5, no: 0.5}"),
    "DT428": Rule("idle-move", ERROR, "A move leads somewhere else.",
                  "only: [[no, yes]]"),
    "DT429": Rule("actor-and-party", ERROR, "An id is an actor's or a party's, not both.",
                  "delete it under 'parties', or rename it"),
    "DT430": Rule("untested-claim", ERROR, "A claim has a condition 'then', or a note that says why not.",
                  "note: The game has no option for it."),
    "DT431": Rule("claim-of-everything", ERROR, "A claim with 'then' has a choice, or a condition 'given'.",
                  "given: dprk.posture == testing"),
    "DT432": Rule("relation-to-itself", ERROR, "A relation joins two different parties.",
                  "from: rus, to: chn"),
    "DT440": Rule("ratings-on-the-diagonal", WARNING, "Credibility is not the source's reliability again.",
                  "credibility: 3   where a source rated B is the only one that says so"),
    # ---------------------------------------------------------------- the game that follows
    "DT501": Rule("contradictory-constraints", ERROR, "Some state must satisfy all constraints.",
                  "drop one of the constraints that clash"),
    "DT502": Rule("option-cannot-move", WARNING, "The constraints leave an option one level only.",
                  "drop the option, or loosen a constraint"),
    "DT503": Rule("statement-always-true", WARNING, "A statement that holds in all states decides nothing.",
                  "drop the statement, or make it sharper"),
    "DT504": Rule("statement-never-true", WARNING, "A statement that holds in no state decides nothing.",
                  "drop the statement, or loosen it"),
    "DT505": Rule("status-quo-infeasible", ERROR, "The status quo must satisfy all constraints.",
                  "change the status quo, or the constraint it breaks"),
    "DT506": Rule("choice-infeasible", ERROR, "Some state must satisfy all constraints under each choice.",
                  "change the choice, or the constraint it breaks"),
    "DT507": Rule("too-many-states", ERROR, "The feasible states must fit the limit.",
                  "add constraints, merge levels, or split off what does not interact"),
    "DT508": Rule("outcome-never", WARNING, "No state falls into an outcome class.",
                  "move it up, or loosen its condition"),
    "DT509": Rule("definition-constant", WARNING, "A definition holds in all states or in none.",
                  "drop it, or check its condition"),
    "DT510": Rule("chance-level-infeasible", WARNING, "The constraints rule out a level of a chance option.",
                  "drop the level, or the constraint"),
    # ---------------------------------------------------------------- what a case carries of its sources
    "DT601": Rule("item-missing", ERROR, "Every item that is expected of a case's sources is listed.",
                  "expected: {actors: A01-A02}, items: {actors: {A01: {...}, A02: {...}}}"),
    "DT602": Rule("item-unexpected", ERROR, "Every item that is listed is expected.",
                  "widen the range under 'expected', or delete the item"),
    "DT603": Rule("carried-by-nothing", ERROR, "What carries an item stands in the case.",
                  "carried: [actor:rus, statement:rus-calm]"),
    "DT604": Rule("carried-or-not", ERROR, "An item says what carries it, or why nothing does.",
                  "carried: [actor:rus]   or   not_carried: the reason"),
    "DT605": Rule("reason-twice", ERROR, "Each item that is left out has a reason of its own.",
                  "say what is particular to this item"),
    "DT606": Rule("item-form", ERROR, "An item has says, at, voice, and carried or not_carried.",
                  "A01: {says: Russia., at: [K.P7], voice: Kashin, carried: [actor:rus]}"),
    "DT607": Rule("too-much-left-out", ERROR, "At most a tenth of the items may be left out.",
                  "carry some of them, or choose a source that fits the case"),
}
# fmt: on
