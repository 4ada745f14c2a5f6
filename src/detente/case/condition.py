"""The condition language: text about option levels, parsed into a small tree.

Examples of what may be written in a case file::

    dprk.posture in (testing, crisis) and not us.policy == deal
    if chn.pressure == high then rok.defence <= current
    at least 2 of (rus.vote == veto, chn.vote == veto, usa.vote == veto)
    rus.vote == chn.vote
    sanctions_tightened or rok.trilateral == yes

``owner.option`` names an option, a word after a comparison names a level (or another option with
the same levels), and a bare word names one of the case's definitions. ``<``, ``<=``, ``>`` and
``>=`` compare the order in which an ordered option lists its levels. ``not`` binds closest, then
``and``, then ``or``, then ``if ... then ...``.

The tree says nothing about states; ``detente.game`` evaluates it over all states at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from lark import Lark, Token

__all__ = [
    "All",
    "Always",
    "AnyOf",
    "Compare",
    "Condition",
    "ConditionSyntax",
    "Count",
    "Defined",
    "Not",
    "parse",
    "walk",
]

#: Longest condition accepted, in characters, and deepest nesting of parentheses.
MAX_LENGTH = 4_000
MAX_DEPTH = 40

_NESTING = re.compile(r"\b(?:not|if)\b")

GRAMMAR = r"""
?start: expr
?expr: "if" expr "then" expr            -> if_then
     | disjunction
?disjunction: conjunction ("or" conjunction)*
?conjunction: negation ("and" negation)*
?negation: "not" negation               -> negation
     | atom
?atom: "(" expr ")"
     | TRUE                             -> always
     | FALSE                            -> never
     | QUANTIFIER INT "of" "(" expr ("," expr)* ")"  -> count
     | OPTION COMPARISON NAME           -> compare
     | OPTION COMPARISON OPTION         -> compare
     | OPTION "in" "(" NAME ("," NAME)* ")"          -> member
     | OPTION "not" "in" "(" NAME ("," NAME)* ")"    -> non_member
     | NAME                             -> defined

TRUE.3: /true(?![A-Za-z0-9_-])/
FALSE.3: /false(?![A-Za-z0-9_-])/
QUANTIFIER.3: /(at\s+least|at\s+most|exactly)(?![A-Za-z0-9_-])/
COMPARISON: "==" | "!=" | "<=" | ">=" | "<" | ">"
OPTION.2: /[A-Za-z][A-Za-z0-9_-]*\.[A-Za-z][A-Za-z0-9_-]*/
NAME: /[A-Za-z][A-Za-z0-9_-]*/
INT: /[0-9]+/
WS: /[ \t\f\r\n]+/
%ignore WS
"""

#: Words that cannot be used as the name of a level or a definition.
RESERVED = frozenset({"if", "then", "or", "and", "not", "in", "of", "true", "false", "exactly", "at"})


@dataclass(frozen=True, slots=True)
class Always:
    """True in every state, or in none."""

    value: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """An option against one or more of its levels, or against another option.

    Parameters
    ----------
    option
        ``owner.option``.
    relation
        One of ``== != < <= > >= in``; ``in`` takes several levels.
    levels
        Level names; empty when ``other`` is given.
    other
        The option on the right-hand side, or an empty string.
    at
        Offsets into the text of the option and of each right-hand word, for error messages.
    """

    option: str
    relation: str
    levels: tuple[str, ...]
    other: str = ""
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition of the case, by name."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a part."""

    part: Tree


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """At least ``low`` and at most ``high`` of the parts."""

    low: int
    high: int
    parts: tuple[Tree, ...]


Tree = Always | Compare | Defined | Not | All | AnyOf | Count


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as written and as parsed; equal when the texts are equal."""

    text: str
    tree: Tree

    def __str__(self) -> str:
        return self.text


class ConditionSyntax(ValueError):
    """A condition that does not follow the grammar.

    Parameters
    ----------
    cause
        One sentence.
    offset, length
        Where in the text, zero-based, in characters.
    words
        The words of the language that would fit there.
    """

    def __init__(self, cause: str, offset: int, length: int = 1, words: tuple[str, ...] = ()) -> None:
        self.cause, self.offset, self.length, self.words = cause, offset, max(length, 1), words
        super().__init__(cause)


@lru_cache(maxsize=4096)
def parse(text: str) -> Condition:
    """Parse a condition.

    Parameters
    ----------
    text
        At most 4,000 characters, parentheses at most 40 deep.

    Raises
    ------
    ConditionSyntax
        With the offset of the first word that does not fit.

    Examples
    --------
    >>> parse("a.x == yes and not b.y in (low, high)").tree
    All(parts=(Compare(option='a.x', relation='==', levels=('yes',), other='', at=(0, 7)), \
Not(part=Compare(option='b.y', relation='in', levels=('low', 'high'), other='', at=(19, 27, 32)))))
    """
    from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

    _refuse_monsters(text)
    try:
        tree = _parser().parse(text)
    except UnexpectedCharacters as error:
        raise _meaningless(text, cast(int, error.pos_in_stream)) from None
    except UnexpectedToken as error:
        raise _misplaced(text, error.token, error.expected) from None
    except (UnexpectedEOF, UnexpectedInput):
        raise ConditionSyntax("the condition ends too early", _last(text)) from None
    return Condition(text, _tree(tree))


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield the tree and all its parts, parents first.

    Parameters
    ----------
    tree
        A condition, parsed.
    """
    yield tree
    if isinstance(tree, Not):
        yield from walk(tree.part)
    elif isinstance(tree, All | AnyOf | Count):
        for part in tree.parts:
            yield from walk(part)


