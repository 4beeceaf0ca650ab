"""Packs drawn at random: formulas over facts of every kind, typed as they grow, with tables and state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from hypothesis import strategies as st

from jishi.policy.pack.model import BEGINNING, Entity, FactDeclaration, Formula, Pack, Parameter, Table
from jishi.policy.pack.quantity import Kind, ValueType, choice_type, set_type
from tests.policy.plan.build import CERTIFICATE, CITED, POST, YES, fact, lookup, pack, parameter, scale, steps

MIDYEAR = date(2026, 7, 1)
WAY = choice_type(["补足", "不补"])
RATE = ValueType(Kind.NUMBER, scale=4, lo=0, hi=10_000, unit="%")
PARTS = ValueType(Kind.NUMBER, scale=2, lo=1, hi=5000)
STEP = ValueType(Kind.NUMBER, lo=1, hi=60)
LEVEL = ValueType(Kind.NUMBER, lo=1, hi=4)
ALLOWANCE = ValueType(Kind.MONEY, lo=-50_000, hi=900_000)
ENTRY = ValueType(Kind.MONTH, lo=2015 * 12, hi=2027 * 12)
MONEY_ROUNDINGS = tuple(
    mode + to for mode in ("四舍五入", "向上进", "向下舍去") for to in ("到分", "到角", "到元", "到百元")
)
NUMBER_ROUNDINGS = tuple(
    mode + to
    for mode in ("四舍五入", "向上进", "向下舍去")
    for to in ("到整数", "保留一位", "保留两位", "保留四位")
)
COMPARISONS = ("=", "≠", "<", "≤", ">", "≥")
HALF_WIDE = 2**31  # where 32 bits end: ranges are drawn on both sides of it


@dataclass(frozen=True)
class Drawn:
    """A pack, what kind each of its formulas is to be, and the seed of its people."""

    pack: Pack
    kinds: Mapping[str, Kind]
    seed: int


@dataclass
class Grammar:
    """Writes expressions of one kind from what is there; every draw is the tester's."""

    draw: st.DrawFn
    carrying: bool
    named: dict[Kind, list[str]] = field(default_factory=dict)

    def pick(self, options: Sequence[str]) -> str:
        return self.draw(st.sampled_from(options))

    def grow(self, depth: int, leaves: Sequence[str], *branches: Callable[[int], str]) -> str:
        """A leaf, or one of the branches while there is depth left."""
        at = self.draw(st.integers(0, len(branches))) if depth else 0
        return branches[at - 1](depth - 1) if at else self.pick(leaves)

    def formulas(self, kind: Kind) -> list[str]:
        return self.named.get(kind, [])

    def carried(self, kind: Kind) -> list[str]:
        """What earlier months hand on of the formulas of a kind."""
        names = self.formulas(kind) if self.carrying else []
        return [f"{way}({name})" for name in names for way in ("本年累计", "本年最高", "上月")]

    def money(self, depth: int) -> str:
        leaves = [
            "工资",
            "差额",
            "基数",
            "0元",
            "1234.56元",
            "0.3万元",
            "7分",
            *self.formulas(Kind.MONEY) * 2,
        ]
        return self.grow(
            depth,
            [*leaves, *self.carried(Kind.MONEY)],
            lambda d: f"({self.money(d)} {self.pick('+-')} {self.money(d)})",
            lambda d: f"{self.money(d)} × {self.pick(['比例', '比率', '1.5', '30%', '等级'])}",
            lambda d: f"{self.pick(['较高', '较低'])}({self.money(d)}, {self.money(d)}, {self.money(0)})",
            lambda d: f"限于({self.money(d)}, {self.money(0)}, {self.money(0)})",
            lambda d: f"如果({self.truth(d)}, {self.money(d)}, {self.money(d)})",
            lambda d: f"首个已知({self.money(d)}, {self.money(d)}, {self.money(0)})",
            lambda d: f"津贴[{self.choice(d)}, {self.pick(['等级', '限于(户数, 0, 5)'])}]",
            lambda d: f"在岗表[{self.truth(d)}]",
            lambda d: f"证书表[最高({self.chosen(d)})]",
            lambda _: f"分级累进({self.pick(['工资', '差额', *self.formulas(Kind.MONEY)])}, 税率)",
            lambda d: f"-{self.money(d)}",
        )

    def number(self, depth: int) -> str:
        leaves = [
            "户数",
            "得分",
            "比例",
            "等级",
            "步长",
            "0",
            "3",
            "2.5",
            "40%",
            *self.formulas(Kind.NUMBER) * 2,
        ]
        return self.grow(
            depth,
            [*leaves, *self.carried(Kind.NUMBER)],
            lambda d: f"({self.number(d)} {self.pick('+-')} {self.number(d)})",
            lambda d: f"{self.number(d)} × {self.pick(['比率', '1.5', '2', '等级'])}",
            lambda d: f"{self.pick(['较高', '较低'])}({self.number(d)}, {self.number(d)})",
            lambda d: f"如果({self.truth(d)}, {self.number(d)}, {self.number(d)})",
            lambda d: f"首个已知({self.number(d)}, {self.number(d)})",
            lambda d: f"每满({self.number(d)}, {self.pick(['步长', '份数', '0.5', '3'])})",
            lambda d: f"每满({self.money(d)}, 500元)",
            lambda d: f"{self.pick(['向上取整', '向下取整', '四舍五入'])}({self.quotient(d)})",
            lambda d: f"{self.pick(['向上取整', '向下取整', '四舍五入'])}({self.number(d)})",
            lambda d: f"每满(整年({self.month(d)}, {self.month(d)}), 1年)",
            lambda d: f"每满(满月({self.month(d)}, {self.month(d)}), 5个月)",
            lambda d: f"第几月({self.month(d)})",
            lambda d: f"{self.pick(['个数', '最高'])}({self.chosen(d)})",
            lambda d: f"起点[{self.choice(d)}]",
            lambda d: f"分档({self.number(d)}, 档次)",
            lambda d: f"-{self.number(d)}",
        )

    def quotient(self, depth: int) -> str:
        """A division of numbers, or of money by money, not yet rounded."""
        if self.draw(st.booleans()):
            return f"{self.money(depth)} / 较高({self.money(0)}, 3元)"
        return f"{self.number(depth)} / {self.divisor(depth)}"

    def divisor(self, depth: int) -> str:
        return self.pick(["份数", "步长", "等级", "21.75", "3", f"较高({self.number(depth)}, 1)"])

    def truth(self, depth: int) -> str:
        return self.grow(
            depth,
            ["在岗", "试用", "开关", "是", "否", "方式 = 补足", *self.formulas(Kind.TRUTH)],
            lambda d: f"{self.money(d)} {self.pick(COMPARISONS)} {self.money(d)}",
            lambda d: f"{self.number(d)} {self.pick(COMPARISONS)} {self.number(d)}",
            lambda d: f"{self.month(d)} {self.pick(COMPARISONS)} {self.month(d)}",
            lambda d: f"{self.choice(d)} {self.pick(COMPARISONS)} {self.pick(POST.domain)}",
            lambda d: f"{self.choice(d)} {self.pick(COMPARISONS)} {self.choice(d)}",
            lambda d: f"{self.chosen(d)} {self.pick(['=', '≠'])} {self.chosen(d)}",
            lambda d: f"({self.truth(d)} {self.pick(['且', '或'])} {self.truth(d)})",
            lambda d: f"(非 {self.truth(d)})",
            lambda d: f"(({self.truth(d)}) = ({self.truth(d)}))",
            lambda d: f"含({self.chosen(d)}, {self.pick(CERTIFICATE.domain)})",
            lambda d: f"属于({self.choice(d)}, 社区正职, 社区副职)",
            lambda d: f"已知({self.pick([self.money(d), self.number(d), self.truth(d), self.month(d)])})",
        )

    def choice(self, depth: int) -> str:
        return self.grow(
            depth,
            ["岗位类别", "拟任类别", *self.formulas(Kind.CHOICE)],
            lambda d: f"如果({self.truth(d)}, {self.choice(d)}, {self.choice(d)})",
            lambda d: f"首个已知({self.choice(d)}, {self.choice(d)})",
        )

    def chosen(self, depth: int) -> str:
        return self.grow(
            depth,
            ["证书", "新证书", *self.formulas(Kind.SET)],
            lambda d: f"如果({self.truth(d)}, {self.chosen(d)}, {self.chosen(d)})",
        )

    def month(self, depth: int) -> str:
        return self.grow(
            depth,
            ["入职", "转任", "本月", "年月(2023, 7)", *self.formulas(Kind.MONTH)],
            lambda d: f"如果({self.truth(d)}, {self.month(d)}, {self.month(d)})",
            lambda d: f"首个已知({self.month(d)}, {self.month(d)})",
        )

    def formula(self, name: str, depth: int) -> Formula:
        """One more formula, which those after it may read."""
        kind = self.draw(st.sampled_from((Kind.MONEY, Kind.NUMBER) * 3 + tuple(Kind)))
        text, rounding = self.result(kind, depth)
        sometimes = kind not in (Kind.CHOICE, Kind.MONTH) and self.draw(st.integers(0, 3)) == 0
        only_if = self.truth(1) if sometimes else None
        self.named.setdefault(kind, []).append(name)
        return Formula(name, Entity.PERSON, text, CITED, rounding, only_if)

    def result(self, kind: Kind, depth: int) -> tuple[str, str | None]:
        if kind is Kind.MONEY:
            text = self.grow(
                depth,
                [self.money(depth)],
                lambda d: f"{self.money(d)} / {self.divisor(1)}",
                lambda d: f"按比例({self.money(d)}, {self.pick(['户数', '等级', '0.5'])}, {self.divisor(1)})",
            )
            return text, self.pick(MONEY_ROUNDINGS)
        if kind is Kind.NUMBER:
            return self.grow(depth, [self.number(depth)], self.quotient), self.pick(NUMBER_ROUNDINGS)
        written = {
            Kind.TRUTH: self.truth,
            Kind.CHOICE: self.choice,
            Kind.SET: self.chosen,
            Kind.MONTH: self.month,
        }
        return written[kind](depth), None


