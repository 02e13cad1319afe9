"""Expressions to German sentences: the text of a rule, and what is wrong where it is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from rv2xl.model.definitions.field import ANZAHL, Kind, Known, Type
from rv2xl.model.definitions.guidance import Guidance
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.expressions import expr as tree
from rv2xl.model.expressions.expr import Compare, Const, Expr, Named, Ref, Value, all_of, references
from rv2xl.model.finding import Severity
from rv2xl.model.wording import capitalised, german, listed

Evaluate = Callable[[Expr], Value]

_DATE_PARTS = {"YEAR": "das Jahr", "MONTH": "der Monat", "DAY": "der Tag"}


FIRST_NUMBER, SECOND_NUMBER = "①", "②"
"""Stand in a rule's sentence behind what the two numbers beside it are."""

_UNMARKED = ("", "")


def sentence(judgement: Judgement, known: Known, guidance: Guidance, marks: tuple[str, str] = _UNMARKED) -> str:
    """State the rule as one German sentence, by hand where somebody wrote one; with marks where its two numbers stand beside it."""
    if not guidance.leads:
        return rule_text(judgement, known)
    text = judgement.rule.must or rule_text(judgement, known, marks)
    for sign, mark in zip((FIRST_NUMBER, SECOND_NUMBER), marks, strict=True):
        text = text.replace(f" {sign}", f"\u00a0{sign}" if mark else "")  # at the end of a line it stays with its words
    return text


def rule_text(judgement: Judgement, known: Known, marks: tuple[str, str] = _UNMARKED) -> str:
    """State the rule as one German sentence, made of its expressions unless nothing else is `said`."""
    if judgement.rule.said:
        return judgement.rule.said
    subject, verb, rest = _clause(judgement.holds, known, marks)
    when = _telling_condition(judgement, references(judgement.holds))
    if when is None:
        return capitalised(f"{subject} {verb} {rest}.")
    return f"Wenn {_condition(when, known)}, {verb} {subject} {rest}.".replace(" es gelten", " gelten")


def _telling_condition(judgement: Judgement, told: Iterable[Expr]) -> Expr | None:
    """Return what a rule's condition says besides this: that a value is there of which the sentence tells anyway."""
    fields = {part.field for part in told if isinstance(part, Ref)}

    def tells(part: Expr) -> bool:
        match part:
            case Compare("<>", left, Const("")):
                return not fields.issuperset(ref.field for ref in references(left))
            case Compare(left=left):
                return not _counts(left)
        return True

    telling = [part for part in _joined(judgement.when) if tells(part)]
    return all_of(*telling) if telling else None


def _joined(condition: Expr | None) -> Iterator[Expr]:
    """Yield the parts of a condition that must all hold; a guard before the others is one of them."""
    match condition:
        case None:
            return
        case tree.Every(parts):
            for part in parts:
                yield from _joined(part)
        case tree.If(test, then, Const(False)):
            yield from _joined(test)
            yield from _joined(then)
        case _:
            yield condition


def violation(judgement: Judgement, known: Known, value: Evaluate) -> str:
    """Say with the numbers how the rule is broken: for whom, under which condition, what."""
    if judgement.rule.said:
        return judgement.rule.said
    where = capitalised(f"{judgement.label}: ") if judgement.label else ""
    if judgement.rule.broken:
        return where + _PLACEHOLDER.sub(lambda name: _entered(judgement, name[1], known, value), judgement.rule.broken)
    if judgement.comparison is None:
        text = _states(judgement, known, value)
    else:
        text = _broken(judgement.comparison, known, value, judgement.rule.severity is not Severity.HINWEIS)
    sides = judgement.compared or ()
    when = _telling_condition(judgement, [side.part if isinstance(side, Named) else side for side in sides])
    for part in _joined(when):
        if isinstance(part, Compare) and isinstance(part.right, Const) and not is_personal(part.left, known):
            where += capitalised(
                f"{_noun(part.left, known)} ist {german(value(part.left), unit_of(part.left, known))}. "
            )
    return where + capitalised(text)


_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


def _entered(judgement: Judgement, name: str, known: Known, value: Evaluate) -> str:
    """What stands for a placeholder: the number on one side of the comparison, or what was entered in a field of the sheet or row."""
    if name in ("1", "2"):
        assert judgement.compared is not None
        left, side = judgement.compared[0], judgement.compared[int(name) - 1]
        return _shown(side, known, value, unit_of(left, known))
    roster = judgement.rule.roster
    ref = Ref(f"{roster}.*.{name}" if roster else name)
    return _shown(ref, known, value)


def is_personal(expr: Expr, known: Known) -> bool:
    """Whether a part's value is, or is made of, what somebody entered about a person; what is counted of it is not."""
    fields = map(known, references(expr)) if not _counts(expr) else ()
    return any(field is not None and field.personal for field in fields)


