"""Sentences of the narrative → figures: what each number is, of what, in which unit, signed by its words."""

from decimal import Decimal

import pytest

from pipelines.domain.statement import Figure
from pipelines.recognise.narrative import narrative_figures
from tests.support.prose import prose_pages


def read(text: str) -> list[Figure]:
    return narrative_figures(prose_pages(text))


def brief(text: str) -> list[tuple[str, str | None, str]]:
    """(figure id, subject, value) with names of amounts left out, values in 万元, percent or pieces."""
    named = (
        "_by_subject",
        "_by_economic",
        "_by_type",
        "yoy_",
        "share_",
        "change_",
        "prior_",
        "initial_",
        "completion_",
    )
    found = []
    for figure in read(text):
        value = figure.value / 10000 if figure.unit == "yuan" else figure.value
        subject = figure.subject if any(part in figure.figure_id for part in named) else None
        found.append((figure.figure_id, subject, f"{value.normalize():f}"))
    return found


def test_total_with_prior_year_change_and_percent() -> None:
    text = "2026年度收入预算4704.24万元，比2025年年初预算数4464.03万元增加240.21万元，增长5.38%。"
    assert brief(text) == [
        ("total_income", None, "4704.24"),
        ("prior_year", "total_income", "4464.03"),
        ("yoy_change", "total_income", "240.21"),
        ("yoy_percent", "total_income", "5.38"),
    ]


def test_income_and_expenditure_named_together() -> None:
    text = (
        "云溪市教育局2026年度收入、支出预算总计984,760.87万元，"
        "与上年相比收、支预算总计各减少108,584.28万元，下降12.39%。"
    )
    assert brief(text) == [
        ("total_income", None, "984760.87"),
        ("total_expenditure", None, "984760.87"),
        ("yoy_change", "total_income", "-108584.28"),
        ("yoy_change", "total_expenditure", "-108584.28"),
        ("yoy_percent", "total_income", "-12.39"),
        ("yoy_percent", "total_expenditure", "-12.39"),
    ]


def test_sources_shares_and_carryover() -> None:
    text = (
        "2024年收入预算2,000万元，其中：上年结转50.00万元，占2.50%；一般公共预算拨款收入1,900万元，占95%；"
        "财政专户管理资金收入0.00万元，占0%；事业收入50万元，占2.5%。"
    )
    assert brief(text) == [
        ("total_income", None, "2000"),
        ("carryover_in", None, "50"),
        ("share_of_total", "carryover_in", "2.5"),
        ("general_public_income", None, "1900"),
        ("share_of_total", "general_public_income", "95"),
        ("special_account_income", None, "0"),
        ("share_of_total", "special_account_income", "0"),
        ("business_income", None, "50"),
        ("share_of_total", "business_income", "2.5"),
    ]


def test_share_names_its_base() -> None:
    text = "（一）基本支出。基本支出预算4306.39万元，占本年支出预算91.54%。"
    assert brief(text)[1] == ("share_of_total", "basic_expenditure / 本年支出预算", "91.54")


def test_section_scopes_basic_expenditure_and_its_parts() -> None:
    text = """三、支出预算情况说明
云溪市水利局2026年支出预算合计300万元，其中：基本支出200万元，占66.67%；项目支出100万元，占33.33%。
八、一般公共预算基本支出预算情况说明
云溪市水利局2026年度一般公共预算财政拨款基本支出预算200万元，其中：
（一）人员经费150万元。主要包括：基本工资、津贴补贴。
（二）公用经费50万元。主要包括：办公费、公务接待费。"""
    ids = [(figure_id, value) for figure_id, _, value in brief(text) if not figure_id.startswith("share")]
    assert ids == [
        ("total_expenditure", "300"),
        ("basic_expenditure", "200"),
        ("project_expenditure", "100"),
        ("general_public_basic_expenditure", "200"),
        ("general_public_personnel", "150"),
        ("general_public_public_use", "50"),
    ]


