"""Performance forms → PDF → projects: what was typeset is what is read, over page breaks."""

from decimal import Decimal

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.domain.statement import Project
from pipelines.read import read_pdf
from pipelines.recognise.projects import projects_of
from pipelines.recognise.tables import recognise_tables
from tests.typesetter.canvas import Canvas
from tests.typesetter.forms import Form, Target, boxed_form, list_of_forms

#: Pages are costly to typeset: no shrinking.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
NAMES = ("养护里程", "抽检批次数量", "验收合格率", "群众办事便利程度", "培训人数", "投诉办结率")
WORDS = ("道路", "桥梁", "河道", "校舍", "林地", "档案", "养护", "加固", "清淤", "修缮", "抚育", "整理", "，")
AMOUNTS = st.integers(1, 10**9).map(lambda places: Decimal(places) / 100)
TARGETS = st.builds(
    lambda levels, name, operator, value, unit: Target(*levels, name, operator, str(value), unit),
    st.sampled_from(LEVELS),
    st.sampled_from(NAMES),
    st.sampled_from(("≥", "≤", "=")),
    st.one_of(st.integers(0, 99999), st.decimals(0, 999, places=2, allow_nan=False)),
    st.sampled_from(("%", "个", "公里", "人次", "万元")),
)


@st.composite
def forms(draw: st.DrawFn) -> list[Form]:
    count = draw(st.integers(1, 5))
    made = []
    for number in range(count):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=30))
        targets = sorted(
            draw(st.lists(TARGETS, min_size=2, max_size=12)), key=lambda t: LEVELS.index((t.level1, t.level2))
        )
        goal = "".join(words).strip("，") + "。"
        fiscal, other = draw(AMOUNTS), draw(st.one_of(st.just(Decimal(0)), AMOUNTS))
        name = f"1100002{number}T00000{draw(st.integers(1000, 9999))}-{goal[:6]}项目"
        made.append(Form(name, "样例市交通运输局", "样例市公路养护站", goal, fiscal, other, tuple(targets)))
    return made


def read(canvas: Canvas) -> list[Project]:
    result = recognise_tables(read_pdf(canvas.finish()).pages)
    assert not [problem for problem in result.problems if problem.code == "unclaimed_number"]
    return projects_of(result.tables)


def wanted(form: Form) -> list[tuple[str | None, ...]]:
    return [(t.level1, t.level2, t.name, t.operator, str(Decimal(t.value)), t.unit) for t in form.targets]


def found(project: Project) -> list[tuple[str | None, ...]]:
    return [(i.level1, i.level2, i.name, i.operator, str(i.value), i.unit) for i in project.indicators]


@settings(max_examples=25, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(forms(), st.integers(4, 14), st.booleans(), st.booleans())
def test_a_list_over_pages(made: list[Form], per_page: int, repeats_header: bool, named_late: bool) -> None:
    canvas = Canvas("serif", "样例")
    list_of_forms(canvas, made, per_page, repeats_header=repeats_header, named_late=named_late)
    projects = read(canvas)
    assert [p.project_name for p in projects] == [form.name for form in made]
    assert [p.annual_amount_yuan for p in projects] == [form.total * 10000 for form in made]
    assert [p.annual_goal for p in projects] == [form.goal for form in made]
    assert [found(p) for p in projects] == [wanted(form) for form in made]


@settings(max_examples=15, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(forms())
def test_a_form_per_project(made: list[Form]) -> None:
    canvas = Canvas("serif", "样例")
    for form in made:
        boxed_form(canvas, form)
    projects = read(canvas)
    assert [(p.project_name, p.department_name, p.unit_name) for p in projects] == [
        (form.name, form.department, form.unit) for form in made
    ]
    assert [p.annual_amount_yuan for p in projects] == [form.total * 10000 for form in made]
    assert [p.annual_goal for p in projects] == [form.goal for form in made]
    assert [found(p) for p in projects] == [wanted(form) for form in made]
