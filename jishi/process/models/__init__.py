"""A case, the seats of its steps, the opinions given, and the questions that stop a clock."""

from jishi.process.models.case import Case
from jishi.process.models.course import Course, SeatPlan, StepPlan
from jishi.process.models.opinion import Opinion, Question
from jishi.process.models.seat import Seat

__all__ = ["Case", "Course", "Opinion", "Question", "Seat", "SeatPlan", "StepPlan"]