def _shown(expr: Expr, known: Known, value: Evaluate, otherwise: Type | None = None) -> str:
    if is_personal(expr, known):
        return "hier nicht genannt"
    return german(value(expr), unit_of(expr, known) or otherwise)


def unit_of(expr: Expr, known: Known) -> Type | None:
    """Return the type by which a part's value is written: that of the first field it reads, unless it counts."""
    if _counts(expr):
        return ANZAHL
    refs = references(expr)
    field = known(refs[0]) if refs else None
    return field.type if field else None


def _counts(expr: Expr) -> bool:
    """Whether the value is a number of cells or rows."""
    match expr:
        case tree.Numbers() | tree.NoNumbers() | tree.Blanks() | tree.Rows():
            return True
        case tree.Tally() | tree.CountRows() | tree.Invalid():
            return True
        case Named(_, part):
            return _counts(part)
        case tree.Arithmetic("+", left, right):
            return _counts(left) and _counts(right)
        case tree.If(_, then, otherwise):
            return _counts(then) and _counts(otherwise)
    return isinstance(expr, Const) and isinstance(expr.value, int)


def _broken(holds: Compare, known: Known, value: Evaluate, demanded: bool) -> str:
    """Say how a comparison fails; what is only pointed out is not `demanded`."""
    left, right = holds.left, holds.right
    noun, found = _noun(left, known), _shown(left, known, value)
    if isinstance(right, Const) and right.value == "":
        return f"{noun} fehlt." if holds.operator == "<>" else f"{noun} ist angegeben ({found}), muss aber leer sein."
    if isinstance(right, Const):
        ought = f"{_modal(holds)} aber {_against(holds, known)} sein" if demanded else f"nicht {_against(holds, known)}"
        return f"{noun} ist {found}, {ought}."
    other, limit = _noun(right, known), _shown(right, known, value, unit_of(left, known))
    if holds.operator == "=":
        return f"{noun} ist {found}, {other} ist {limit}{'; beide müssen gleich sein' if demanded else ''}."
    if holds.operator in _ORDERED:
        _, denied, which = _ORDERED[holds.operator]
        than = f"{'' if denied else 'nicht '}{_than(left, known)[which]}"
        return f"{noun} ist {found} und damit {than} als {other} ({limit})."
    return f"{noun} ist {found}, {other} auch; beide müssen verschieden sein."


def _states(judgement: Judgement, known: Known, value: Evaluate) -> str:
    """Name the values that together break a rule that is not one comparison, and say the rule."""
    refs = [ref for ref in references(judgement.holds) if known(ref)]
    parts = [f"{_noun(ref, known)} ist {_shown(ref, known, value)}" for ref in refs]
    return f"{listed(parts)}. {rule_text(judgement, known)}"


def _noun(expr: Expr, known: Known) -> str:
    match expr:
        case Named(name, _):
            return name
        case tree.Identifier(part, _):
            return _noun(part, known)
        case Ref():
            field = known(expr)
            return f"„{field.full_label}“" if field else expr.field
        case Const(value):
            return german(value)
        case tree.Total(refs):
            return f"die Summe aus {listed([_noun(ref, known) for ref in refs])}"
        case tree.Arithmetic(operator, left, right):
            words = {"+": "plus", "-": "minus", "*": "mal"}
            return f"{_noun(left, known)} {words[operator]} {_noun(right, known)}"
        case tree.CountRows():
            return "die Zahl der passenden Zeilen"
    return _noun_of_step(expr, known)


def _noun_of_step(expr: Expr, known: Known) -> str:  # noqa: PLR0911
    match expr:
        case tree.Quotient(left, right):
            return f"{_noun(left, known)} geteilt durch {_noun(right, known)}"
        case tree.Extreme(function, parts):
            pair = len(parts) <= 2
            which = ("größere" if pair else "größte") if function == "MAX" else "kleinere" if pair else "kleinste"
            return f"der {which} Wert aus {listed([_noun(part, known) for part in parts])}"
        case tree.Numbers(refs):
            return f"die Zahl der Angaben unter {listed([_noun(ref, known) for ref in refs])}"
        case tree.MonthDay(day, months, of_month):
            return (
                f"der {'Erste' if of_month else 'letzte Tag'} des Monats {_which_month(day, months, of_month, known)}"
            )
        case tree.DatePart(function, part):
            return f"{_DATE_PARTS[function]} von {_noun(part, known)}"
        case tree.MonthsLater(day, months):
            return f"der Tag {_noun(months, known)} Monate nach {_noun(day, known)}"
        case tree.PeriodEnd(day, months):
            return f"der letzte Tag der {_noun(months, known)} Monate ab {_noun(day, known)}"
        case tree.Round(part, _) | tree.WholePart(part):
            return _noun(part, known)
        case tree.SumRows(column, _):
            return f"die Summe von {_noun(Ref(column.field, column.sheet), known)}"
    return "der Wert"


