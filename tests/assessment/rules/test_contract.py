"""What holds of every rule: one module for one question of the law's data."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of, questions
from colophon.assessment.model import Case, Judgement, Verdict
from colophon.dossier import files
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from types import ModuleType

    from colophon.assessment.model import Assessment, Because

RULES = questions()


@pytest.fixture(params=sorted(RULES))
def question(request: pytest.FixtureRequest) -> str:
    """Give each question in turn."""
    return str(request.param)


@pytest.fixture
def module(question: str) -> ModuleType:
    """Give the module that answers the question."""
    return RULES[question]


def reasons(because: Because) -> Iterator[Because]:
    """Yield a reason and all the reasons for it."""
    yield because
    for child in because.children:
        yield from reasons(child)


def test_every_question_of_the_law_has_a_rule_and_the_other_way_round() -> None:
    """The modules of the rules and the questions of the data are the same."""
    assert set(RULES) == set(law().question)


def test_a_rule_asks_in_its_first_line(module: ModuleType) -> None:
    """A rule's docstring begins with the question that it answers."""
    assert module.__doc__
    first = module.__doc__.splitlines()[0]
    assert "?" in first


def test_a_rule_judges_a_case(module: ModuleType) -> None:
    """A rule is called `judge`, takes a case and says in its docstring when it is met."""
    parameters = inspect.signature(module.judge).parameters
    assert list(parameters) == ["case"]
    assert module.judge.__doc__
    assert "met where" in module.judge.__doc__


def test_a_rule_holds_no_day_and_no_country(module: ModuleType) -> None:
    """Days, countries and numbers that a rule turns on stand in the data, not in the module."""
    tree = ast.parse(inspect.getsource(module))
    literals = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not [one for one in literals if isinstance(one, int | float) and abs(one) > 1]
    assert not [one for one in literals if isinstance(one, str) and one[:2].isdigit()]


@pytest.mark.parametrize("empty", [True, False])
def test_a_judgement_has_reasons_and_says_what_is_missing(
    question: str,
    empty: bool,
    whole: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """Every verdict cites the law; one that is undetermined names what is missing, others do not.

    Every reason is a sentence or a phrase without a full stop, so that it can be built upon.
    """
    judgement = assessed({} if empty else whole).verdicts[question]
    assert isinstance(judgement, Judgement)
    assert any(one.citation for one in reasons(judgement.because))
    assert all(one.text.strip() == one.text != "" for one in reasons(judgement.because))
    assert bool(judgement.gaps) is (judgement.verdict is Verdict.UNDETERMINED)
    for gap in judgement.gaps:
        assert gap.message.endswith(".")
        assert gap.remedy.endswith(".")


def test_the_same_case_gives_the_same_answer(
    question: str, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """A rule knows nothing but its case: asked twice, it answers the same."""
    assert assessed(whole).verdicts[question] == assessed(whole).verdicts[question]


class Circle:
    """A rule that asks a question, counting how often it was asked itself."""

    def __init__(self, asks: str) -> None:
        self.asks = asks
        self.asked = 0

    def judge(self, case: Case) -> Judgement:
        """Ask the other question."""
        self.asked += 1
        return case.judged(self.asks)


def test_a_question_that_leads_back_to_itself_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
    day: date,
) -> None:
    """A rule that asks itself in a circle is a bug, and the error names the circle."""
    circle = {"one": Circle("two"), "two": Circle("three"), "three": Circle("one")}
    monkeypatch.setattr("colophon.assessment.assess.questions", lambda: circle)
    case = case_of(files.read(tree_of({}), law()), law(), day)
    with pytest.raises(RecursionError, match="one asks two asks three asks one"):
        case.judged("one")


def test_a_question_is_judged_once(
    monkeypatch: pytest.MonkeyPatch,
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
    day: date,
) -> None:
    """However often a question is asked, its rule answers once, and only if it is asked."""
    rules: dict[str, Any] = {**RULES, "first": Circle("legacy-model"), "never": Circle("first")}
    monkeypatch.setattr("colophon.assessment.assess.questions", lambda: rules)
    case = case_of(files.read(tree_of({}), law()), law(), day)
    assert case.judged("first") == case.judged("first") == case.judged("legacy-model")
    assert (rules["first"].asked, rules["never"].asked) == (1, 0)
