"""The addresses of sign-in, one's own account, accounts and rights (P86) and the audit (P85)."""

from __future__ import annotations

from django.urls import path

from jishi.access.views import accounts, audit, enrolment, grants, me, roles, signin

app_name = "access"

urlpatterns = [
    path("login/", signin.login, name="login"),
    path("login/code/", signin.code, name="code"),
    path("login/enrol/", enrolment.enrol, name="enrol"),
    path("login/password/", signin.password, name="password"),
    path("login/landing/", signin.landing, name="landing"),
    path("logout/", signin.logout, name="logout"),
    path("account/", me.me, name="me"),
    path("account/duty/", me.switch, name="switch"),
    path("account/delegate/", me.delegate, name="delegate"),
    path("account/delegations/<int:grant_id>/end/", me.end_delegation, name="delegation_end"),
    path("account/recovery-codes/", enrolment.renew_codes, name="codes"),
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path("accounts/of/<str:username>/", accounts.account, name="account"),
    path("accounts/of/<str:username>/password/", accounts.password_reset, name="password_reset"),
    path("accounts/of/<str:username>/switch/", accounts.account_switch, name="account_switch"),
    path("accounts/of/<str:username>/move/", accounts.account_move, name="account_move"),
    path("accounts/of/<str:username>/link/", accounts.account_link, name="account_link"),
    path("accounts/of/<str:username>/grant/", grants.grant_new, name="grant_new"),
    path("accounts/of/<str:username>/device/", grants.factor_reset, name="factor_reset"),
    path("grants/<int:grant_id>/revoke/", grants.grant_revoke, name="grant_revoke"),
    path("grants/<int:grant_id>/simulate/", grants.simulate, name="simulate"),
    path("roles/", roles.role_matrix, name="roles"),
    path("roles/<int:district_id>/<slug:role>/", roles.role_levels, name="role_levels"),
    path("roles/<int:district_id>/<slug:role>/reset/", roles.role_reset, name="role_reset"),
    path("lockouts/", grants.lockout_list, name="lockouts"),
    path("lockouts/<str:username>/release/", grants.lockout_release, name="lockout_release"),
    path("audit/", audit.audit, name="audit"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
    path("audit/export/", audit.audit_export, name="audit_export"),
]