def test_reasons_are_parts_and_do_not_move_the_total() -> None:
    text = (
        "（一）收入预算：2026年年初预算数583万元，其中：一般公共预算拨款228万元，其他收入资金355万元；"
        "收入比2025年减少30万元，主要是其他收入资金减少40万元，事业收入资金增加10万元。"
    )
    assert brief(text) == [
        ("total_income", None, "583"),
        ("general_public_income", None, "228"),
        ("other_income", None, "355"),
        ("yoy_change", "total_income", "-30"),
        ("change_part", "其他收入资金", "-40"),
        ("change_part", "事业收入资金", "10"),
    ]


def test_brackets_keep_their_own_account() -> None:
    text = (
        "公务用车购置及运行维护费2.5万元（公务用车购置费0万元，比上年增加0万元；"
        "公务用车运行维护费2.5万元，比上年减少1万元。）比上年减少1万元，下降28.6%。"
    )
    assert brief(text)[-2:] == [
        ("yoy_change", "three_public_vehicle", "-1"),
        ("yoy_percent", "three_public_vehicle", "-28.6"),
    ]


def test_label_in_the_sentence_before() -> None:
    text = "（二）公务接待费。2026年预算数6.00万元，较2025年年初预算减少0.50万元，主要用于接待来访人员。"
    assert brief(text) == [
        ("three_public_reception", None, "6"),
        ("yoy_change", "three_public_reception", "-0.5"),
    ]


def test_three_public_with_quotes_of_any_kind() -> None:
    for quoted in ("“三公”", '"三公"', "三公", "「三公」"):
        assert brief(f"2024年{quoted}经费预算数为8.00万元。") == [("three_public_total", None, "8")]


def test_subjects_by_path_and_by_heading() -> None:
    text = """（一）科学技术支出（类）
1.其他科学技术支出（款）其他科学技术支出（项）支出5,000万元，与上年相比增加5,000万元（去年预算数为0万元，无法计算增减比率）。
2.“一般公共服务支出-财政事务-行政运行”科目83万元，主要用于人员经费。"""
    assert brief(text) == [
        ("expenditure_by_subject", "科学技术支出（类）其他科学技术支出（款）其他科学技术支出（项）", "5000"),
        ("yoy_change", "科学技术支出（类）其他科学技术支出（款）其他科学技术支出（项）", "5000"),
        ("prior_year", "科学技术支出（类）其他科学技术支出（款）其他科学技术支出（项）", "0"),
        ("expenditure_by_subject", "一般公共服务支出-财政事务-行政运行", "83"),
    ]


def test_final_accounts_beside_their_budget() -> None:
    text = (
        "1、社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）。主要用于：退休人员支出。"
        "年初预算为452.40万元，支出决算为446.11万元，完成年初预算的98.61%。"
    )
    subject = "社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）"
    assert brief(text) == [
        ("initial_budget", subject, "452.4"),
        ("expenditure_by_subject", subject, "446.11"),
        ("completion_percent", subject, "98.61"),
    ]


def test_final_three_public() -> None:
    text = (
        "“三公”经费财政拨款支出预算为5.00万元，支出决算为3.00万元，"
        "完成预算的60.00%，较上年减少1.00万元，下降25.00%。"
    )
    assert brief(text) == [
        ("initial_budget", "three_public_total", "5"),
        ("three_public_total", None, "3"),
        ("completion_percent", "three_public_total", "60"),
        ("yoy_change", "three_public_total", "-1"),
        ("yoy_percent", "three_public_total", "-25"),
    ]


def test_execution_of_last_year() -> None:
    text = "2022年当年预算执行数为20.00万元，2023年预算安排25.00万元，比2022年预算执行数增加25.00%。"
    found = brief("1.“教育支出（类）其他教育支出（款）其他教育支出（项）”25.00万元，主要用于教育。" + text)
    assert [(figure_id, value) for figure_id, _, value in found] == [
        ("expenditure_by_subject", "25"),
        ("prior_outturn", "20"),
        ("expenditure_by_subject", "25"),
        ("yoy_percent_outturn", "25"),
    ]


