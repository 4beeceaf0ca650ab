"""The addresses of the to-do centre, of cases and of flows."""

from __future__ import annotations

from django.urls import path

from jishi.process.views import acting, batch, case, flows, todo

app_name = "process"

urlpatterns = [
    path("todo/", todo.tasks, name="tasks"),
    path("todo/done/", todo.done, name="done"),
    path("todo/started/", todo.started, name="started"),
    path("todo/drafts/", todo.drafts, name="drafts"),
    path("todo/agree/", batch.agree, name="agree-many"),
    path("cases/<int:pk>/", case.case, name="case"),
    path("cases/<int:pk>/sheet/", case.sheet, name="case-sheet"),
    path("cases/<int:pk>/evidence/", case.evidence, name="case-evidence"),
    path("cases/<int:pk>/opinion/", acting.opinion, name="case-opinion"),
    path("cases/<int:pk>/ask/", acting.ask, name="case-ask"),
    path("cases/<int:pk>/answer/", acting.answer, name="case-answer"),
    path("cases/<int:pk>/remind/", acting.remind, name="case-remind"),
    path("cases/<int:pk>/withdraw/", acting.withdraw, name="case-withdraw"),
    path("flows/", flows.flows, name="flows"),
]
