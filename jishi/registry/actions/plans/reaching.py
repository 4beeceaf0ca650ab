"""Planning who somebody is and how they are reached: 基本信息, 联系方式, 本地数据."""

from __future__ import annotations

from datetime import date

from jishi import vault
from jishi.ledger import Refused
from jishi.policy.identifiers import is_mobile, passes_luhn
from jishi.registry.actions.particulars import Described, Figured, Reached
from jishi.registry.actions.plans.draft import Draft, checked_text
from jishi.registry.models import Contact, Figure, Profile
from jishi.registry.selectors.files import PersonFile

TAIL = 4
_EARLIEST_BIRTH = date(1920, 1, 1)
_CARD_LENGTHS = range(12, 20)
_DESCRIBED = (
    "name",
    "sex",
    "birth_on",
    "ethnicity",
    "political_status",
    "native_place",
    "retirement_category",
)


def describe(draft: Draft, what: Described) -> None:
    """Basic facts change."""
    if all(getattr(what, name) is None for name in _DESCRIBED):
        raise Refused("没有填写要变更的内容。请至少填写一项。")
    draft.set_sole(profile_with(draft, what))


def profile_with(draft: Draft, what: Described) -> Profile:
    """The basic facts on the day with what is new.

    Errors: Refused when something needed is still wanting or cannot be.
    """
    held = draft.file.nearest(Profile, draft.on)
    values = {} if held is None else held.content()
    values |= {name: value for name in _DESCRIBED if (value := getattr(what, name)) is not None}
    values.pop("person_id", None)
    values["name"] = checked_text(str(values.get("name") or ""), "name", "请填写姓名。")
    birth_on = values.get("birth_on")
    if birth_on is None:
        raise Refused("请填写出生日期。", field="birth_on")
    if not _EARLIEST_BIRTH <= birth_on < draft.on:
        raise Refused(f"出生日期 {birth_on} 不合常理，请对照证件核对。", field="birth_on")
    return Profile(person=draft.file.person, valid_from=draft.on, **values)


def reach(draft: Draft, what: Reached) -> None:
    """Telephone or bank card change."""
    if what.phone is None and what.bank_card is None and what.bank_name is None:
        raise Refused("没有填写要变更的内容。请填写手机号或银行卡号。")
    draft.set_sole(contact_with(draft, what))


def contact_with(draft: Draft, what: Reached) -> Contact:
    """How somebody is reached on the day with what is new, sealed.

    Errors: Refused for a number that cannot be one.
    """
    held = draft.file.nearest(Contact, draft.on)
    new = Contact(person=draft.file.person, valid_from=draft.on)
    if held is not None:
        for name, value in held.content().items():
            setattr(new, name, value)
        new.person = draft.file.person
    if what.phone is not None:
        _set_phone(new, draft.file, what.phone)
    if what.bank_card is not None:
        _set_card(new, draft.file, what.bank_card)
    if what.bank_name is not None:
        new.bank_name = what.bank_name.strip()
    return new


def _set_phone(contact: Contact, file: PersonFile, written: str) -> None:
    phone = "".join(written.split())
    if phone and not is_mobile(phone):
        raise Refused("手机号应是 1 开头的 11 位数字，请核对。", field="phone")
    contact.phone_sealed = _sealed(phone, file, "phone")
    contact.phone_index = vault.blind_index(phone, field="phone") if phone else ""
    contact.phone_tail = phone[-TAIL:]


def _set_card(contact: Contact, file: PersonFile, written: str) -> None:
    card = "".join(written.split())
    if card and (len(card) not in _CARD_LENGTHS or not passes_luhn(card)):
        raise Refused("银行卡号校验不符，请对照银行卡逐位核对。", field="bank_card")
    contact.bank_card_sealed = _sealed(card, file, "bank_card")
    contact.bank_card_tail = card[-TAIL:]


def _sealed(plain: str, file: PersonFile, field: str) -> str:
    return vault.seal(plain, table="contact", row=file.person.uid, field=field) if plain else ""


def figure(draft: Draft, what: Figured) -> None:
    """A local figure changes, or ends when the new one is empty."""
    draft.employed()
    name = checked_text(what.name, "name", "请选择本地数据的项目。")
    value = " ".join(what.value.split())
    held = next((each for each in draft.file.held(Figure, draft.on) if each.name == name), None)
    if (held.value if held else "") == value:
        raise Refused(f"{draft.who}的“{name}”与现在登记的相同，没有变化，不必再登记。", field="value")
    if held is not None and held.valid_from == draft.on:
        raise Refused(f"{draft.who}在 {draft.on} 已登记过“{name}”。如那一条有误，请更正它。", field="on")
    later = [
        each.valid_from
        for each in draft.file.every(Figure)
        if each.name == name and each.valid_from > draft.on
    ]
    new = Figure(person=draft.file.person, valid_from=draft.on, name=name, value=value)
    if held is not None:
        new.valid_before = held.valid_before
        draft.delta.end(held, draft.on)
    elif later:
        new.valid_before = min(later)
    if value:
        draft.delta.add(new)
