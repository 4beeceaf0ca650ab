"""What is typed into this room's pages, before anything is decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from jishi.access.enums import FieldGroup, Level, Role

Choices = Sequence[tuple[str, str]]


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(label="登录名", max_length=40, widget=forms.TextInput(
        attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
    ))  # fmt: skip
    password = forms.CharField(label="密码", max_length=128, strip=False, widget=forms.PasswordInput(
        attrs={"autocomplete": "current-password"}
    ))  # fmt: skip

    def clean_username(self) -> str:
        """Sign-in names are written small."""
        return str(self.cleaned_data["username"]).lower()


class CodeForm(forms.Form):
    """A one-time code, or a recovery code in its place."""

    code = forms.CharField(label="验证码", max_length=20, widget=forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    ))  # fmt: skip


class PasswordForm(forms.Form):
    """A new password for oneself."""

    old = forms.CharField(label="原密码", max_length=128, strip=False, widget=forms.PasswordInput(
        attrs={"autocomplete": "current-password"}
    ))  # fmt: skip
    new = forms.CharField(label="新密码", max_length=128, strip=False, widget=forms.PasswordInput(
        attrs={"autocomplete": "new-password"}
    ))  # fmt: skip
    again = forms.CharField(label="再输一次新密码", max_length=128, strip=False, widget=forms.PasswordInput(
        attrs={"autocomplete": "new-password"}
    ))  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both times the same."""
        data = super().clean() or self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "两次输入的新密码不一致，请重新输入。")
        return data


def _reason(label: str = "理由") -> forms.CharField:
    return forms.CharField(label=label, max_length=200, widget=forms.TextInput())


def _day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


class ReasonForm(forms.Form):
    """Why something is done, and which version of the account it was decided on."""

    reason = _reason()
    stamp = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label="登录名", max_length=40, help_text="小写字母、数字、点、横线，3 至 40 位。"
    )
    name = forms.CharField(label="姓名", max_length=40)
    unit = forms.ChoiceField(label="所在单位")
    reason = _reason("依据或说明")

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", units)


class MoveForm(ReasonForm):
    """Another unit for an account."""

    unit = forms.ChoiceField(label="调入单位")
    field_order = ("unit", "reason", "stamp")

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", units)


class LinkForm(forms.Form):
    """Whose file an account's owner is."""

    person_uid = forms.CharField(
        label="人员标识",
        max_length=22,
        required=False,
        help_text="从个人档案页的地址中复制；留空则取消关联。",
    )
    stamp = forms.IntegerField(required=False, widget=forms.HiddenInput)


class GrantForm(forms.Form):
    """A role at a unit for some time."""

    role = forms.ChoiceField(label="身份", choices=[("", "请选择"), *Role.choices])
    unit = forms.ChoiceField(label="单位")
    on = _day("起始日期")
    until = _day("最后一天", required=False, hint="留空为长期有效。")
    reason = _reason("依据")
    stamp = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", units)


class DelegationForm(forms.Form):
    """Who acts for oneself, under which duty and how long."""

    grant = forms.ChoiceField(label="交出的身份")
    to = forms.ChoiceField(label="代理人", help_text="同一单位的人员。代理人办理的事项会注明代您办理。")
    on = _day("开始的一天")
    until = _day("最后一天", hint="到期自动结束，也可随时收回。")
    reason = _reason("事由")

    def __init__(self, *args: Any, grants: Choices, deputies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "grant", grants)
        _offer(self, "to", deputies)


class LevelsForm(forms.Form):
    """How much of each field group a role sees; `seen` are the levels the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, levels: Mapping[FieldGroup, Level], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = ",".join(str(int(levels[group])) for group in FieldGroup)
        for group in FieldGroup:
            offered = [level for level in Level if group != FieldGroup.IDENTIFIERS or level <= Level.MASKED]
            self.fields[group.value] = forms.TypedChoiceField(
                label=group.label,
                choices=[(int(level), level.label) for level in offered],
                coerce=lambda text: Level(int(text)),
                initial=int(levels[group]),
            )

    @property
    def levels(self) -> dict[FieldGroup, Level]:
        """The levels chosen."""
        return {group: self.cleaned_data[group.value] for group in FieldGroup}

    @property
    def expected(self) -> dict[FieldGroup, Level]:
        """The levels the page showed."""
        return dict(zip(FieldGroup, self.cleaned_data["seen"], strict=True))

    def clean_seen(self) -> list[Level]:
        """The levels the page showed, as levels."""
        try:
            seen = [Level(int(part)) for part in self.cleaned_data["seen"].split(",")]
        except ValueError:
            seen = []
        if len(seen) != len(FieldGroup):
            raise forms.ValidationError("表单不完整，请刷新页面后重新修改。")
        return seen


def _offer(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", "请选择"), *choices]