def test_procurement_in_all_and_from_one_source() -> None:
    text = (
        "政府采购预算总额110万元：政府采购货物预算60万元、政府采购工程预算0万元、政府采购服务预算50万元；"
        "其中一般公共预算拨款政府采购40万元：政府采购货物预算30万元、政府采购服务预算10万元。"
    )
    assert [(figure_id, value) for figure_id, _, value in brief(text)] == [
        ("procurement_total", "110"),
        ("procurement_goods", "60"),
        ("procurement_works", "0"),
        ("procurement_services", "50"),
        ("general_public_procurement_total", "40"),
        ("general_public_procurement_goods", "30"),
        ("general_public_procurement_services", "10"),
    ]


def test_purposes_are_not_key_figures() -> None:
    found = brief("“农林水支出”科目83万元，主要用于人员经费18万元、公用经费58万元、项目支出7万元。")
    assert [figure_id for figure_id, _, _ in found] == ["expenditure_by_subject", *["other_amount"] * 3]


def test_performance_counts_and_amounts() -> None:
    text = "2026年，本单位编报绩效目标的项目共9个，涉及项目预算资金1,887.00万元。"
    assert brief(text) == [
        ("performance_project_count", None, "9"),
        ("performance_project_amount", None, "1887"),
    ]


def test_vehicles_and_equipment_thresholds_are_no_amounts() -> None:
    text = (
        "截至2025年12月，共有车辆11辆，其中业务用车8辆，机要通信用车2辆，其他按照规定配备的公务用车1辆；"
        "单价100万元（含）以上设备（不含车辆）3台（套）。2026年计划购置车辆1辆、25万元。"
        "2027年安排购置车辆2辆，其中业务用车2辆，机要通信用车0辆、应急保障用车0辆、执法执勤用车0辆、其他用车0辆。"
    )
    assert brief(text) == [
        ("vehicle_count", None, "11"),
        ("vehicle_count_by_type", "业务用车", "8"),
        ("vehicle_count_by_type", "机要通信用车", "2"),
        ("vehicle_count_by_type", "其他按照规定配备的公务用车", "1"),
        ("equipment_count", None, "3"),
        ("vehicle_purchase_count", None, "1"),
        ("vehicle_purchase_amount", None, "25"),
        ("vehicle_purchase_count", None, "2"),
        ("vehicle_purchase_count_by_type", "业务用车", "2"),
        ("vehicle_purchase_count_by_type", "机要通信用车", "0"),
        ("vehicle_purchase_count_by_type", "应急保障用车", "0"),
        ("vehicle_purchase_count_by_type", "执法执勤用车", "0"),
        ("vehicle_purchase_count_by_type", "其他用车", "0"),
    ]


@pytest.mark.parametrize("words", ["与上年预算数相同", "比2025年预算持平", "与上年一致", "与上年预算数相等"])
def test_unchanged_in_words(words: str) -> None:
    figures = read(f"培训费预算支出8.73万元，{words}。")
    assert [(figure.figure_id, figure.unit, figure.value) for figure in figures] == [
        ("training_cost", "yuan", Decimal("87300.00")),
        ("yoy_change", "stated_same", Decimal(0)),
    ]


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("本部门无“三公”经费预算。", {"three_public_total"}),
        ("云溪市民政局2024年度无政府性基金预算财政拨款收入和支出。", {"gov_fund_expenditure"}),
        ("2024年没有使用政府性基金预算拨款安排的支出。", {"gov_fund_expenditure"}),
        ("本单位2024年未安排国有资本经营预算支出。", {"state_capital_expenditure"}),
        (
            "本单位无政府性基金预算支出、国有资本经营预算支出。",
            {"gov_fund_expenditure", "state_capital_expenditure"},
        ),
        ("本单位为事业单位，无机关运行经费。", {"operating_cost"}),
        ("因公出国（境）费用预算为零。", {"three_public_abroad"}),
        ("公务用车购置无预算。", {"three_public_vehicle_purchase"}),
        ("2025年“三公”经费未安排预算。", {"three_public_total"}),
        ("公务接待费未发生支出，主要原因是公务用车购置费未安排。", {"three_public_reception"}),
    ],
)
def test_statements_of_none(sentence: str, ids: set[str]) -> None:
    figures = read(sentence)
    assert {figure.figure_id for figure in figures} == ids
    assert all(figure.unit == "stated_none" and figure.value == 0 for figure in figures)
    assert all(
        figure.value_printed == figure.sentence[figure.char_start : figure.char_end] for figure in figures
    )


