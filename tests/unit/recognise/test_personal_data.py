"""Redaction takes names, telephones, ID numbers and private mail, and nothing else."""

import pytest

from pipelines.recognise.personal_data import REDACTED, is_id_number, redact


@pytest.mark.parametrize(
    ("text", "clean", "count"),
    [
        ("经办人：张晓明", "经办人：#", 1),
        ("单位负责人：吴厦 审核人：郭璇 填报人：黎星兑", "单位负责人：# 审核人：# 填报人：#", 3),
        (
            "负责人：吴厦审核人：郭璇填报人：黎星兑联系电话：51785838",
            "负责人：#审核人：#填报人：#联系电话：#",
            4,
        ),
        ("联系人:仲勇、田颖 联系方式:023-63897239、63897240", "联系人:#、# 联系方式:#", 3),
        ("部门预算公开联系人:李 塘", "部门预算公开联系人:#", 1),
        ("单位负责人（签字）：阿卜杜拉·买买提", "单位负责人（签字）：#", 1),
        ("项目负责人/欧阳修远", "项目负责人/#", 1),
        ("项目负责人 王芳 联系电话 13812345678", "项目负责人 # 联系电话 #", 2),
        ("法定代表人：王五同志", "法定代表人：#", 1),
        ("值班电话：13685713249；受理时间", "值班电话：#；受理时间", 1),
        ("请拨打 138-1234-5678 咨询", "请拨打 # 咨询", 1),
        ("电话：010-88250110、010-88250119（工作日）", "电话：#、#（工作日）", 2),
        ("电话0771—2189021转8012", "电话#", 1),
        ("（0351）1234567", "#", 1),
        ("邮箱：zhangsan_88@163.com。", "邮箱：#。", 1),
        ("身份证号：110101199003070011", "身份证号：#", 1),
        ("11010519491231002X", "#", 1),
    ],
)
def test_taken_out(text: str, clean: str, count: int) -> None:
    expected = clean.replace("#", REDACTED)
    assert redact(text) == (expected, count)
    assert redact(expected) == (expected, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2010301-行政运行",
        "11000026T000003735234-办公设备购置类项目",
        "云政办发〔2009〕93号",
        "收入预算13812345678元",
        "实有资产13,812,345,678.00元",
        "主要负责人用车0辆、机要通信用车41辆",
        "负责人员对重点绩效提出的问题不够重视",
        "主要负责人：履行职责",
        "联系人：办公室",
        "联系人电话",
        "填报单位：云溪市财政局",
        "组织开展离任（任中）审计的负责人名单",
        "邮箱：czj@yunxi.gov.cn",
        "监督索引号53280011047601000",
        "12345政务服务便民热线平台运营项目",
        "统一社会信用代码 115002300086863934",
        "3,945.08 2,101.50 110,390.99",
        "2026-01-23 11:04:41",
        "三公经费电话费用补贴标准",
    ],
)
def test_left_alone(text: str) -> None:
    assert redact(text) == (text, 0)


def test_office_after_a_name_keeps_the_number_out() -> None:
    assert redact("联系人：办公室，电话0351-1234567") == (f"联系人：办公室，电话{REDACTED}", 1)


def test_check_character_of_id_numbers() -> None:
    assert is_id_number("11010519491231002X")
    assert is_id_number("11010519491231002x")
    assert not is_id_number("110105194912310021")
