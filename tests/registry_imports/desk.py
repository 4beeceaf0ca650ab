"""Somebody at the import centre: what they send, what they decide, and the worker that carries it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jishi.access.enums import Role
from jishi.jobs.actions import carrying
from jishi.jobs.enums import JobState
from jishi.jobs.models import Job
from jishi.places.models import Unit
from jishi.registry.actions.imports import files
from jishi.registry.models import ImportJob, ImportRow
from tests.registry_people.cast import Cast


class Desk:
    """One account at work on imports."""

    def __init__(self, cast: Cast, role: Role = Role.SOCIAL_WORK, unit: Unit | None = None) -> None:
        self.cast = cast
        self.client: Client = cast.client(role, unit)

    def send(self, content: bytes, kind: str = "roster", name: str = "在册.xlsx", **more: Any) -> Any:
        """Send a file in; gives the answer."""
        form = {"file": SimpleUploadedFile(name, content), "since": str(self.since(kind)), **more}
        return self.client.post(f"/imports/new/{kind}/", form)

    def since(self, kind: str) -> date:
        """The day the form is filled in with."""
        return date(2015, 1, 1) if kind == "places" else self.cast.today

    def checked(
        self, content: bytes, kind: str = "roster", name: str = "在册.xlsx", **choices: str
    ) -> ImportJob:
        """Send a file in, decide its columns as proposed or otherwise, and let it be checked."""
        answer = self.send(content, kind, name)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        of = ImportJob.objects.latest("pk")
        self.decide(of, remember=False, **choices)
        return self.now(of)

    def decide(self, of: ImportJob, *, remember: bool = False, **choices: str) -> Any:
        """Decide the columns: as proposed but for those named by their title."""
        form = {
            f"m:{sheet['sheet']}:{column['index']}": choices.get(
                column["title"], of.mapping[sheet["sheet"]][str(column["index"])]
            )
            for sheet in files.outline_of(of)
            for column in sheet["columns"]
        }
        answer = self.client.post(
            f"/imports/{of.pk}/columns/", form | ({"remember": "1"} if remember else {})
        )
        work()
        return answer

    def do(self, of: ImportJob, step: str) -> Any:
        """Take a step and let the worker carry it."""
        answer = self.client.post(f"/imports/{of.pk}/do/{step}/")
        work()
        return answer

    def read(self, path: str) -> str:
        """What a page says."""
        return str(self.client.get(path).content.decode())

    def now(self, of: ImportJob) -> ImportJob:
        """The import as it is by now."""
        return ImportJob.objects.get(pk=of.pk)


def work() -> None:
    """Carry whatever waits."""
    for pk in list(Job.objects.filter(state=JobState.QUEUED).order_by("pk").values_list("pk", flat=True)):
        carrying.carry(pk, worker="tests", clock=timezone.now)
        job = Job.objects.get(pk=pk)
        assert "任务出错" not in job.failure, job.failure


def row_of(of: ImportJob, number: int, sheet: str = "花名册") -> ImportRow:
    """One row of an import."""
    return ImportRow.objects.get(of=of, number=number, sheet=sheet)


def sentences(row: ImportRow) -> str:
    """What a row is told to have wrong."""
    return "".join(f"{what}。{remedy}。" for _, _, _, what, remedy in row.problems)
