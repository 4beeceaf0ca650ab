"""A platform of its own for tests that kill: `prepare`, `carry`, `tell`, each a process on one database."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402 # settings come first
from django.utils import timezone  # noqa: E402 # settings come first

from jishi.audit.models import Event  # noqa: E402 # settings come first
from jishi.jobs.actions import carrying  # noqa: E402 # settings come first
from jishi.jobs.models import Job  # noqa: E402 # settings come first
from jishi.registry.models import Employment, ImportJob, Person  # noqa: E402 # settings come first
from tests.registry_imports import books  # noqa: E402 # settings come first
from tests.registry_imports.desk import Desk  # noqa: E402 # settings come first
from tests.registry_people.cast import build_cast  # noqa: E402 # settings come first


def prepare(people: int) -> None:
    """A district with a roster checked and its taking in asked for."""
    from django.conf import settings

    settings.REQUIRE_TOTP = False
    call_command("migrate", verbosity=0)
    desk = Desk(build_cast())
    of = desk.checked(books.roster([books.person(f"甲{n}") for n in range(people)]))
    desk.client.post(f"/imports/{of.pk}/do/take-in/")


def carry(later: int) -> None:
    """Carry the job, by a clock so many seconds ahead: the lease of a killed worker has run out by then."""
    job = Job.objects.get(kind="import-take-in")
    carrying.carry(job.pk, worker=f"w{os.getpid()}", clock=lambda: timezone.now() + timedelta(seconds=later))


def tell() -> None:
    """What there is."""
    of = ImportJob.objects.get()
    events = Event.objects.filter(verb="person.take_over")
    taken = sum(int(json.loads(each.particulars)["count"]) for each in events)
    told = {
        "people": Person.objects.count(),
        "numbers": len(set(Person.objects.values_list("worker_number", flat=True))),
        "employed": Employment.objects.known_at(None).count(),
        "done": of.rows.filter(state="done", person__isnull=False).count(),
        "events": taken,
        "job": Job.objects.get(kind="import-take-in").state,
        "state": of.state,
    }
    sys.stdout.write(json.dumps(told) + "\n")


_VERBS = {"prepare": prepare, "carry": carry}

if __name__ == "__main__":
    if sys.argv[1] == "tell":
        tell()
    else:
        _VERBS[sys.argv[1]](int(sys.argv[2]))
