"""The sheets of dated facts: 任职, 工作经历, 学历, 证书 and 考核, any number of rows a person."""

from __future__ import annotations

from jishi.policy import records
from jishi.roster.layout.fields import COMMUNITY_ALIASES, ID_ALIASES, NAME_ALIASES, Field, Kind, Sheet
from jishi.roster.vocabulary import CERTIFICATES, DEGREES, LEVELS, MODES

# How a row of the dated sheets says whose it is.
PERSON = (
    Field(
        "of_worker_id",
        "工号",
        Kind.COMPACT,
        "人员编号 工作证号 职工编号 员工编号 worker_id",
        note="与花名册的工号一致；没有工号的区填身份证号",
        example="示例",
    ),
    Field("of_id_number", "身份证号", Kind.ID_REFERENCE, ID_ALIASES, note="填了工号可不填"),
    Field(
        "of_name",
        "姓名",
        Kind.NAME,
        NAME_ALIASES,
        note="便于核对；没有工号和身份证号时按姓名找人，不能有重名",
    ),
)

APPOINTMENTS = Sheet(
    "任职",
    "任职情况 任职信息 任职经历 任职表 职务任免",
    (
        *PERSON,
        Field(
            "community",
            "社区",
            Kind.COMPACT,
            COMMUNITY_ALIASES,
            note="留空为花名册所填社区",
            example="桂园社区",
        ),
        Field(
            "position",
            "职务",
            Kind.COMPACT,
            "岗位 职务名称 担任职务",
            required=True,
            note="每个职务一行",
            example="居委会委员",
        ),
        Field("mode", "任职方式", Kind.WORD, "任用方式 产生方式 选任方式", words=MODES, example="选任"),
        Field("term", "届次", Kind.COMPACT, "届 届别 任期"),
        Field(
            "valid_from",
            "任职日期",
            Kind.DAY,
            "任职时间 任职年月 开始日期 任职开始日期 起始日期",
            required=True,
            example="2022-01-01",
        ),
        Field(
            "valid_before",
            "免职日期",
            Kind.END,
            "免职时间 离任日期 结束日期 终止日期 任职结束日期",
            note="不再任该职务的第一天；在任的留空",
        ),
    ),
    records.APPOINTMENTS,
    "每人每个职务一行；兼任的分行写。",
)
SERVICE = Sheet(
    "工作经历",
    "社区工作经历 工作履历 履历 简历 工作简历",
    (
        *PERSON,
        Field(
            "unit",
            "工作单位",
            Kind.TEXT,
            "单位 单位及职务 工作单位及职务 单位名称",
            example="东城街道桂园社区",
        ),
        Field(
            "valid_from",
            "开始日期",
            Kind.DAY,
            "开始时间 起始日期 起始时间 起 自 开始年月",
            required=True,
            example="2020-07-01",
        ),
        Field(
            "valid_before",
            "结束日期",
            Kind.END,
            "结束时间 终止日期 终止时间 止 至 结束年月",
            note="离开该单位的第一天；仍在的留空或写“至今”",
        ),
        Field(
            "verified",
            "已核",
            Kind.TRUTH,
            "是否核实 已核实 是否已核 核实",
            note="对照档案核实过没有；空白为否",
            example="是",
        ),
        Field(
            "counts",
            "计入社区工作年限",
            Kind.TRUTH,
            "是否计入社区工作年限 是否计入 计入年限 计入",
            note="空白为是",
            example="是",
        ),
    ),
    records.SERVICE,
    "每人每段经历一行；没有填写的人，社区工作年限从进入日期起算。",
)
EDUCATION = Sheet(
    "学历",
    "学历学位 学历信息 学历情况 教育经历",
    (
        *PERSON,
        Field(
            "level",
            "学历",
            Kind.WORD,
            "学历层次 文化程度 最高学历",
            required=True,
            words=LEVELS,
            example="本科",
        ),
        Field("degree", "学位", Kind.WORD, words=DEGREES, example="学士"),
        Field(
            "obtained_on",
            "取得日期",
            Kind.DAY,
            "毕业日期 毕业时间 毕业年月 取得时间 学历取得日期 学历取得时间",
            note="毕业证书上的日期",
            example="2015-07-01",
        ),
    ),
    records.EDUCATION,
    "每人每个学历一行。",
)
CERTIFICATES_HELD = Sheet(
    "证书",
    "职业资格 证书信息 资格证书 社工证书 社会工作证书",
    (
        *PERSON,
        Field(
            "name",
            "证书名称",
            Kind.WORD,
            "证书 资格名称 职业资格 证书等级 证书级别",
            required=True,
            words=CERTIFICATES,
            example="助理社会工作师",
        ),
        Field("number", "证书编号", Kind.COMPACT, "证书号 证书号码 管理号"),
        Field(
            "obtained_on",
            "取得日期",
            Kind.DAY,
            "取得时间 批准日期 发证日期 发证时间 取证时间",
            example="2021-06-01",
        ),
        Field(
            "registered_before",
            "登记有效期至",
            Kind.LAST_DAY,
            "登记到期日 登记有效期 有效期至 有效期 登记有效期止",
            note="登记有效的最后一天",
        ),
    ),
    records.CERTIFICATES,
    "每人每本证书一行。",
)
ASSESSMENTS = Sheet(
    "考核",
    "年度考核 考核结果 考核情况 考核信息",
    (
        *PERSON,
        Field(
            "year",
            "年度",
            Kind.COUNT,
            "考核年度 年份 考核年份",
            required=True,
            note="四位数字",
            example="2025",
        ),
        Field(
            "result",
            "考核结果",
            Kind.COMPACT,
            "结果 等次 考核等次 考核档次",
            required=True,
            note="用本地的说法",
            example="合格",
        ),
    ),
    records.ASSESSMENTS,
    "每人每年一行。",
)
