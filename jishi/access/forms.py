"""What is typed into this room's pages, before anything is decided about it."""

from __future__ import annotations

from django import forms


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(label="登录名", max_length=40, strip=True)
    password = forms.CharField(label="密码", max_length=128, strip=False, widget=forms.PasswordInput)

    @property
    def credentials(self) -> dict[str, str]:
        """Name and password as typed."""
        return {"username": self.cleaned_data["username"], "password": self.cleaned_data["password"]}
