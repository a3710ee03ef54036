"""Labels of forms, and 指标值 taken apart."""

from decimal import Decimal

import pytest

from pipelines.recognise.form_words import (
    amount_id,
    field_of,
    indicator_role,
    inline_field,
    operator_in,
    read_target,
    split_levels,
)


@pytest.mark.parametrize(
    ("printed", "operator", "number", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        ("100%", None, "100", "%"),
        ("400条以上", "≥", "400", "条"),
        ("不超过4,000元", "≤", "4000", "元"),
        ("≥13459.00(平方米)", "≥", "13459.00", "平方米"),
        ("＝12", "=", "12", None),
        ("小于等于5.5微克/立方米", "≤", "5.5", "微克/立方米"),
        ("0", None, "0", None),
    ],
)
def test_target_with_one_number(printed: str, operator: str | None, number: str, unit: str | None) -> None:
    target = read_target(printed)
    assert (target.operator, target.number, target.unit) == (operator, Decimal(number), unit)


@pytest.mark.parametrize(
    "printed",
    [
        "较上年提高",
        "12月底前",
        "2026年12月31日前完成",
        "每季度1次",
        "12、18、25",
        "3-5天",
        "项目立项数量≥400个；项目终验数量≥400个。",
        "2026年10月--12月",
        "",
    ],
)
def test_target_in_words_or_with_several_numbers_gives_none(printed: str) -> None:
    assert read_target(printed).number is None


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("一级指标", "level1"),
        ("二级指标", "level2"),
        ("三级指标", "name"),
        ("指标名称", "name"),
        ("绩效指标性质", "operator"),
        ("指标值类型", "operator"),
        ("本年绩效指标值", "value"),
        ("年度(/项目)指标值", "value"),
        ("2024年目标值", "value"),
        ("实施周期指标值", "period_value"),
        ("全年实际完成值", "actual_value"),
        ("绩效度量单位", "unit"),
        ("指标权重(%)", "weight"),
        ("评（扣）分标准", "scoring_rule"),
        ("指标值内容", "explanation"),
    ],
)
def test_roles_of_list_headers(label: str, role: str) -> None:
    found = indicator_role(label)
    assert found is not None
    assert found.role == role


@pytest.mark.parametrize("text", ["产出指标", "数量指标", "合格率", "优", "项目完成时间", ""])
def test_texts_of_a_list_are_no_headers(text: str) -> None:
    assert indicator_role(text) is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("项目名称", "project_name"),
        ("单位（项目）名称", "project_name"),
        ("转移支付名称", "project_name"),
        ("主管部门（及代码）", "department_name"),
        ("市级主管部门", "department_name"),
        ("实施单位", "unit_name"),
        ("部门(单位)名称", "unit_name"),
        ("计划开始日期", "start_date"),
        ("中期目标（2023年—2025年）", "period_goal"),
        ("年度总体目标", "annual_goal"),
        ("当年整体绩效目标", "annual_goal"),
        ("负责人：", "closing"),
    ],
)
def test_labels_of_boxes(label: str, name: str) -> None:
    assert field_of(label) == name


def test_label_and_value_in_one_line() -> None:
    assert inline_field("项目名称：道路养护") == ("project_name", "道路养护")
    assert inline_field("目标1：完成养护") is None


def test_amount_labels() -> None:
    assert amount_id("其中：财政资金") == "amount_fiscal"
    assert amount_id("财政拨款/基本支出") == "amount_fiscal_basic"
    assert amount_id("年度资金总额：") == "amount_total"
    assert amount_id("全年执行数") == "amount_executed"
    assert amount_id("市本级使用资金") == "amount_part"
    assert amount_id("养护里程") == "other"


def test_levels_printed_before_the_name() -> None:
    assert split_levels("产出指标质量指标完成率") == ("产出指标", "质量指标", "完成率")
    assert split_levels("产出指标-数量指标-里程") == ("产出指标", "数量指标", "里程")
    assert split_levels("满意度") == (None, None, "满意度")


def test_operator_cells() -> None:
    assert [operator_in(text) for text in ("＝", "大于等于", "定性", "")] == ["=", "≥", "定性", None]
