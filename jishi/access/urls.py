"""The addresses of sign-in, accounts and the audit pages."""

from __future__ import annotations

from django.urls import path

from jishi.access.views import signin

app_name = "access"

urlpatterns = [
    path("login/", signin.login, name="login"),
    path("logout/", signin.logout, name="logout"),
]