def _which_month(day: Expr, months: Expr, of_month: int, known: Known) -> str:
    """„von X“, „nach X“, „vor X“, or „3 Monate nach X“; the last day of the month before is that of one month less."""
    noun = _noun(day, known)
    if not isinstance(months, Const):
        later = f"{_noun(months, known)} Monate nach {noun}"
        return later if of_month else f"vor dem Tag {later}"
    by = int(str(months.value)) - (not of_month)
    if abs(by) <= 1:
        return ("vor", "von", "nach")[by + 1] + f" {noun}"
    return f"{abs(by)} Monate {'nach' if by > 0 else 'vor'} {noun}"


def _modal(compare: Compare) -> str:
    """„darf höchstens 1 sein“, but „muss kleiner als 3 sein“ and „muss 0 sein“."""
    at_most = compare.operator == "<=" and not (isinstance(compare.right, Const) and compare.right.value == 0)
    return "darf" if at_most else "muss"


def _against(compare: Compare, known: Known) -> str:
    """What the left side must be, as a word: „0“, „größer als 0“."""
    right = compare.right
    if compare.operator == "<=" and isinstance(right, Const) and right.value == 0:
        return "0"
    words = {
        "=": "",
        "<>": "verschieden von ",
        "<": "kleiner als ",
        "<=": "höchstens ",
        ">": "größer als ",
        ">=": "mindestens ",
    }
    if _is_date(compare.left, known):
        words |= {"<": "früher als ", "<=": "spätestens ", ">": "später als ", ">=": "frühestens "}
    return words[compare.operator] + _limit(compare, known)


def _limit(compare: Compare, known: Known) -> str:
    """The right side; a plain number beside a share is written as a percentage."""
    type_ = unit_of(compare.left, known)
    if isinstance(compare.right, Const) and type_ is not None and type_.kind is Kind.PROZENT:
        return german(compare.right.value, type_)
    return _noun(compare.right, known)


def _short(compare: Compare, known: Known) -> str:
    if isinstance(compare.right, Const) and compare.right.value == "":
        return "leer" if compare.operator == "=" else "angegeben"
    return ("= " if compare.operator == "=" else "") + _against(compare, known)


def _condition(expr: Expr, known: Known) -> str:
    match expr:
        case Compare(left=left):
            return f"{_noun(left, known)} {_short(expr, known).removeprefix('= ')} ist"
        case tree.Every(parts):
            return listed([_condition(part, known) for part in parts])
        case tree.Some(parts):
            return listed([_condition(part, known) for part in parts], "oder")
        case tree.Not(part):
            return f"nicht gilt, dass {_condition(part, known)}"
        case Named(name, _):
            return name
    return "die Voraussetzung erfüllt ist"


def _clause(expr: Expr, known: Known, marks: tuple[str, str]) -> tuple[str, str, str]:
    """Return subject, verb and rest, so that both „X muss …“ and „…, muss X …“ can be built."""
    if isinstance(expr, Named):
        return expr.name, "muss", "erfüllt sein"
    if not isinstance(expr, Compare):
        return "es", "muss", f"gelten, dass {_condition(expr, known)}"
    noun = _noun(expr.left, known)
    if isinstance(expr.right, Const) and expr.right.value == "":
        return noun, "muss", "leer sein" if expr.operator == "=" else "angegeben sein"
    noun = f"{noun} {marks[0]}".rstrip()
    if isinstance(expr.right, Const):
        return noun, _modal(expr), f"{_against(expr, known)} sein"
    other = f"{_noun(expr.right, known)} {marks[1]}".rstrip()
    if expr.operator == "=":
        return f"{noun} und {other}", "müssen", "gleich sein"
    if expr.operator in _ORDERED:
        verb, denied, which = _ORDERED[expr.operator]
        return noun, verb, f"{denied}{_than(expr.left, known)[which]} sein als {other}"
    return f"{noun} und {other}", "müssen", "verschieden sein"


def _than(expr: Expr, known: Known) -> tuple[str, str]:
    return ("früher", "später") if _is_date(expr, known) else ("kleiner", "größer")


def _is_date(expr: Expr, known: Known) -> bool:
    type_ = unit_of(expr, known)
    return type_ is not None and type_.kind is Kind.DATUM


_ORDERED = {"<=": ("darf", "nicht ", 1), ">=": ("darf", "nicht ", 0), "<": ("muss", "", 0), ">": ("muss", "", 1)}
"""How an order is said: the verb, and which of the two words of `_than` is meant, denied where the limit itself is allowed."""