def test_conditions_state_nothing() -> None:
    assert (
        read("无政府性基金预算收支的，仍保留该表格式，并在表下说明。此表如无数字则表示没有政府采购。") == []
    )


def test_missing_units() -> None:
    text = "政府性基金拨款支出预算为0；比2025年初预算数56,831.85增加较多。"
    figures = read("支出预算60,000.00万元，其中：" + text)
    assert [(figure.figure_id, figure.value) for figure in figures] == [
        ("total_expenditure", Decimal("600000000.00")),
        ("gov_fund_expenditure", Decimal(0)),
        ("prior_year", Decimal("568318500.00")),
    ]


def test_amounts_in_yuan_and_hundred_millions() -> None:
    figures = read("2023年政府采购预算17000元，2024年转移支付资金1.5亿元。")
    assert [figure.value for figure in figures] == [Decimal(17000), Decimal(150000000)]


def test_years_document_numbers_and_telephones_are_no_figures() -> None:
    text = (
        "根据《云政办发〔2019〕93号》文件，2024年设14个处室，编制第1项工作方案，联系电话0351-1234567，"
        "截至2025年12月31日，执行第三届第二次会议精神。"
    )
    assert read(text) == []


def test_change_after_the_parts_of_a_total_is_the_totals() -> None:
    text = """2023年度预算收入总计1,879万元，其中：本年收入1,879万元，
上年结转0.00万元，比上年增加385万元，增加25.77%，主要原因是
（1）人员增加，人员经费及公用经费增加373万元。
（2）其他运转类项目经费增加12万元。"""
    assert brief(text) == [
        ("total_income", None, "1879"),
        ("current_year_income", None, "1879"),
        ("carryover_in", None, "0"),
        ("yoy_change", "total_income", "385"),
        ("yoy_percent", "total_income", "25.77"),
        ("change_part", "人员经费及公用经费", "373"),
        ("change_part", "其他运转类项目经费", "12"),
    ]


def test_expenditure_of_appropriations_after_their_sources() -> None:
    text = (
        "2023年度财政拨款收支总预算1,879万元。收入为一般公共预算拨款1,879万元，国有资本经营预算拨款0.00万元。"
        "其中：当年拨款收入1,879万元，上年结转收入0.00万元。支出包括：一般公共服务支出1,800万元、农林水支出79万元。"
    )
    assert [figure_id for figure_id, _, _ in brief(text)] == [
        "fiscal_appropriation_total",
        "general_public_income",
        "state_capital_income",
        "fiscal_appropriation_income",
        "carryover_in",
        "fiscal_appropriation_expenditure_by_subject",
        "fiscal_appropriation_expenditure_by_subject",
    ]


def test_plain_words_for_totals_and_changes_against_the_budget() -> None:
    text = (
        "2017年度，本单位收入为1687.45万元，其中：财政拨款收入1516.64万元，占89.88%；利息收入0.81万元。"
        "2017年度，本单位支出为1942.57万元。其中：基本支出1121.09万元，占57.71%。"
        "一般公共预算财政拨款支出总计1741.75万元，与上年相比减少53.7万元，降低2.99%；"
        "完成年初预算100%，决算数大于预算数55.93万元。"
    )
    assert brief(text) == [
        ("total_income", None, "1687.45"),
        ("fiscal_appropriation_income", None, "1516.64"),
        ("share_of_total", "fiscal_appropriation_income", "89.88"),
        ("other_amount", None, "0.81"),
        ("total_expenditure", None, "1942.57"),
        ("basic_expenditure", None, "1121.09"),
        ("share_of_total", "basic_expenditure", "57.71"),
        ("general_public_budget_expenditure", None, "1741.75"),
        ("yoy_change", "general_public_budget_expenditure", "-53.7"),
        ("yoy_percent", "general_public_budget_expenditure", "-2.99"),
        ("completion_percent", "general_public_budget_expenditure", "100"),
        ("change_from_budget", "general_public_budget_expenditure", "55.93"),
    ]


