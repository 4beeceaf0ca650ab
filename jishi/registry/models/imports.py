"""An import of somebody's own workbook and its rows: what was found in each and what became of it.

Names and numbers of people stand here sealed alone; the workbook itself lies sealed beside the database and
goes when the import has ended.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from jishi.jobs.models import Job
from jishi.places.models import Unit, UnitChange
from jishi.registry.enums import ImportKind, ImportState, RowState
from jishi.registry.models.person import Person


class ImportJob(models.Model):
    """导入: one upload from dropping the file to the day it can no longer be undone.

    `outline_sealed` holds titles and masked samples, `edits_sealed` cells put right on screen; `mapping` is
    by sheet and column. `round` grows with every check, so that a double click starts one job.
    """

    kind = models.CharField("内容", max_length=8, choices=ImportKind)
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="区")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="导入单位")
    account = models.CharField("账号", max_length=40)
    name = models.CharField("导入人", max_length=40)
    filename = models.CharField("文件名", max_length=80)
    suffix = models.CharField("格式", max_length=8)
    stored = models.CharField("存放", max_length=40, blank=True)  # empty once the file is gone
    seal_key = models.CharField("封存标识", max_length=40)
    outline_sealed = models.TextField("表样（密）", blank=True)
    edits_sealed = models.TextField("改动（密）", blank=True)
    mapping = models.JSONField("对应关系", default=dict)
    accepted = models.JSONField("确认新建的街道", default=list)
    since = models.DateField("起始日期")  # from when places stand, and what is new of known people holds
    state = models.CharField("状态", max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    round = models.PositiveIntegerField("核对次数", default=0)
    counts = models.JSONField("结果", default=dict)
    failure = models.CharField("未完成的原因", max_length=300, blank=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+", verbose_name="后台任务")
    created_at = models.DateTimeField("上传时间")
    imported_at = models.DateTimeField("首次导入时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "导入"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["district", "-id"])]

    def __str__(self) -> str:
        return self.filename


class ImportRow(models.Model):
    """导入行: one row of a sheet, by the number the spreadsheet shows. `problems` mask what they show.

    `changes` are the changes of the person the row recorded; `cells_sealed` is filled where it has faults.
    """

    of = models.ForeignKey(ImportJob, models.CASCADE, related_name="rows", verbose_name="导入")
    sheet = models.CharField("表", max_length=8)
    number = models.PositiveIntegerField("行号")
    state = models.CharField("状态", max_length=8, choices=RowState)
    problems = models.JSONField("问题", default=list)
    cells_sealed = models.TextField("内容（密）", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    changes = models.JSONField("登记的异动", default=list)

    class Meta:
        verbose_name = "导入行"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["of", "sheet", "number"], name="one_row_a_number")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["of", "state"])]


class ImportedPlace(models.Model):
    """导入的组织调整: a change of places an import made, so that it can be taken back."""

    of = models.ForeignKey(ImportJob, models.CASCADE, related_name="places", verbose_name="导入")
    change = models.ForeignKey(UnitChange, models.PROTECT, related_name="+", verbose_name="组织调整")

    class Meta:
        verbose_name = "导入的组织调整"


class RememberedMapping(models.Model):
    """记住的对应关系: how a district's own workbook is read, known again by its titles."""

    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="区")
    signature = models.CharField("表头标识", max_length=64)
    mapping = models.JSONField("对应关系")
    by = models.CharField("记住人", max_length=40)
    at = models.DateTimeField("记住时间")

    class Meta:
        verbose_name = "记住的对应关系"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["district", "signature"], name="one_mapping_a_header")
        ]
