"""Conditions (`when`, `needs`, `never` …): a small language, parsed once, checked, folded and compiled. No eval.

The rest of the program imports from here. The way of a condition: text -> `expression_lex` -> `expression_parse` ->
tree (`expression_tree`) -> `expression_check` -> `expression_fold` -> `expression_compile`.
"""

from scenarios.expression_check import check
from scenarios.expression_compile import Getter, Lookup, Resolve, compile_expression, evaluate
from scenarios.expression_domain import Environment
from scenarios.expression_fold import fold, relax_meters, substitute
from scenarios.expression_parse import DEPTH_LIMIT, LENGTH_LIMIT, parse
from scenarios.expression_simplify import all_of, any_of, negate
from scenarios.expression_tree import (
    FALSE,
    FUNCTIONS,
    METERS,
    RESERVED,
    TRUE,
    And,
    Call,
    Compare,
    Expression,
    ListLiteral,
    Literal,
    Name,
    Not,
    Or,
    Value,
    calls,
    names,
    unparse,
    walk,
)

__all__ = [
    "DEPTH_LIMIT",
    "FALSE",
    "FUNCTIONS",
    "LENGTH_LIMIT",
    "METERS",
    "RESERVED",
    "TRUE",
    "And",
    "Call",
    "Compare",
    "Environment",
    "Expression",
    "Getter",
    "ListLiteral",
    "Literal",
    "Lookup",
    "Name",
    "Not",
    "Or",
    "Resolve",
    "Value",
    "all_of",
    "any_of",
    "calls",
    "check",
    "compile_expression",
    "evaluate",
    "fold",
    "names",
    "negate",
    "parse",
    "relax_meters",
    "substitute",
    "unparse",
    "walk",
]
