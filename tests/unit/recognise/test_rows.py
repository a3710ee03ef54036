import pytest

from pipelines.domain.statement import RowRole
from pipelines.recognise.rows import RowLabel, assign_roles, numbering_level, split_combined, strip_numbering


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("[201]一般公共服务支出", "201", "一般公共服务支出"),
        ("［30101］基本工资", "30101", "基本工资"),
        ("2010301-行政运行", "2010301", "行政运行"),
        ("3021101-差旅费", "3021101", "差旅费"),
        ("行政运行（2010601）", "2010601", "行政运行"),
        ("一般公共服务支出(201)", "201", "一般公共服务支出"),
        ("对口帮扶资金（2023）", None, "对口帮扶资金（2023）"),
        ("会议室（300）", None, "会议室（300）"),
        ("A-货物", None, "A-货物"),
        ("2026年信息化运维项目", None, "2026年信息化运维项目"),
        ("12,345", None, "12,345"),
    ],
)
def test_code_and_name_in_one_cell(text: str, code: str | None, name: str) -> None:
    assert split_combined(text) == (code, name)


@pytest.mark.parametrize(
    ("label", "bare", "level"),
    [
        ("一、一般公共服务支出", "一般公共服务支出", 1),
        ("（二）政府性基金预算资金", "政府性基金预算资金", 2),
        ("1.一般公共预算", "一般公共预算", 3),
        ("其中：（一）因公出国（境）支出", "因公出国（境）支出", 2),
        ("①公务用车购置费", "公务用车购置费", 5),
        ("基本工资", "基本工资", 0),
    ],
)
def test_numbering(label: str, bare: str, level: int) -> None:
    assert strip_numbering(label) == bare
    assert numbering_level(label) == level


def test_roles_from_codes() -> None:
    codes = [None, "201", "20101", "2010101", "2010102", "208"]
    names = ["合计", "一般公共服务支出", "人大事务", "行政运行", "一般行政管理事务", "社会保障和就业支出"]
    labels = [RowLabel(code=c, full_code=c, name=n) for c, n in zip(codes, names, strict=True)]
    assign_roles(labels)
    assert [label.role for label in labels] == [
        RowRole.TOTAL,
        RowRole.SUBTOTAL,
        RowRole.SUBTOTAL,
        RowRole.ITEM,
        RowRole.ITEM,
        RowRole.ITEM,
    ]
    assert [label.level for label in labels] == [0, 1, 2, 3, 3, 1]
    assert labels[3].path == "一般公共服务支出/人大事务/行政运行"


def test_roles_from_indentation() -> None:
    rows = [("样例市信访局", 29.5), ("工资福利支出", 49.5), ("基本工资", 69.5), ("津贴补贴", 69.5)]
    labels = [RowLabel(name=name, indent=x) for name, x in rows]
    assign_roles(labels)
    assert [label.level for label in labels] == [1, 2, 3, 3]
    assert [label.role for label in labels] == [
        RowRole.SUBTOTAL,
        RowRole.SUBTOTAL,
        RowRole.ITEM,
        RowRole.ITEM,
    ]


def test_a_row_hangs_only_on_a_row_of_its_code() -> None:
    rows = [
        ("30207", "邮电费"),
        ("30211", "差旅费"),
        ("3021101", "差旅费（国内）"),
        ("3021503", "三类会议费"),
    ]
    labels = [RowLabel(code=code, full_code=code, name=name) for code, name in rows]
    assign_roles(labels)
    assert [label.path for label in labels] == ["邮电费", "差旅费", "差旅费/差旅费（国内）", "三类会议费"]