def test_vehicles_and_visits_in_short_words() -> None:
    text = (
        "公车购置及运行费995万元（其中公车购置费38万元，公车运行费957万元）。"
        "公务接待费4万元，接待74批（次）813人。"
    )
    assert [(figure_id, value) for figure_id, _, value in brief(text)] == [
        ("three_public_vehicle", "995"),
        ("three_public_vehicle_purchase", "38"),
        ("three_public_vehicle_running", "957"),
        ("three_public_reception", "4"),
        ("reception_batches", "74"),
        ("reception_persons", "813"),
    ]


def test_change_of_something_unknown_is_no_change_of_the_whole() -> None:
    text = "2024年项目支出237.8万元，较上年增加20万元，其中：信息化运维项目增加15万元，培训项目增加5万元。"
    assert brief(text) == [
        ("project_expenditure", None, "237.8"),
        ("yoy_change", "project_expenditure", "20"),
        ("change_part", "信息化运维项目", "15"),
        ("change_part", "培训项目", "5"),
    ]


def test_reasons_go_on_after_one_that_a_known_word_names() -> None:
    text = "2024年支出预算345.67万元，较上年增加45.67万元，主要是新增人员经费80万元，项目经费减少34.33万元。"
    assert brief(text)[2:] == [("change_part", "人员经费", "80"), ("change_part", "项目经费", "-34.33")]


def test_numbers_said_in_turn_are_not_guessed() -> None:
    text = "会议费支出2.3万元，培训费支出1.5万元，分别比上年减少0.2万元、0.5万元。"
    assert brief(text) == [("meeting_cost", None, "2.3"), ("training_cost", None, "1.5")]


def test_one_change_said_of_both_sides() -> None:
    text = "2024年收支总预算980万元，收、支总计分别增加45.7万元。"
    assert ("yoy_change", "total_income", "45.7") in brief(text)
    assert ("yoy_change", "total_expenditure", "45.7") in brief(text)


@pytest.mark.parametrize("prior", ["比2023年的1600万元", "较上年度1600万元，"])
def test_last_year_named_without_a_noun(prior: str) -> None:
    text = f"2024年收支总预算1678.9万元，{prior}增加78.9万元。"
    assert ("prior_year", "total_income", "1600") in brief(text)
    assert ("yoy_change", "total_income", "78.9") in brief(text)


def test_targets_of_the_whole_department_are_not_those_of_projects() -> None:
    text = "2024年度，本部门整体支出纳入绩效目标管理，涉及财政性资金300万元；本部门共15个项目纳入绩效目标管理，涉及财政性资金合计120万元。"
    assert brief(text) == [
        ("performance_department_amount", None, "300"),
        ("performance_project_count", None, "15"),
        ("performance_project_amount", None, "120"),
    ]


def test_form_of_the_whole_unit_is_no_project() -> None:
    text = "其中：编报单位整体绩效目标1个，项目绩效目标4个，涉及预算资金27万元。"
    assert brief(text) == [
        ("performance_project_count", None, "4"),
        ("performance_project_amount", None, "27"),
    ]


def test_unchanged_after_a_list_of_parts_is_left_out() -> None:
    text = (
        "2024年“三公”经费预算12.5万元，其中：公务接待费2.5万元，公务用车购置及运行维护费10万元"
        "（公务用车购置费0万元，公务用车运行维护费10万元），与2023年预算持平。"
    )
    assert [figure_id for figure_id, _, _ in brief(text) if figure_id == "yoy_change"] == []


