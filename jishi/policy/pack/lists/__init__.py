"""The typed lists of a pack (清单): what later offices work through item by item.

Each item class is both the shape of the file and the object in use. Items carry the clause they come
from; a text the source leaves open is 待填.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from jishi.policy.pack.lists.conduct import (
    AssessmentResult,
    AssessmentScheme,
    ContractRule,
    Custody,
    EventKind,
    ExitGround,
    ExitRule,
    LeaveRule,
    MajorReport,
    ManageRelation,
    ResultUse,
    ToleranceCondition,
    WorkRegime,
)
from jishi.policy.pack.lists.entry import (
    AdmissionItem,
    Concurrency,
    Disqualifier,
    DualHead,
    EligibilityCondition,
    EntryChannel,
    PositionClass,
    Preference,
    Requirement,
    ReviewTier,
    ReviewUnit,
    ScopeRule,
)
from jishi.policy.pack.lists.growth import (
    CareerPath,
    Duty,
    GrowthStage,
    GrowthTask,
    Honour,
    Incentive,
    NeedTag,
    ReserveRatio,
    ReserveSource,
    Responsibility,
    Selection,
    StructureTarget,
    TrainingCadence,
    TrainingKind,
    TrainingTier,
)
from jishi.policy.pack.shape import Entry, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists(Entry):
    """All lists of a pack; a list the pack does not have is empty."""

    review_units: Annotated[tuple[ReviewUnit, ...], key("联审单位")] = ()
    review_tiers: Annotated[tuple[ReviewTier, ...], key("审查层级")] = ()
    disqualifiers: Annotated[tuple[Disqualifier, ...], key("不得情形")] = ()
    requirements: Annotated[tuple[Requirement, ...], key("任职条件")] = ()
    entry_channels: Annotated[tuple[EntryChannel, ...], key("进入渠道")] = ()
    eligibility: Annotated[tuple[EligibilityCondition, ...], key("准入条件")] = ()
    preferences: Annotated[tuple[Preference, ...], key("优先条件")] = ()
    scope_rules: Annotated[tuple[ScopeRule, ...], key("范围规则")] = ()
    position_classes: Annotated[tuple[PositionClass, ...], key("岗位映射")] = ()
    dual_heads: Annotated[tuple[DualHead, ...], key("一肩挑")] = ()
    concurrencies: Annotated[tuple[Concurrency, ...], key("兼任规则")] = ()
    admission_items: Annotated[tuple[AdmissionItem, ...], key("准入事项")] = ()
    exit_grounds: Annotated[tuple[ExitGround, ...], key("退出情形")] = ()
    exit_rules: Annotated[tuple[ExitRule, ...], key("退出规则")] = ()
    assessment_results: Annotated[tuple[AssessmentResult, ...], key("考核结果")] = ()
    assessment_schemes: Annotated[tuple[AssessmentScheme, ...], key("考核方案")] = ()
    result_uses: Annotated[tuple[ResultUse, ...], key("结果运用")] = ()
    manage_relations: Annotated[tuple[ManageRelation, ...], key("管理关系")] = ()
    custodies: Annotated[tuple[Custody, ...], key("档案保管")] = ()
    contract_rules: Annotated[tuple[ContractRule, ...], key("合同规则")] = ()
    leave_rules: Annotated[tuple[LeaveRule, ...], key("请休假")] = ()
    major_reports: Annotated[tuple[MajorReport, ...], key("重大事项")] = ()
    tolerance_conditions: Annotated[tuple[ToleranceCondition, ...], key("容错条件")] = ()
    event_kinds: Annotated[tuple[EventKind, ...], key("事件类别")] = ()
    work_regimes: Annotated[tuple[WorkRegime, ...], key("工作制度")] = ()
    training_cadences: Annotated[tuple[TrainingCadence, ...], key("培训周期")] = ()
    training_kinds: Annotated[tuple[TrainingKind, ...], key("培训类别")] = ()
    training_tiers: Annotated[tuple[TrainingTier, ...], key("培训层级")] = ()
    reserve_ratios: Annotated[tuple[ReserveRatio, ...], key("后备比例")] = ()
    reserve_sources: Annotated[tuple[ReserveSource, ...], key("后备来源")] = ()
    growth_tasks: Annotated[tuple[GrowthTask, ...], key("育苗任务")] = ()
    growth_stages: Annotated[tuple[GrowthStage, ...], key("成长阶段")] = ()
    career_paths: Annotated[tuple[CareerPath, ...], key("职业路径")] = ()
    incentives: Annotated[tuple[Incentive, ...], key("激励渠道")] = ()
    honours: Annotated[tuple[Honour, ...], key("表彰")] = ()
    selections: Annotated[tuple[Selection, ...], key("遴选")] = ()
    duties: Annotated[tuple[Duty, ...], key("职责")] = ()
    responsibilities: Annotated[tuple[Responsibility, ...], key("责任分工")] = ()
    structure_targets: Annotated[tuple[StructureTarget, ...], key("结构目标")] = ()
    need_tags: Annotated[tuple[NeedTag, ...], key("需求标签")] = ()
