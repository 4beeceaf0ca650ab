"""Two packs side by side: what differs, in words, each side with its clause."""

from __future__ import annotations

from pathlib import Path

from jishi.policy.pack.diff import DiffRow, diff_packs
from jishi.policy.pack.loader import load_pack
from tests.policy.pack.folders import FILES, write_pack

RICH = {
    "清单.yaml": "退出规则:\n  - {代码: 两次, 名称: 届内两次, 方式: 届内, 次数: 2, 结果层级: [4], "
    "处理: 解除, 依据: 办法/第二条}\n",
    "等级.yaml": "策略: 公式\n等级: 基本工资\n岗位类别: 岗位类别\n起点: 起点等级\n上限: 起点等级\n"
    "晋级生效: 次月\n岗位变动: 平移\n",
    "员额.yaml": "- {名称: 社区员额, 方式: 比例, 核定: 9, 依据: 办法/第一条}\n",
    "流程.yaml": "- {代码: 定级, 名称: 定级, 依据: 办法/第三条, 步骤: "
    "[{名称: 核对, 责任: 街道, 级别: 街道, 天数: 5, 依据: 办法/第三条}]}\n",
    "表.yaml": FILES["表.yaml"] + "税率表: {文件: 税率.csv, 方式: 累进, 依据: 办法/第一条}\n",
    "表/税率.csv": "超过,税率,速算扣除数\n0元,3%,0元\n36000元,10%,2520元\n",
}


def differences(shelf: Path, changed: dict[str, str]) -> list[DiffRow]:
    old = load_pack(write_pack(shelf, "one", RICH))
    new = load_pack(write_pack(shelf, "two", {**RICH, **changed}))
    return list(diff_packs(old, new))


def test_a_pack_does_not_differ_from_its_copy(tmp_path: Path) -> None:
    assert differences(tmp_path, {}) == []


def test_changed_values_show_old_and_new_in_human_units_with_clauses(tmp_path: Path) -> None:
    parameters = FILES["参数.yaml"].replace("值: 2060元", "值: 2100元, 依据: 办法/第一条, 示例: 某地")
    parameters = parameters.replace("值: 待填", "值: [{自: 2024-01-01, 值: 36, 推算: 算出}]")
    rows = differences(
        tmp_path,
        {
            "参数.yaml": parameters,
            "表/岗位等级.csv": "岗位类别,起点等级,依据\n工作人员,1,\n社区副职,5,办法/第一条\n社区正职,7,\n",
            "表/税率.csv": "超过,税率,速算扣除数\n0元,3%,0元\n36000元,20%,6120元\n",
        },
    )

    first, second = "办法/第一条", "办法/第二条"
    wage = ("2,060.00元（2026-10-01 起）", "2,100.00元（2026-10-01 起）〔示例值〕")
    tax = ("税率 10%，速算扣除数 2,520.00元", "税率 20%，速算扣除数 6,120.00元")
    assert rows == [
        DiffRow("参数", "最低工资标准", *wage, second, f"{second}、{first}"),
        DiffRow("参数", "晋级月数", "待填", "36个月（2024-01-01 起）〔推算〕", second, second),
        DiffRow("表", "起点等级[社区副职]", "4级", "5级", second, first),
        DiffRow("表", "起点等级[社区正职]", "待填", "7级", second, second),
        DiffRow("表", "税率表[超过 36,000.00元]", *tax, first, first),
    ]


def test_changed_rules_and_lists_show_only_what_changed(tmp_path: Path) -> None:
    rows = differences(
        tmp_path,
        {
            "公式.yaml": "- {名称: 基本工资, 公式: 最低工资标准 × 3, 仅当: 一肩挑, 依据: 办法/第一条}\n",
            "事实.yaml": FILES["事实.yaml"].replace("[0, 3]", "[0, 40]") + "星级: {取值: [三星, 四星]}\n",
            "清单.yaml": RICH["清单.yaml"].replace("次数: 2", "次数: 3"),
            "等级.yaml": RICH["等级.yaml"].replace("平移", "就高"),
            "流程.yaml": RICH["流程.yaml"].replace("天数: 5", "天数: 7"),
            "文件.yaml": FILES["文件.yaml"].replace("摘要: 流程", "摘要: 审批流程"),
        },
    )

    first, second, third = "办法/第一条", "办法/第二条", "办法/第三条"
    formula = ("最低工资标准 × 2；四舍五入到分", "最低工资标准 × 3；仅当 一肩挑")
    step = "步骤：（名称：核对；责任：街道；级别：街道；天数：%s）"
    assert rows == [
        DiffRow("文件", third, "流程", "审批流程", third, third),
        DiffRow("事实", "工龄", "0年 到 3年", "0年 到 40年", "", ""),
        DiffRow("公式", "基本工资", *formula, second, first),
        DiffRow("等级", "岗位变动", "平移", "就高", "", ""),
        DiffRow("流程", "定级", step % 5, step % 7, third, third),
        DiffRow("清单", "退出规则/两次", "次数：2", "次数：3", second, second),
        DiffRow("事实", "星级", "", "取值 三星、四星", "", ""),
    ]


def test_what_only_one_pack_has_leaves_the_other_side_empty(tmp_path: Path) -> None:
    rows = differences(tmp_path, {"员额.yaml": "", "等级.yaml": ""})

    assert [(row.section, row.name, row.new) for row in rows if row.section == "员额"] == [
        ("员额", "社区员额", "")
    ]
    assert {row.new for row in rows if row.section == "等级"} == {""}