def declared(draw: st.DrawFn) -> list[FactDeclaration]:
    """The facts, the widest of them now narrower, now wider than 32 bits."""
    most = draw(st.sampled_from([3_000_000, HALF_WIDE - 1, HALF_WIDE, 10**11]))
    least = draw(st.sampled_from([0, -50, -HALF_WIDE]))
    kinds = {
        "工资": ValueType(Kind.MONEY, lo=0, hi=most),
        "差额": ValueType(Kind.MONEY, lo=-500_000, hi=500_000),
        "户数": ValueType(Kind.NUMBER, lo=least, hi=2000),
        "得分": ValueType(Kind.NUMBER, scale=1, lo=-1000, hi=1000),
        "比例": RATE,
        "等级": LEVEL,
        "份数": PARTS,
        "在岗": YES,
        "试用": YES,
        "岗位类别": POST,
        "拟任类别": POST,
        "证书": CERTIFICATE,
        "新证书": set_type(CERTIFICATE.domain),
        "入职": ENTRY,
        "转任": ENTRY,
    }
    return [fact(name, kind) for name, kind in kinds.items()]


def set_values(luck: Random) -> tuple[list[Parameter], list[Table]]:
    """Parameters and tables; some change in the middle of the year."""

    def cell(kind: ValueType) -> int:
        return luck.choice([kind.lo, kind.hi, luck.randint(kind.lo, kind.hi)])

    money = ValueType(Kind.MONEY, lo=0, hi=1_000_000)
    parameters = [
        parameter("基数", money, cell(money), (MIDYEAR, cell(money))),
        parameter("比率", RATE, cell(RATE)),
        parameter("步长", STEP, cell(STEP), (MIDYEAR, cell(STEP))),
        parameter("方式", WAY, cell(WAY)),
        parameter("开关", YES, cell(YES), (MIDYEAR, cell(YES))),
    ]
    points = ValueType(Kind.NUMBER, scale=1, lo=-(10**15), hi=10**15)
    tables = [
        lookup("起点", ["岗位类别"], LEVEL, {(post,): cell(LEVEL) for post in POST.domain}),
        lookup(
            "津贴",
            ["岗位类别", "等级"],
            ALLOWANCE,
            {(post, str(n)): cell(ALLOWANCE) for post in POST.domain for n in range(6)},
        ),
        lookup("在岗表", ["在岗"], ALLOWANCE, {("否",): cell(ALLOWANCE), ("是",): cell(ALLOWANCE)}),
        lookup(
            "证书表", ["证书"], ALLOWANCE, {(name,): cell(ALLOWANCE) for name in ("无", *CERTIFICATE.domain)}
        ),
        steps(
            "档次",
            STEP,
            points,
            (BEGINNING, {points.lo: cell(STEP), 0: cell(STEP), 25: cell(STEP), 5000: cell(STEP)}),
            (MIDYEAR, {points.lo: cell(STEP), 7: cell(STEP)}),
        ),
        scale("税率", (0, 300, 0), (300_000, 1000, 21_000), (1_200_000, 2000, 141_000)),
    ]
    return parameters, tables


