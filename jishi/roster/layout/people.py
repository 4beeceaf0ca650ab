"""The two sheets every roster has: 花名册 and 社区."""

from __future__ import annotations

from jishi.policy import records
from jishi.roster.layout.fields import (
    COMMUNITY_ALIASES,
    ID_ALIASES,
    NAME_ALIASES,
    STREET_ALIASES,
    Field,
    Kind,
    Sheet,
)
from jishi.roster.vocabulary import CERTIFICATES, DEGREES, LEVELS, RETIREMENT, SEXES

ROSTER = Sheet(
    "花名册",
    "人员花名册 社区工作者花名册 人员名册 名册 人员信息 人员信息表 人员情况 社区工作者名册 社工列表",
    (
        Field(
            "worker_id",
            "工号",
            Kind.COMPACT,
            "人员编号 编号 工作证号 职工编号 员工编号 人员代码",
            note="区内不重复；没有工号的留空，以身份证号代替",
            example="示例",
        ),
        Field("name", "姓名", Kind.NAME, NAME_ALIASES, required=True, example="张三"),
        Field(
            "id_number",
            "身份证号",
            Kind.ID,
            ID_ALIASES,
            required=True,
            note="18位，本列已设为文本格式，请勿改为数值",
            example="11010519491231002X",
        ),
        Field(
            "sex_stated",
            "性别",
            Kind.WORD,
            "男女",
            note="以身份证号为准，填了就核对",
            words=SEXES,
            example="女",
        ),
        Field(
            "birth_stated",
            "出生日期",
            Kind.BIRTH,
            "出生年月 出生年月日 出生时间 生日",
            note="以身份证号为准，填了就核对",
        ),
        Field(
            "birth_on",
            "档案认定出生日期",
            Kind.DAY,
            "档案出生日期 认定出生日期 档案认定出生年月 档案出生年月",
            note="仅在组织认定的日期与身份证不同时填写",
        ),
        Field(
            "手机号",
            "手机号",
            Kind.PHONE,
            "手机 手机号码 联系电话 联系方式 电话 移动电话",
            example="19900001234",
        ),
        Field(
            "community",
            "社区",
            Kind.COMPACT,
            COMMUNITY_ALIASES,
            required=True,
            note="与社区表的名称一致",
            example="桂园社区",
        ),
        Field("street", "街道", Kind.COMPACT, STREET_ALIASES, example="东城街道"),
        Field(
            "position",
            "职务",
            Kind.POSITIONS,
            "岗位 现任职务 任职情况 岗位名称 职务名称 担任职务 现任岗位",
            note="兼任几个职务的用顿号隔开，各自的起止日期填在任职表",
            example="专职社区工作者",
        ),
        Field(
            "identity", "人员身份", Kind.COMPACT, "身份 身份类别 编制性质 编制类别 人员性质 人员类别 用工性质"
        ),
        Field(
            "channel", "进入渠道", Kind.COMPACT, "进入方式 来源 来源渠道 人员来源 招录方式 选任方式 选任类别"
        ),
        Field(
            "full_time", "全日制", Kind.TRUTH, "是否全日制 专职 是否专职", note="是否全日制工作", example="是"
        ),
        Field(
            "entered_on",
            "进入日期",
            Kind.DAY,
            "进入时间 入职日期 入职时间 入职年月 到岗日期 到岗时间 上岗时间 聘用时间"
            " 进入社区工作时间 进社区工作时间"
            " 参加社区工作时间 从事社区工作时间",
            note="本次进入社区工作的第一天",
            example="2020-07-01",
        ),
        Field(
            "left_before",
            "离开日期",
            Kind.END,
            "离职日期 离职时间 退出日期 退出时间 离岗日期 离岗时间 辞职日期",
            note="不再在岗的第一天；在岗的留空",
        ),
        Field("confirmed_grade", "核定等级", Kind.GRADE, "岗位等级 等级 现等级 现岗位等级 岗级 现岗级 级别"),
        Field(
            "grade_since",
            "等级起始日期",
            Kind.DAY,
            "现等级起始日期 等级起算日期 等级起算时间 定级日期 定级时间",
        ),
        Field(
            "trained_on",
            "上次轮训日期",
            Kind.DAY,
            "上次轮训时间 最近轮训日期 最近轮训时间 上次培训日期 最近培训日期",
        ),
        Field(
            "retirement_category",
            "退休类别",
            Kind.WORD,
            "退休年龄类别 原法定退休年龄类别 法定退休类别",
            words=RETIREMENT,
        ),
        Field(
            "level_stated",
            "学历",
            Kind.WORD,
            "最高学历 文化程度 学历层次 现学历",
            note="没有学历表时可只填在这里",
            words=LEVELS,
        ),
        Field("degree_stated", "学位", Kind.WORD, "最高学位", note="没有学历表时可只填在这里", words=DEGREES),
        Field(
            "level_stated_on",
            "学历取得日期",
            Kind.DAY,
            "毕业时间 毕业日期 毕业年月 学历取得时间",
            note="没有学历表时可只填在这里",
        ),
        Field(
            "certificate_stated",
            "社会工作证书",
            Kind.WORD,
            "社工证 社会工作者证书 社工证书 社会工作师证书 职业资格 职业水平 证书 社会工作者职业水平证书"
            " 社会工作者职业水平证书情况",
            note="没有证书表时可只填在这里",
            words=CERTIFICATES,
        ),
        Field(
            "certificate_stated_on",
            "证书取得日期",
            Kind.DAY,
            "证书取得时间 取证时间 取证日期",
            note="没有证书表时可只填在这里",
        ),
    ),
    records.PEOPLE,
    "每人一行。表尾可以另加本地政策要用的列，例如上年月均工资。",
    keeps_unknown=True,
)
COMMUNITIES = Sheet(
    "社区",
    "社区信息 社区情况 社区基本情况 社区户数 机构户数 社区列表 社区名单 社区表",
    (
        Field(
            "community",
            "社区",
            Kind.COMPACT,
            COMMUNITY_ALIASES,
            required=True,
            note="区内不重复",
            example="示例社区",
        ),
        Field("street", "街道", Kind.COMPACT, STREET_ALIASES, example="东城街道"),
        Field(
            "households",
            "户数",
            Kind.COUNT,
            "居民户数 总户数 常住户数 家庭户数",
            note="核定员额用",
            example="3150",
        ),
        Field("residents", "常住人口", Kind.COUNT, "常住人口数 人口数 人口 居民人数", example="8820"),
        Field("grids", "网格数", Kind.COUNT, "网格 网格数量 网格个数", example="12"),
        Field("star", "星级", Kind.COMPACT, "社区星级 党组织星级 星级评定"),
        Field("adjustment", "员额调整", Kind.WHOLE, "调整员额 员额增减", note="可为负数"),
        Field("adjustment_reason", "调整原因", Kind.TEXT, "员额调整原因 调整理由"),
    ),
    records.COMMUNITIES,
    "每个社区一行。",
    keeps_unknown=True,
)
