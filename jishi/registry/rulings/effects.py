"""What a change brings about by the policy, before anybody has agreed to it.

Grade and pay are those of the first whole month in which the change counts: in a month cut in two, a figure
would show the cut rather than the change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jishi.ledger import Refused
from jishi.ledger.models import FOREVER
from jishi.places.rulings import pack_of
from jishi.policy.errors import PolicyError
from jishi.policy.money import show_yuan
from jishi.policy.pack.model import BLANK, Pack
from jishi.policy.period import ONE_DAY, Month
from jishi.registry.enums import Keeper
from jishi.registry.models import Contract, Employment, GradeHeld
from jishi.registry.rulings.estimates import Estimate, PayEstimate, estimates
from jishi.registry.rulings.headroom import headroom
from jishi.registry.rulings.panel import NOTHING, Effect, Tone
from jishi.registry.rulings.records import communities_of, records_of
from jishi.registry.rulings.terms import PackTerms, custody_clause, terms_of
from jishi.registry.selectors.files import PersonFile


def effects(before: PersonFile, after: PersonFile, on: date) -> tuple[Effect, ...]:
    """What a change of a file brings about: grade, pay, quota, contract, custody.

    What cannot be told says which fact or 待填 is missing; it is never zero.
    """
    try:
        pack = pack_of(after.person.district)
    except Refused as refusal:
        return (Effect("等级与工资", NOTHING, NOTHING, refusal.sentence, tone=Tone.UNKNOWN),)
    except PolicyError as error:
        note = f"本区的政策包读不出来（{error.what}），请系统管理员检查。"
        return (Effect("等级与工资", NOTHING, NOTHING, note, tone=Tone.UNKNOWN),)
    return tuple(_effects(pack, before, after, on))


def _effects(pack: Pack, before: PersonFile, after: PersonFile, on: date) -> Iterator[Effect]:
    district = after.person.district
    month = Month.of(on) + 1
    communities = communities_of(district, on)
    both = records_of({"before": before, "after": after}, month.first_day, communities=communities)
    then, now = estimates(pack, both, month)
    yield _grade(pack, before, after, (then, now), month)
    yield _pay(pack, then.pay, now.pay, month)
    yield from headroom(pack, district, communities, (before, after), on)
    yield _contract(pack, before, after, on)
    yield _custody(pack, terms_of(district), before, after, on)


def _grade(
    pack: Pack, before: PersonFile, after: PersonFile, both: tuple[Estimate, Estimate], month: Month
) -> Effect:
    then, now = (each.grade for each in both)
    clause = ""
    if pack.grade is not None and pack.grade.grade in pack.formulas:
        clause = "、".join(pack.formulas[pack.grade.grade].citation.refs)
    if now is None:
        return Effect("等级", str(then or NOTHING), NOTHING, "不再在岗，等级终止。" if then else "", clause)
    day = month.first_day
    held = [each.sole(GradeHeld, day) for each in (before, after)]
    told = [f"；核定 {each.grade} 级" if each else "" for each in held]
    notes = [f"按 {day} 的情况测算"]
    if now.next_on is not None:
        notes.append(f"下一级预计 {now.next_on}")
    elif now.grade is not None and now.grade == now.high:
        notes.append(f"已达本岗上限 {now.high} 级")
    confirmed = held[1].grade if held[1] else None
    if confirmed is not None and now.grade is not None and confirmed != now.grade:
        notes.append(f"与核定的 {confirmed} 级不一致，工资按核定等级，请另行报批")
    lower = then is not None and then.grade is not None and now.grade is not None and now.grade < then.grade
    tone = Tone.UNKNOWN if now.grade is None else Tone.CAUTION if lower else Tone.PLAIN
    before_text = f"{then}{told[0]}" if then else NOTHING
    return Effect("等级", before_text, f"{now}{told[1]}", "，".join(notes) + "。", clause, tone)


def _pay(pack: Pack, then: PayEstimate | None, now: PayEstimate | None, month: Month) -> Effect:
    clause = ""
    if pack.pay is not None and pack.pay.items:
        clause = "、".join(pack.pay.items[0].citation.refs)
    if now is None:
        return Effect("工资", str(then or NOTHING), "停发" if then else NOTHING, clause=clause)
    note, tone = f"按 {month} 整月测算", Tone.PLAIN
    if now.gross is None:
        tone = Tone.UNKNOWN
    elif then is not None and then.gross is not None:
        difference = now.gross - then.gross
        note += (
            f"，每月{'增加' if difference > 0 else '减少'} {show_yuan(abs(difference))}"
            if difference
            else "，不变"
        )
        tone = Tone.CAUTION if difference < 0 else Tone.GOOD if difference else Tone.PLAIN
    return Effect("工资", str(then or NOTHING), str(now), f"{note}。", clause, tone)


def _contract(pack: Pack, before: PersonFile, after: PersonFile, on: date) -> Effect:
    then_text, now_text = (_contract_text(each, on) for each in (before, after))
    employment = after.employed(on)
    rule = next(
        (each for each in pack.lists.contract_rules if employment and employment.channel in each.applies),
        None,
    )
    clause = "、".join(rule.citation.refs) if rule else ""
    if employment is None:
        return Effect("合同", then_text, "终止" if then_text != NOTHING else NOTHING, clause=clause)
    asked = f"按规定签{rule.kind}，{rule.term}" if rule and BLANK not in (rule.kind, rule.term) else ""
    then = before.employed(on)
    if then is not None and then.managing_unit_id != employment.managing_unit_id:
        note = "管理主体变了，请核对合同的签约方是否要变更。"
        return Effect("合同", then_text, now_text, note, clause, Tone.CAUTION)
    if now_text == NOTHING:
        return Effect(
            "合同",
            then_text,
            now_text,
            f"还没有登记合同。{asked}{'。' if asked else ''}",
            clause,
            Tone.CAUTION,
        )
    return Effect("合同", then_text, now_text, f"{asked}。" if asked else "", clause)


def _contract_text(file: PersonFile, on: date) -> str:
    held = file.held(Contract, on)
    if not held or file.employed(on) is None:
        return NOTHING
    last = max(held, key=lambda each: each.valid_before)
    ends = "无固定期限" if last.valid_before == FOREVER else f"至 {last.valid_before - ONE_DAY}"
    return f"{last.kind}{ends}"


def _custody(pack: Pack, terms: PackTerms, before: PersonFile, after: PersonFile, on: date) -> Effect:
    keepers = [_keeper(terms, each, on) for each in (before, after)]
    then_text, now_text = (str(keeper.label) if keeper else NOTHING for keeper in keepers)
    clause = custody_clause(pack, keepers[1]) if keepers[1] else ""
    if None not in keepers and keepers[0] != keepers[1]:
        note = f"需把档案从{then_text}转递到{now_text}，附清单和回执。"
        return Effect("档案保管", then_text, now_text, note, clause, Tone.CAUTION)
    note = "" if clause else "政策包没有写明由谁保管，按街道保管处理。"
    return Effect("档案保管", then_text, now_text, note if keepers[1] else "", clause)


def _keeper(terms: PackTerms, file: PersonFile, on: date) -> Keeper | None:
    """Who keeps the file on a day; nobody's yet before the first employment."""
    if not file.every(Employment):
        return None
    return terms.keeper(post.position for post in file.posts(on))


__all__ = ["Effect", "Tone", "effects"]
