"""What each page of the gallery is given to show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from jishi.ui.components import (
    Band,
    Difference,
    Effect,
    Entry,
    Fact,
    Job,
    Link,
    MatrixRow,
    Signature,
    Step,
    Tab,
    Tag,
    TraceBlock,
    TraceNode,
)
from jishi.ui.gallery.forms import FAULTY, FILLED, SampleChange
from jishi.ui.icons import icon_names

Shown = dict[str, Any]

STEPS = (
    Step("社区提交", "done", "第2社区", "李秀云", "11-18 09:12", "材料齐全"),
    Step("街道初审", "done", "桂园街道", "陈志强", "11-19 15:40", "同意上报"),
    Step("区级复审", "now", "区委社会工作部", "待 王建国 办理", "剩余 6 小时", "已办 1/2 人"),
    Step("市级备案", "todo", "市委社会工作部"),
)
RETURNED = (
    Step("社区提交", "now", "第2社区", "李秀云", "待补正 2 天"),
    Step("街道初审", "returned", "桂园街道", "陈志强", "11-19 15:40", "缺考核证明"),
    Step("区级复审", "todo", "区委社会工作部"),
)
EFFECTS = (
    Effect("岗位", "工作人员", "社区副职", "第四条"),
    Effect("等级", "6 级", "7 级 自 2026-12-01", "第六条第二款", "ok"),
    Effect("月基本工资", "4,439.00", "4,554.80（+115.80）", "第九条", "ok"),
    Effect("员额", "", "不占用", "第三条"),
    Effect("合同", "2027-03-31 到期", "到期日不变，须补签岗位变更书", "第十二条", "warn"),
    Effect("档案保管", "街道", "街道", ""),
)
DIFFERENCES = (
    Difference("岗位", "专职网格员", "社区副职"),
    Difference("等级", "6 级", "7 级"),
    Difference("月基本工资", "4,439.00", "4,554.80"),
    Difference("所在社区", "第2社区", "第2社区"),
    Difference("职业资格", "助理社会工作师", "社会工作师"),
    Difference("生效日期", "", "2026-12-01"),
)
ENTRIES = (
    Entry("2026-11-22 08:05", "区级复审", "", "王建国 · 区委社会工作部", Tag("办理中", "info"), "info"),
    Entry(
        "2026-11-19 15:40",
        "街道初审",
        "经街道党工委会议研究，符合晋升条件，同意上报。",
        "陈志强 · 桂园街道",
        Tag("同意上报", "ok"),
        "ok",
    ),
    Entry(
        "2026-11-18 17:22",
        "街道初审",
        "缺少近两年年度考核结果证明，请补充后重新提交。",
        "陈志强 · 桂园街道",
        Tag("退回补正", "warn"),
        "warn",
    ),
    Entry(
        "2026-11-18 09:12", "提交申请", "连续两年考核优秀，拟任社区副职。", "李秀云 · 第2社区", None, "mute"
    ),
)
FACTS = (
    Fact("岗位", "社区副职", note="2024-03 起"),
    Fact("等级", "7 级", "#", "下一级 2028-05-01"),
    Fact("社区工作年限", "86 个月"),
    Fact("月基本工资", "4,554.80 元", "#"),
    Fact("合同到期", "2027-06-30"),
)
BASICS = (
    Fact("性别", "女"),
    Fact("出生年月", "1988-04"),
    Fact("民族", "汉族"),
    Fact("政治面貌", "中共党员", note="2012-07 入党"),
    Fact("学历", "本科", note="社会工作，2010-06 毕业"),
    Fact("证书", ""),
)
TREE = TraceNode(
    "等级",
    "7 级",
    "起点 + 年限加级 + 学历加级，不超过 15",
    "第六条",
    children=(
        TraceNode("起点", "4 级", "社区副职从 4 级起", "附表一", "任职 2024-03-01"),
        TraceNode(
            "年限加级",
            "2 级",
            "(86 + 4) 个月 ÷ 36，取整",
            "第六条第二款",
            children=(
                TraceNode("社区工作年限", "86 个月", source="工作经历 3 段，均已核实"),
                TraceNode("优秀奖励", "4 个月", "每次优秀提前 4 个月", "第七条", "2025 年度考核：优秀"),
            ),
        ),
        TraceNode("学历加级", "1 级", "本科加 1 级", "第六条第三款", "学历：本科，已核实"),
    ),
)
UNITS = ("组织", "纪委", "政法", "公安", "民政", "人社", "卫健", "信访")
MATRIX = (
    MatrixRow("梁冬梅", tuple(Tag("无异议", "ok") for _ in UNITS), "#"),
    MatrixRow(
        "李建国", (*(Tag("无异议", "ok") for _ in UNITS[2:]), Tag("待答复", "mute"), Tag("已超期", "bad"))
    ),
    MatrixRow("蔡志强", (Tag("有情况", "warn"), *(Tag("无异议", "ok") for _ in UNITS[1:]))),
)
BANDS = (Band("优秀", 93), Band("称职", 480), Band("基本称职", 37), Band("不称职", 10))
JOBS = (
    Job("导入花名册", "waiting", 0, 620),
    Job("重算 11 月等级", "running", 412, 620, "每秒 55 人", "4 秒"),
    Job("导出花名册", "done", 620, 620, "每秒 5,400 人", result_url="#"),
    Job("批量发核查", "partial", 613, 620, failed=7, result_url="#"),
    Job("生成发薪批次", "failed", 120, 620, failed=500, result_url="#"),
)
TABS = (
    Tab("概况", "#", is_current=True),
    Tab("任职", "#", 3),
    Tab("学历与证书", "#", 2),
    Tab("考核", "#", 5),
    Tab("工资", "#", 24),
    Tab("变更记录", "#", 18),
)
SIGNATURES = (
    Signature("社区意见", "同意推荐。"),
    Signature("街道意见"),
    Signature("区委社会工作部意见"),
    Signature("区委组织部意见"),
)
PHRASES = ("同意上报", "经核实，符合晋升条件", "请补充佐证材料")


def _forms() -> Shown:
    faulty = SampleChange(FAULTY)
    faulty.is_valid()
    return {"form": SampleChange(initial=FILLED), "faulty": faulty, "effects": EFFECTS}


SAMPLES: dict[str, Callable[[], Shown]] = {
    "home": lambda: {"jobs": JOBS[1:2], "entries": ENTRIES, "bands": BANDS},
    "detail": lambda: {
        "tags": (Tag("在岗", "ok"), Tag("一肩挑", "party")),
        "facts": FACTS,
        "basics": BASICS,
        "tabs": TABS,
        "alerts": ("合同 15 天后到期，任期已延长至 2027-06，请续签。",),
        "entries": ENTRIES,
        "blocks": _blocks(),
    },
    "review": lambda: {
        "steps": STEPS,
        "differences": DIFFERENCES,
        "entries": ENTRIES,
        "effects": EFFECTS,
        "phrases": PHRASES,
        "tags": (Tag("区级复审中", "info"),),
    },
    "form": _forms,
    "fields": _forms,
    "error-summary": _forms,
    "distribution-strip": lambda: {
        "bands": BANDS,
        "none": (Band("优秀", 0), Band("称职", 0)),
        "one": BANDS[:1],
    },
    "progress-job": lambda: {"jobs": JOBS},
    "gap-cell": lambda: {"nothing": None},
    "formats": lambda: {
        "fen": 455_480,
        "sum": 3_229_660_000,
        "zero": 0,
        "day": date(2026, 11, 1),
        "instant": datetime(2026, 11, 1, 9, 12),  # noqa: DTZ001 # shown as it stands
        "nothing": None,
    },
    "approval-stepper": lambda: {"steps": STEPS, "returned": RETURNED},
    "opinion-box": lambda: {"phrases": PHRASES},
    "effect-panel": lambda: {"effects": EFFECTS, "none": ()},
    "trace": lambda: {"blocks": _blocks(), "tree": TREE},
    "timeline": lambda: {"entries": ENTRIES},
    "diff-table": lambda: {"differences": DIFFERENCES},
    "unit-matrix": lambda: {"units": UNITS, "rows": MATRIX},
    "page-head": lambda: {
        "tabs": TABS,
        "facts": BASICS,
        "link": Link("全部 23 项", "#"),
        "actions": Link("看名单", "#"),
    },
    "notices": lambda: {"link": Link("生成续签", "#"), "restore": Link("刷新", "#")},
    "print-sheet": lambda: {"signatures": SIGNATURES},
    "icons": lambda: {"icons": icon_names()},
}


def _blocks() -> tuple[TraceBlock, ...]:
    return (TraceBlock("起点", "4"), TraceBlock("社区工作年限", "2"), TraceBlock("本科", "1"))


def sample(key: str) -> Shown:
    """What a page of the gallery shows besides its own words."""
    return SAMPLES.get(key, dict)()
