"""Reading what was typed about places; whether it may be so is decided by `jishi.places.actions`."""

from jishi.places.forms.founding import FoundForm
from jishi.places.forms.mergers import DissolveForm, MergeForm, SplitForm
from jishi.places.forms.said import (
    BodyForm,
    CountForm,
    FigureForm,
    StarForm,
    TagEndForm,
    TagForm,
)
from jishi.places.forms.standings import CorrectForm, MoveForm, PlaceForm, RenameForm, WithdrawForm

__all__ = [
    "BodyForm",
    "CorrectForm",
    "CountForm",
    "DissolveForm",
    "FigureForm",
    "FoundForm",
    "MergeForm",
    "MoveForm",
    "PlaceForm",
    "RenameForm",
    "SplitForm",
    "StarForm",
    "TagEndForm",
    "TagForm",
    "WithdrawForm",
]