@cache
def _parser() -> Lark:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", lexer="contextual")


def _refuse_monsters(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise ConditionSyntax(f"a condition may have at most {MAX_LENGTH:,} characters", MAX_LENGTH)
    depth = 0
    for offset, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth > MAX_DEPTH:
            raise ConditionSyntax(f"parentheses may be at most {MAX_DEPTH} deep", offset)
    nested = [found.start() for found in _NESTING.finditer(text)]
    if len(nested) > 4 * MAX_DEPTH:
        raise ConditionSyntax("too many 'not' and 'if' in one condition", nested[4 * MAX_DEPTH])


#: What people write from habit, and what it is here.
_HABITS = {
    "=": "write == to compare",
    "&": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not', or != to compare",
    '"': "levels are written without quotes",
    "'": "levels are written without quotes",
    ".": "an option is written as owner.option",
}


def _meaningless(text: str, at: int) -> ConditionSyntax:
    character = text[at]
    cause = f"{character!r} has no meaning here"
    if character in _HABITS:
        cause += f"; {_HABITS[character]}"
    elif character.isalpha():  # letters that only look Latin are the likeliest cause, and nobody sees them
        cause = f"{character!r} is {unicodedata.name(character, 'not Latin')}; names use Latin letters"
    return ConditionSyntax(cause, at)


def _misplaced(text: str, token: Token, expected: set[str]) -> ConditionSyntax:
    # The parser's tables are merged: they also name what would fit after another beginning.
    foreign = {"THEN"} if "if" not in text else set()
    foreign |= {"RPAR", "COMMA"} if "(" not in text else set()
    wanted = _wanted(expected - foreign)
    words = tuple(sorted(e.lower() for e in expected if e in _KEYWORDS))
    if token.type == "$END":
        return ConditionSyntax(f"the condition ends too early; expected {wanted}", _last(text))
    cause = f"{str(token)!r} does not fit here; expected {wanted}"
    if token.type == "COMPARISON":
        cause += "; only options, such as actor.option, can be compared"
    return ConditionSyntax(cause, token.start_pos or 0, len(token), words)


def _last(text: str) -> int:
    return max(len(text.rstrip()) - 1, 0)


_KEYWORDS = frozenset({"IF", "THEN", "OR", "AND", "NOT", "IN", "OF", "TRUE", "FALSE"})

_WORDS = {
    "NAME": "a level or a definition",
    "OPTION": "an option such as actor.option",
    "COMPARISON": "a comparison such as ==",
    "INT": "a whole number",
    "LPAR": "'('",
    "RPAR": "')'",
    "COMMA": "','",
    "QUANTIFIER": "'at least'",
}


def _wanted(expected: set[str]) -> str:
    if "NAME" in expected and "OPTION" in expected and "LPAR" in expected:
        return "a condition such as actor.option == level"
    names = sorted(_WORDS.get(e, f"'{e.lower()}'") for e in expected - {"$END", "RPAR", "COMMA"})
    names += [_WORDS[e] for e in ("COMMA", "RPAR") if e in expected and "$END" not in expected]
    return " or ".join(names[:6]) or "the end"


def _tree(node: object) -> Tree:
    """Turn lark's tree into ours."""
    from lark import Tree as LarkTree

    assert isinstance(node, LarkTree)
    kind, children = str(node.data), node.children
    if kind in ("always", "never"):
        return Always(kind == "always")
    if kind == "if_then":
        return AnyOf((Not(_tree(children[0])), _tree(children[1])))
    if kind == "disjunction":
        return AnyOf(tuple(_tree(c) for c in children))
    if kind == "conjunction":
        return All(tuple(_tree(c) for c in children))
    if kind == "negation":
        return Not(_tree(children[0]))
    tokens: list[Token] = [c for c in children if not isinstance(c, LarkTree)]
    if kind == "count":
        return _count(tokens, tuple(_tree(c) for c in children if isinstance(c, LarkTree)))
    if kind == "defined":
        return Defined(str(tokens[0]), tokens[0].start_pos or 0)
    return _comparison(kind, tokens)


def _count(tokens: list[Token], parts: tuple[Tree, ...]) -> Count:
    word, number = str(tokens[0]), int(tokens[1])
    if not 0 < number <= len(parts):
        cause = f"{number} of {len(parts)} conditions can never be met or always is"
        raise ConditionSyntax(cause, tokens[1].start_pos or 0, len(tokens[1]))
    if word.endswith("least"):
        return Count(number, len(parts), parts)
    if word.endswith("most"):
        return Count(0, number, parts)
    return Count(number, number, parts)


def _comparison(kind: str, tokens: list[Token]) -> Tree:
    at = tuple(t.start_pos or 0 for t in tokens if t.type != "COMPARISON")
    option = str(tokens[0])
    if kind == "compare":
        right = tokens[2]
        if right.type == "OPTION":
            return Compare(option, str(tokens[1]), (), str(right), at)
        return Compare(option, str(tokens[1]), (str(right),), "", at)
    inside = Compare(option, "in", tuple(str(t) for t in tokens[1:]), "", at)
    return inside if kind == "member" else Not(inside)
