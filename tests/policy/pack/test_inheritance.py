"""A child pack says only what differs; where each thing comes from stays visible."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jishi.policy.errors import PackError
from jishi.policy.pack.loader import load_pack
from jishi.policy.pack.model import Mark, Origin, Pack
from tests.policy.pack.folders import FILES, complaint, write_pack

NOTHING = dict.fromkeys(FILES, None)


def child(shelf: Path, files: dict[str, str], *, parents: str = "[one]", code: str = "two") -> Path:
    manifest = f"格式: 1\n名称: 下级\n代码: {code}\n类别: 地方\n继承: {parents}\n"
    return write_pack(shelf, code, {**NOTHING, "包.yaml": manifest, **files})


def loaded(shelf: Path, files: dict[str, str], parent_files: dict[str, str | None] | None = None) -> Pack:
    write_pack(shelf, "one", parent_files)
    return load_pack(child(shelf, files), library=shelf)


def test_a_child_with_nothing_of_its_own_is_its_parent(tmp_path: Path) -> None:
    pack = loaded(tmp_path, {})

    assert (pack.code, pack.lineage, pack.parents) == ("two", ("one", "two"), ("one",))
    assert pack.tables["起点等级"].versions[0].cells["社区副职",].raw == 4
    assert pack.parameters["最低工资标准"].origin_pack == "one"
    assert {origin.mark for origin in pack.origins.values()} == {Mark.INHERITED}


def test_a_child_fills_a_blank_by_writing_the_value_alone(tmp_path: Path) -> None:
    pack = loaded(
        tmp_path,
        {
            "参数.yaml": "晋级月数: {值: 36个月, 示例: 某地办法}\n",
            "清单.yaml": "工作制度:\n  - {名称: 值班, 内容: 轮流, 依据: 办法/第一条, 示例: 某地}\n",
        },
    )

    steps = pack.parameters["晋级月数"]
    assert (steps.values[0].raw, steps.values[0].sample, steps.origin_pack) == (36, "某地办法", "two")
    assert steps.values[0].citation.refs == ("办法/第二条",)
    assert steps.place.file == "two/参数.yaml"
    assert pack.origins["参数:晋级月数"] == Origin(Mark.SAMPLE, "two")
    assert pack.origins["清单:工作制度/值班"] == Origin(Mark.SAMPLE, "two")


def test_a_new_value_sheds_what_was_said_of_the_old_one(tmp_path: Path) -> None:
    value = "晋级月数: {类型: 整数, 范围: [12, 60], 依据: 办法/第二条, 值: 36, 示例: 某地}\n"

    pack = loaded(tmp_path, {"参数.yaml": "晋级月数: {值: 24}\n"}, {"参数.yaml": FILES_WITHOUT_STEPS + value})

    assert pack.parameters["晋级月数"].values[0].sample is None
    assert pack.origins["参数:晋级月数"] == Origin(Mark.REWRITTEN, "two")


FILES_WITHOUT_STEPS = FILES["参数.yaml"].partition("晋级月数")[0]


def test_a_new_kind_displaces_the_old_kind(tmp_path: Path) -> None:
    pack = loaded(tmp_path, {"事实.yaml": "工龄: {取值: [短, 长]}\n"})

    assert pack.facts["工龄"].type.domain == ("短", "长")
    assert pack.facts["工龄"].origin_pack == "two"


def test_named_things_merge_key_by_key_and_new_ones_follow(tmp_path: Path) -> None:
    pack = loaded(
        tmp_path,
        {
            "文件.yaml": "- {代码: 办法, 标题: 新标题, 条款: [{号: 第四条, 摘要: 新增, 状态: 仅宣示}]}\n",
            "流程.yaml": "- {代码: 定级, 步骤: [{名称: 核对, 天数: 3}]}\n",
            "清单.yaml": "退出规则:\n  - {代码: 两次, 次数: 2}\n"
            "  - {代码: 三次, 名称: 累计三次, 方式: 累计, 次数: 3, 结果层级: [4], "
            "处理: 解除, 依据: 办法/第四条}\n",
            "工资.yaml": "角色: {实发: 基本工资}\n项目: [{名称: 基本工资, 工资单: 否}]\n",
        },
        {
            "流程.yaml": "- {代码: 定级, 名称: 定级, 依据: 办法/第三条, 步骤: "
            "[{名称: 核对, 责任: 街道, 级别: 街道, 天数: 待填, 依据: 办法/第三条}]}\n",
            "清单.yaml": "退出规则:\n  - {代码: 两次, 名称: 两次, 方式: 届内, 次数: 待填, "
            "结果层级: [4], 处理: 解除, 依据: 办法/第二条}\n",
            "工资.yaml": "角色: {应发: 基本工资}\n项目: [{名称: 基本工资, 类别: 基本, 依据: 办法/第二条}]\n",
        },
    )

    assert pack.documents["办法"].title == "新标题"
    assert [clause.number for clause in pack.documents["办法"].clauses][-1] == "第四条"
    assert pack.flows[0].steps[0].days == 3
    assert [(rule.name, rule.times) for rule in pack.lists.exit_rules] == [("两次", 2), ("累计三次", 3)]
    assert pack.pay is not None
    assert (pack.pay.roles.gross, pack.pay.roles.net) == ("基本工资", "基本工资")
    assert (pack.pay.items[0].category, pack.pay.items[0].on_slip) == ("基本", False)
    assert pack.origins["清单:退出规则/两次"].mark is Mark.REWRITTEN
    assert pack.origins["清单:退出规则/三次"].mark is Mark.ADDED


def test_items_still_unnamed_stay_apart(tmp_path: Path) -> None:
    pack = loaded(
        tmp_path,
        {"清单.yaml": "容错条件:\n  - {名称: 待填, 依据: 办法/第一条}\n"},
        {
            "清单.yaml": "容错条件:\n  - {名称: 待填, 依据: 办法/第一条}\n"
            "  - {名称: 待填, 依据: 办法/第二条}\n"
        },
    )

    assert len(pack.lists.tolerance_conditions) == 3


def test_a_formula_is_replaced_whole(tmp_path: Path) -> None:
    formula = "- {名称: 基本工资, 公式: 最低工资标准, 依据: 办法/第二条}\n"

    pack = loaded(tmp_path, {"公式.yaml": formula})

    assert pack.formulas["基本工资"].rounding is None
    assert pack.formulas["基本工资"].origin_pack == "two"


def test_cases_and_the_title_are_a_packs_own_but_wording_is_inherited(tmp_path: Path) -> None:
    case = "- {算例: 例, 出处: 手算, 月份: 2026-11, 应得: {基本工资: 3860元}}\n"
    wording = FILES["包.yaml"] + "用语: {薪酬: 报酬, 等级: 档次}\n说明: 上级的说明\n"

    pack = loaded(tmp_path, {}, {"算例.yaml": case, "包.yaml": wording})

    assert pack.cases == ()
    assert (pack.title, pack.note) == ("下级", "")
    assert pack.wording == {"薪酬": "报酬", "等级": "档次"}


def test_a_table_file_is_looked_for_where_it_was_named(tmp_path: Path) -> None:
    pack = loaded(
        tmp_path,
        {
            "表.yaml": "起点等级: {文件: 本地.csv}\n",
            "表/本地.csv": "岗位类别,起点等级,示例\n工作人员,2,\n社区副职,5,某地\n社区正职,8,\n",
        },
    )

    assert pack.tables["起点等级"].versions[0].cells["社区正职",].raw == 8
    assert pack.origins["表:起点等级"] == Origin(Mark.SAMPLE, "two")


def test_of_several_parents_the_later_wins_and_a_shared_grandparent_never_returns(tmp_path: Path) -> None:
    write_pack(tmp_path, "one")
    child(tmp_path, {"参数.yaml": "晋级月数: {值: 24}\n"}, code="left")
    child(tmp_path, {"事实.yaml": "新事实: {类型: 是否}\n"}, code="right")
    folder = child(tmp_path, {}, parents="[left, right]", code="three")

    pack = load_pack(folder, library=tmp_path / "elsewhere")

    assert pack.lineage == ("one", "left", "right", "three")
    assert pack.parameters["晋级月数"].values[0].raw == 24
    assert "新事实" in pack.facts


def test_packs_that_inherit_one_another_are_refused_with_the_circle(tmp_path: Path) -> None:
    write_pack(tmp_path, "one", {"包.yaml": FILES["包.yaml"] + "继承: two\n"})
    folder = child(tmp_path, {})

    with pytest.raises(PackError) as caught:
        load_pack(folder, library=tmp_path)

    assert "two → one → two" in caught.value.what
    assert (caught.value.file, caught.value.line) == ("one/包.yaml", 5)


@pytest.mark.parametrize(("parents", "hint"), [("[ones]", "是否「one」？"), ("[../one]", "是否「one」？")])
def test_a_parent_that_does_not_exist_is_named(tmp_path: Path, parents: str, hint: str) -> None:
    write_pack(tmp_path, "one")
    with pytest.raises(PackError) as caught:
        load_pack(child(tmp_path, {}, parents=parents), library=tmp_path)
    assert hint in caught.value.remedy
    assert caught.value.line == 5


def test_a_parents_own_mistake_is_told_in_the_parents_file(tmp_path: Path) -> None:
    write_pack(tmp_path, "one", {"公式.yaml": "- {名称: 甲, 依据: 办法/第一条}\n"})
    with pytest.raises(PackError, match=r"one/公式\.yaml 第1行：「甲」缺少「公式」"):
        load_pack(child(tmp_path, {}), library=tmp_path)


@pytest.mark.parametrize(
    "files",
    [
        {"参数.yaml": "- 晋级月数\n"},
        {"参数.yaml": "晋级月数: 36\n"},
        {"公式.yaml": "基本工资: 1\n"},
        {"公式.yaml": "- 基本工资\n"},
        {"清单/一.yaml": "- 退出规则\n"},
        {"清单/一.yaml": "进入渠道: []\n", "清单/二.yaml": "- 退出规则\n"},
        {"清单/一.yaml": "进入渠道: []\n", "清单/二.yaml": "进入渠道: 招聘\n"},
        {"清单.yaml": "进入渠道: [招聘]\n"},
        {"包.yaml": "格式: 1\n名称: 下级\n代码: two\n类别: 地方\n继承: {一: one}\n"},
        {"包.yaml": "格式: 1\n名称: 下级\n代码: two\n类别: 地方\n继承: one\n用语: 报酬\n"},
    ],
    ids=str,
)
def test_a_child_of_the_wrong_shape_is_told_so(tmp_path: Path, files: dict[str, str]) -> None:
    write_pack(tmp_path, "one", {"包.yaml": FILES["包.yaml"] + "用语: {薪酬: 工资}\n"})
    with pytest.raises(PackError) as caught:
        load_pack(child(tmp_path, files), library=tmp_path)
    assert caught.value.file.startswith("two/")
    assert caught.value.remedy


RIGID = """\
甲: {{类型: 整数, 范围: [0, 100], 依据: 办法/第一条, 刚性: {rule}, 值: [{{自: 2024-01-01, 值: 10}}]}}
乙: {{类型: 整数, 范围: [0, 100], 依据: 办法/第一条, 刚性: 不得降低, 值: 待填}}
"""


@pytest.mark.parametrize(
    ("rule", "value", "looser"),
    [
        ("不得降低", "值: 9", True),
        ("不得降低", "值: 11", False),
        ("不得降低", "值: 待填", True),
        ("不得降低", "值: [{自: 2025-01-01, 值: 12}]", True),
        ("不得降低", "值: [{自: 2024-01-01, 值: 10}, {自: 2025-01-01, 值: 9}]", True),
        ("不得提高", "值: 11", True),
        ("不得提高", "值: 9", False),
        ("不得改动", "值: 11", True),
        ("不得改动", "值: 10", False),
        ("不得降低", "刚性: 不得改动", False),
        ("不得降低", "刚性: 不得提高", True),
        ("不得降低", "问: 多少？", False),
        ("不得降低", "类型: 小数, 小数位: 1, 值: 9.5", True),
    ],
)
def test_a_rigid_value_may_be_tightened_but_not_loosened(
    tmp_path: Path, rule: str, value: str, looser: bool
) -> None:
    write_pack(tmp_path, "one", {"参数.yaml": RIGID.format(rule=rule), "公式.yaml": None})
    folder = child(tmp_path, {"参数.yaml": f"甲: {{{value}}}\n乙: {{值: 3}}\n"})

    if not looser:
        assert load_pack(folder, library=tmp_path).parameters["甲"].rigid
        return
    with pytest.raises(PackError) as caught:
        load_pack(folder, library=tmp_path)
    assert "one" in caught.value.what
    assert caught.value.place == ("two/参数.yaml", 1)


def test_a_rigid_rule_holds_over_three_generations(tmp_path: Path) -> None:
    write_pack(tmp_path, "one", {"参数.yaml": RIGID.format(rule="不得降低"), "公式.yaml": None})
    child(tmp_path, {"参数.yaml": "甲: {值: 20}\n"})
    folder = child(tmp_path, {"参数.yaml": "甲: {值: 15}\n"}, parents="[two]", code="three")

    with pytest.raises(PackError, match="「two」规定不得降低"):
        load_pack(folder, library=tmp_path)


def test_an_upper_pack_with_a_broken_rigid_parameter_is_told_so(tmp_path: Path) -> None:
    broken = RIGID.format(rule="不得降低").replace("[0, 100], 依据", "[100, 0], 依据", 1)
    write_pack(tmp_path, "one", {"参数.yaml": broken, "公式.yaml": None})
    folder = child(tmp_path, {"参数.yaml": "甲: {范围: [0, 100], 值: 20}\n"})

    with pytest.raises(PackError, match=r"one/参数\.yaml 第1行：参数「甲」「范围」"):
        load_pack(folder, library=tmp_path)


def test_blanks_name_what_is_open_with_question_and_clause(tmp_path: Path) -> None:
    write_pack(
        tmp_path,
        "one",
        {
            "清单.yaml": "退出规则:\n  - {代码: 两次, 名称: 待填, 方式: 待填, 次数: 待填, 结果层级: [4], "
            "处理: 解除, 依据: 办法/第二条}\n"
            "结构目标:\n  - {名称: 持证, 指标: 是, 口径: 区县, 方式: 占比, 方向: 不低于, "
            "目标: [{年: 待填, 值: 50%}], 依据: 办法/第二条}\n"
            "不得情形:\n  - {代码: 一, 类别: 不能, 内容: 有, 核查: [待填], 依据: 办法/第一条}\n",
            "工资.yaml": "角色: {应发: 待填}\n",
            "员额.yaml": "- {名称: 社区员额, 方式: 比例, 下限: 待填, 依据: 办法/第一条}\n",
            "检查.yaml": "- {名称: 平均, 方式: 平均, 量: 待填, 不符: 不符, 依据: 办法/第二条}\n",
            "包.yaml": FILES["包.yaml"] + "框架: [{标题: 待填, 内容: [员额], 依据: 办法/第一条}]\n",
            "表.yaml": FILES["表.yaml"] + "配备: {文件: 配备.csv, 方式: 分档, 类型: 整数, 范围: [0, 99], "
            "依据: 办法/第一条, 问: 配几人？}\n",
            "表/配备.csv": "达到,配备\n0户,5\n3000户,待填\n",
        },
    )
    pack = load_pack(tmp_path / "one")

    blanks = {blank.name: blank for blank in pack.blanks(date(2026, 11, 1))}

    assert set(blanks) == {
        "晋级月数",
        "起点等级[社区正职]",
        "配备[3000户]",
        "退出规则/两次/名称",
        "退出规则/两次/方式",
        "退出规则/两次/次数",
        "结构目标/持证/目标/年",
        "不得情形/一/核查",
        "工资/角色/应发",
        "社区员额/下限",
        "平均/量",
        "框架/标题",
    }
    assert blanks["晋级月数"].question == "「晋级月数」是多少"
    assert blanks["配备[3000户]"].question == "配几人？"
    assert blanks["结构目标/持证/目标/年"].clauses == ("办法/第二条",)
    assert blanks["起点等级[社区正职]"].place == ("one/表/岗位等级.csv", 4)
    assert str(blanks["晋级月数"]) == "参数「晋级月数」（办法/第二条）：「晋级月数」是多少"


def test_a_parameter_not_yet_in_force_is_no_blank(tmp_path: Path) -> None:
    later = FILES_WITHOUT_STEPS + (
        "晋级月数: {类型: 整数, 范围: [12, 60], 依据: 办法/第二条, 值: [{自: 2027-01-01, 值: 待填}]}\n"
    )
    write_pack(tmp_path, "one", {"参数.yaml": later})
    pack = load_pack(tmp_path / "one")

    assert [blank.where for blank in pack.blanks(date(2026, 11, 1))] == ["表"]
    assert [blank.where for blank in pack.blanks(date(2027, 1, 1))] == ["参数", "表"]


def test_a_duplicate_inside_a_flow_is_found_too(tmp_path: Path) -> None:
    step = "{名称: 核对, 责任: 街道, 级别: 街道, 依据: 办法/第三条}"
    flow = f"- {{代码: 定级, 名称: 定级, 依据: 办法/第三条, 步骤: [{step}, {step}]}}\n"
    assert complaint(tmp_path, {"流程.yaml": flow}).what == "「核对」写了两次"
