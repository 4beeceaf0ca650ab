"""The platform behind the command line: Django started when a command needs it, and how its database stands.

Only this module and those that name it import Django, and only when they run: commands on files start at
once and need no database.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click

from jishi.cli.exit_codes import ExitCode

_KNOCK_SECONDS = 5
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class NotReady(click.ClickException):
    """The database cannot be used as it is; the message says what to do."""

    exit_code = int(ExitCode.DATABASE)


def connect() -> None:
    """Start Django with the platform's settings; a second time does nothing.

    Errors: NotReady.
    """
    import django
    from django.apps import apps
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.settings")
    try:
        if not apps.ready:
            django.setup()
    except ImproperlyConfigured as error:
        raise NotReady(f"设置有误：{error}") from None
    except OSError as error:
        raise NotReady(f"JISHI_HOME 不能用：{error}。请换一个能写的文件夹。") from None


def on_the_platform(command: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """A command that starts Django first and tells a database out of reach in a sentence."""

    @wraps(command)
    def started(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        connect()
        from django.db import OperationalError

        try:
            _knock()
            return command(*args, **kwargs)
        except OperationalError as error:
            told = str(error).strip().partition("\n")[0].rstrip("。. ")
            raise NotReady(f"连不上数据库：{told}。请核对 DATABASE_URL，确认数据库已启动。") from None

    return started


def _knock() -> None:
    """Open one connection to a server and close it: a pool would wait half a minute for one not there.

    Errors: OperationalError.
    """
    from django.db import connection

    if connection.vendor == "postgresql":
        import psycopg

        with connection.wrap_database_errors:
            parameters = {**connection.get_connection_params(), "connect_timeout": _KNOCK_SECONDS}
            psycopg.connect(**parameters).close()


def missing_migrations() -> list[str]:
    """The steps by which the database is behind the program, in order."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def bring_up_to_date() -> int:
    """Migrate the database; by how many steps it was behind."""
    from django.core.management import call_command

    missing = missing_migrations()
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    return len(missing)


def check_up_to_date() -> None:
    """Refuse a database that is behind the program.

    Errors: NotReady.
    """
    if missing := missing_migrations():
        raise NotReady(
            f"数据库还差 {len(missing)} 步升级（从 {missing[0]} 起）。"
            "请先备份，再运行 jishi migrate；试用请运行 jishi demo。"
        )


def where() -> str:
    """Which database is in use, without the password."""
    from django.db import connection

    settings: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"SQLite {settings['NAME']}"
    return f"PostgreSQL {settings['HOST'] or '本机'}:{settings['PORT'] or 5432}/{settings['NAME']}"
