"""What a rule is, and the rules whose breaches other rooms report, DT5xx to DT9xx; see ``rules.py``."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BEYOND", "ERROR", "WARNING", "Rule"]

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
BEYOND: dict[str, Rule] = {
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
    "DT511": Rule("phase-constant", WARNING, "A phase holds in all states or in none.",
                  "drop it, or check its condition"),
    "DT512": Rule("alternative-infeasible", ERROR, "Under an alternative the status quo is feasible.",
                  "hold another level, or drop the constraint that it breaks"),
    "DT513": Rule("outcome-impossible", ERROR, "Some feasible state satisfies the condition of each outcome.",
                  "drop the class, or correct its condition"),
    "DT514": Rule("scenario-infeasible", ERROR, "Whatever chance brings, some state is feasible.",
                  "give the level the probability 0, or loosen the constraint that rules it out"),
    # ---------------------------------------------------------------- what follows in every world
    "DT515": Rule("policy-infeasible", WARNING, "Every policy can be held from the status quo on.",
                  "let the policy set what has to change with it"),
    "DT521": Rule("replaced-everywhere", WARNING, "Some reading leaves a weight or probability as it is.",
                  "delete it in one of the readings, so that this one counts there"),
    "DT522": Rule("level-never-reached", WARNING, "In some world play comes to each level.",
                  "drop the level, or ask what would bring it about: detente whatif"),
    "DT523": Rule("regime-constant", WARNING, "A regime is in force at some points of rest only.",
                  "sharpen or loosen its condition"),
    "DT524": Rule("claim-constant", WARNING, "A claim holds in some worlds, and fails in others.",
                  "nothing, if that is the answer; or widen the ranges that it hangs on"),
    "DT525": Rule("claim-built-in", WARNING, "Preferences decide what a claim says, not constraints.",
                  "loosen the constraint, or keep the claim beside the game with a note"),
    "DT526": Rule("claim-by-one-weight", WARNING, "A claim does not hang on one weight alone.",
                  "check the evidence of the weight, or give it a range"),
    "DT527": Rule("claim-untested", WARNING, "What a claim is made of comes about in some world.",
                  "loosen 'given'"),
    "DT528": Rule("said-to-be-constant", WARNING, "What is said to be constant does not vary.",
                  "leave out 'constant'"),
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
    # ---------------------------------------------------------------- sheets of analysts
    "DT701": Rule("sheet-unreadable", ERROR, "A sheet is a CSV file in UTF-8 or an XLSX workbook.",
                  "save it again as CSV UTF-8 or XLSX"),
    "DT702": Rule("sheet-column", ERROR, "A sheet has the columns expert, id, 5%, 50% and 95%.",
                  "start from: detente elicit CASE --out sheet.csv"),
    "DT703": Rule("sheet-expert", ERROR, "Each answered row names the analyst who answered.",
                  "fill the column 'expert' in, with the same name throughout"),
    "DT704": Rule("sheet-item", ERROR, "A row answers something that the case asks.",
                  "keep the column 'id' as the template has it"),
    "DT705": Rule("sheet-number", ERROR, "The three quantiles are numbers that do not fall.",
                  "5%: 0.5, 50%: 1, 95%: 2"),
    "DT706": Rule("sheet-twice", ERROR, "An analyst answers each question once.",
                  "delete one of the two rows"),
    "DT707": Rule("sheet-unanswered", ERROR, "A sheet that is read answers something.",
                  "fill some rows in, or leave the file out"),
    "DT708": Rule("sheet-name", WARNING, "Names that differ by capitals and blanks only are one analyst.",
                  "spell each analyst's name in one way"),
    "DT709": Rule("sheet-hidden", WARNING, "Answers in hidden rows, columns and sheets are read, too.",
                  "delete what should not count"),
    "DT710": Rule("sheet-sign", WARNING, "An answer has the sign of the case's own weight.",
                  "ask the analyst: a weight below 0 is an aversion"),
    # ---------------------------------------------------------------- the reader's copies of the sources
    "DT801": Rule("copy-of-source", WARNING, "A passage is looked up in a copy of the text that was cited.",
                  "put the text, under any name, into the folder given with --sources"),
    "DT802": Rule("no-such-passage", ERROR, "A passage that is cited stands in the copy.",
                  "correct the locator"),
    "DT803": Rule("passage-changed", ERROR, "A passage has in the copy the words that were cited.",
                  "correct the locator, or make the anchors again from the new text"),
    "DT804": Rule("passage-ambiguous", WARNING, "A passage that is cited stands in the copy once only.",
                  "nothing, if the sentences are the same; or cite the block"),
    # ---------------------------------------------------------------- forecasts and resolutions
    "DT901": Rule("forecast-form", ERROR, "A file of forecasts or resolutions has only the keys that it may.",
                  "F001: {verdict: true, answer: yes, on: 2022-05-26, source: Security Council records}"),
    "DT902": Rule("forecast-question", ERROR, "What is forecast or resolved is a question of the case.",
                  "use an id from the case's section 'questions'"),
    "DT903": Rule("forecast-verdict", ERROR, "A verdict is one of those that the ledger knows.",
                  "verdict: open and holding"),
    "DT904": Rule("forecast-date", ERROR, "Dates are days; nothing is resolved before its question opens.",
                  "on: 2022-05-26"),
    "DT905": Rule("forecast-number", ERROR, "Probabilities lie between 0 and 1; counts are whole numbers.",
                  "likely: 0.55..0.8"),
    # ---------------------------------------------------------------- proposals
    "DT951": Rule("proposal-form", ERROR, "A proposal has only the keys, types and slots that it may.",
                  "{type: interest, at: [K.P7.S1], quote: wants a ferry, actor: Rome}"),
}
# fmt: on