def test_foreign_guests_are_counted_apart() -> None:
    figures = read("2023年国内公务接待45批次，320人次（其中：外事接待0批次，0人次）。")
    assert [(f.figure_id, f.subject, f.value_printed) for f in figures] == [
        ("reception_batches", None, "45"),
        ("reception_persons", None, "320"),
        ("reception_batches", "外宾", "0"),
        ("reception_persons", "外宾", "0"),
    ]


def test_economic_class_of_goods_and_services_is_no_procurement() -> None:
    text = "基本支出中，工资福利支出320.5万元，商品和服务支出80.1万元。"
    assert brief(text) == [
        ("expenditure_by_economic", "工资福利支出", "320.5"),
        ("expenditure_by_economic", "商品和服务支出", "80.1"),
    ]


@pytest.mark.parametrize("text", ["主要原因是学生人数增加300人。", "拟开展业务培训，人数约800人。"])
def test_people_who_are_not_at_a_meeting(text: str) -> None:
    assert brief(text) == []


@pytest.mark.parametrize(
    "text", ["机关服务支出33.2万元。", "森林督查图斑监测技术服务50万元。", "道路改造工程支出50万元。"]
)
def test_services_and_works_that_are_no_procurement(text: str) -> None:
    assert [figure_id for figure_id, _, _ in brief(text)] == ["other_amount"]


def test_amount_of_counted_projects_is_not_the_whole() -> None:
    text = "2024年项目支出预算总额1356万元，其中：重点项目2个，金额为800万元。"
    assert [figure_id for figure_id, _, _ in brief(text)] == ["project_expenditure", "other_amount"]


def test_execution_beside_this_years_budget_is_not_last_years() -> None:
    text = "全年预算数为3500.2万元，执行数为3400.5万元，预算执行率为97.15%。"
    assert "prior_outturn" not in [figure_id for figure_id, _, _ in brief(text)]


def test_outturn_compared_with_the_budget_in_figures() -> None:
    text = "公务接待费决算为1.2万元，比预算数1万元增加0.2万元。"
    assert brief(text) == [
        ("three_public_reception", None, "1.2"),
        ("initial_budget", "three_public_reception", "1"),
        ("change_from_budget", "three_public_reception", "0.2"),
    ]


def test_vehicles_bought_and_kept() -> None:
    assert brief("公务用车购置数为0辆，保有量为3辆。") == [
        ("vehicle_purchase_count", None, "0"),
        ("vehicle_count", None, "3"),
    ]


def test_share_of_what_its_own_clause_names() -> None:
    text = "授予中小企业合同金额180万元，授予小微企业合同金额100万元；货物采购授予中小企业合同金额占货物支出金额的90%。"
    assert brief(text)[-1] == ("share_of_total", "货物采购授予中小企业合同金额 / 货物支出金额", "90")


@pytest.mark.parametrize(
    ("words", "change", "percent"),
    [
        ("增加（减少）-3.2万元，增长（下降）-3.1%", -32000, "-3.1"),
        ("增加（减少以“-”号填列）-3.2万元，增（减）幅-3.1%", -32000, "-3.1"),
        ("增（减）-3.2万元，增减变动率为-3.1%", -32000, "-3.1"),
        ("减少-3.2万元，下降-3.1%", -32000, "-3.1"),
        ("增加-3.2万元，增长-3.1%", -32000, "-3.1"),
        ("增/减3.2万元，增减3.1%", 32000, "3.1"),
        ("减少（增加）3.2万元，下降（增长）3.1%", -32000, "-3.1"),
    ],
)
def test_a_printed_minus_says_a_fall_whatever_the_word(words: str, change: int, percent: str) -> None:
    found = read(f"2024年机关运行经费预算100.00万元，比上年预算{words}。")
    assert [one.value for one in found if one.figure_id == "yoy_change"] == [change]
    assert [one.value for one in found if one.figure_id == "yoy_percent"] == [Decimal(percent)]