@st.composite
def drawn_packs(draw: st.DrawFn, *, carrying: bool, formulas: int = 5, depth: int = 3) -> Drawn:
    """A pack of up to `formulas` formulas; `carrying` lets them see other months, and one surely does."""
    seed = draw(st.integers(0, 2**32))
    grammar = Grammar(draw, carrying)
    written = [grammar.formula(f"式{n}", depth) for n in range(draw(st.integers(1, formulas)))]
    kinds = {name: kind for kind, names in grammar.named.items() for name in names}
    if seen := grammar.carried(Kind.MONEY) or grammar.carried(Kind.NUMBER):
        written.append(Formula("末式", Entity.PERSON, draw(st.sampled_from(seen)), CITED))
        kinds["末式"] = Kind.MONEY if grammar.carried(Kind.MONEY) else Kind.NUMBER
    parameters, tables = set_values(Random(seed))
    return Drawn(pack(declared(draw), written, parameters, tables), kinds, seed)


def people(
    facts: Mapping[str, FactDeclaration], count: int, months: int, luck: Random
) -> list[list[dict[str, int | None]]]:
    """Raw facts of some people month by month: missing, at the ends of their ranges, or between."""

    def value(kind: ValueType) -> int | None:
        return luck.choice([None, kind.lo, kind.hi, *(luck.randint(kind.lo, kind.hi) for _ in range(4))])

    first = [{name: value(each.type) for name, each in facts.items()} for _ in range(count)]
    found = [first]
    for _ in range(months - 1):
        found.append(
            [
                {
                    name: value(facts[name].type) if luck.random() < 0.2 else raw
                    for name, raw in person.items()
                }
                for person in found[-1]
            ]
        )
    return found