def subjects(text: str) -> list[tuple[str, str | None]]:
    return [(figure.figure_id, figure.subject) for figure in read(text)]


def test_subjects_are_not_cut() -> None:
    text = (
        "（四）林地管理费530.19万元，主要包括：森林资源管理、古树保护、林业有害生物监测、薇甘菊防治、森林防火规划编制工作"
        "530.19万元。2.云溪新区2026年建设项目全流程地籍调查及数据更新及零星测量项目工作63.12万元。"
    )
    assert subjects(text) == [
        ("other_amount", "林地管理费"),
        ("other_amount", "森林资源管理、古树保护、林业有害生物监测、薇甘菊防治、森林防火规划编制工作"),
        ("other_amount", "云溪新区2026年建设项目全流程地籍调查及数据更新及零星测量项目工作"),
    ]


def test_areas_say_of_what_and_in_square_metres() -> None:
    text = (
        "本工程用地面积约为4000.6平方米，规划建筑面积13459㎡（其中计容面积7998平方米）。另有房屋1,200平方米。"
    )
    assert [(figure.figure_id, figure.subject, figure.unit) for figure in read(text)] == [
        ("area", "本工程用地面积", "square_metre"),
        ("area", "规划建筑面积", "square_metre"),
        ("area", "计容面积", "square_metre"),
        ("building_area", None, "square_metre"),
    ]


def test_what_is_to_be_bought_is_no_stock() -> None:
    text = (
        "截至2025年10月，共有车辆2辆；单价100万元以上设备1台（套）。|2026年计划购置车辆0辆、0万元，主要是无购置计划；"
        "单价100万元以上设备3台（套）、360万元，主要是更新设备。"
    ).replace("|", "\n")
    assert brief(text) == [
        ("vehicle_count", None, "2"),
        ("equipment_count", None, "1"),
        ("vehicle_purchase_count", None, "0"),
        ("vehicle_purchase_amount", None, "0"),
        ("equipment_purchase_count", None, "3"),
        ("equipment_purchase_amount", None, "360"),
    ]


def test_a_reason_is_named_by_the_clause_that_names_it() -> None:
    text = (
        "支出总计9859.38万元。主要原因：项目支出增加，较上一年度增加1133.95万元；年中追加人员经费220.1万元。"
    )
    assert brief(text)[1:] == [
        ("change_part", "项目支出", "1133.95"),
        ("change_part", "人员经费", "220.1"),
    ]


FULL_LINE = "本单位按照综合预算的原则编制部门预算，所有收入和支出均纳入预算管理，并按要求向社会公开。"


def test_a_sentence_denies_what_its_heading_names() -> None:
    text = f"""{FULL_LINE}
三、政府性基金预算支出情况说明
本单位2025年无此项支出。
四、国有资本经营预算支出情况说明
我局没有该项支出。
五、其他说明
本单位无此项业务。"""
    assert [(figure.figure_id, figure.unit) for figure in read(text)] == [
        ("gov_fund_expenditure", "stated_none"),
        ("state_capital_expenditure", "stated_none"),
    ]


def test_what_is_stated_is_not_denied() -> None:
    text = f"""{FULL_LINE}
三、政府性基金预算支出情况说明
本单位2025年无此项支出。
2025年政府性基金预算支出20万元。"""
    assert [(figure.figure_id, figure.unit) for figure in read(text)] == [("gov_fund_expenditure", "yuan")]


@pytest.mark.parametrize(
    ("printed", "yuan"),
    [
        ("12亿3,456万元", "1234560000"),
        ("1亿2,345.60万元", "123456000.00"),
        ("3万5,000元", "35000"),
        ("8.56亿元", "856000000.00"),
    ],
)
def test_amounts_of_two_units_are_one(printed: str, yuan: str) -> None:
    figures = read(f"2024年收入预算{printed}。")
    assert [(figure.figure_id, figure.value) for figure in figures] == [("total_income", Decimal(yuan))]
