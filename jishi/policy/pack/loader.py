"""Loads a pack: reads its folder and its parents', merges, checks, and builds the typed `Pack`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree
from typing import Any

from jishi.policy.errors import NOWHERE, PackError, Place, did_you_mean
from jishi.policy.pack.build import Lineage, build_pack
from jishi.policy.pack.crosscheck import check_pack
from jishi.policy.pack.merge import (
    CASES,
    CHECKS,
    DOCUMENTS,
    FACTS,
    FLOWS,
    FORMULAS,
    GRADE,
    LISTS,
    MANIFEST,
    PARAMETERS,
    PAY,
    QUOTA,
    TABLES,
    Folder,
    check_unique,
    merge_folders,
    things,
)
from jishi.policy.pack.model import Pack
from jishi.policy.pack.overlay import overlay
from jishi.policy.pack.problems import Problems
from jishi.policy.pack.rigid import check_rigid
from jishi.policy.pack.schema import PackFiles, read_entry
from jishi.policy.pack.source import Map, Seq, read_yaml

LIBRARY = Path(__file__).parents[1] / "packs"
TEMPLATE = LIBRARY / "_template"
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_FILES = (
    MANIFEST, DOCUMENTS, FACTS, PARAMETERS, TABLES, FORMULAS, GRADE, PAY, QUOTA, CHECKS, LISTS, FLOWS, CASES
)  # fmt: skip


def list_packs(library: Path = LIBRARY) -> tuple[str, ...]:
    """The codes of the packs in a library."""
    return tuple(sorted(path.parent.name for path in library.glob(f"[a-z]*/{MANIFEST}")))


def load_pack(code_or_path: str | Path, *, library: Path = LIBRARY) -> Pack:
    """The complete pack of a code in the library, or of a folder; parents come from the library or beside it.

    Errors: PackError or PackErrors with file, line and remedy for everything wrong.
    """
    folders = _lineage(_folder_of(code_or_path, library), library)
    problems = Problems()
    for folder in folders:
        for content in folder.files.values():
            check_unique(content, problems)
    files = read_entry(PackFiles, merge_folders(folders), problems)
    if files is None:
        raise problems.error()
    pack = build_pack(files, _descent(folders), problems)
    problems.close()
    check_pack(pack, problems)
    check_rigid(folders, problems)
    for case in pack.cases:
        with problems.at(case.place, f"算例「{case.title}」"):
            overlay(pack, case.settings)
    problems.close()
    return pack


def new_pack(folder: Path) -> Path:
    """Writes the commented skeleton of a pack into a new folder, whose name becomes the pack's code."""
    code = folder.resolve().name
    if not CODE.fullmatch(code):
        raise PackError(
            f"「{code}」不能作政策包的代码", "请用小写字母、数字和连字符，以字母开头，例如 my-city"
        )
    if folder.exists():
        raise PackError(f"「{folder}」已经存在", "请换一个文件夹名")
    try:
        copytree(TEMPLATE, folder)
        manifest = folder / MANIFEST
        manifest.write_text(manifest.read_text("utf-8").replace(TEMPLATE.name, code), "utf-8")
    except OSError:
        raise PackError(f"不能写入「{folder}」", "请检查上级文件夹是否存在、是否有写入权限") from None
    return folder


def _folder_of(code_or_path: str | Path, library: Path) -> Path:
    known = list_packs(library)
    if code_or_path in known:
        return library / code_or_path
    path = Path(code_or_path)
    if path.is_dir():
        return path
    near = did_you_mean(str(code_or_path), known) or f"可用的有：{'、'.join(known)}。"
    what = f"没有叫「{code_or_path}」的政策包，也没有这个文件夹"
    raise PackError(what, f"{near}自己的政策包请写文件夹路径")


def _lineage(root: Path, library: Path) -> list[Folder]:
    """The folder and all it inherits from, each once, parents before children, left before right."""
    ordered: dict[str, Folder] = {}

    def visit(path: Path, trail: tuple[str, ...]) -> None:
        folder = _read_folder(path)
        for parent, place in _parents(folder):
            if parent in (*trail, folder.code):
                circle = " → ".join((*trail, folder.code, parent))
                raise PackError(f"政策包互相继承：{circle}", "请去掉其中一处继承", place)
            if parent not in ordered:
                visit(_parent_folder(parent, folder, library, place), (*trail, folder.code))
        ordered[folder.code] = folder

    visit(root, ())
    return list(ordered.values())


def _parents(folder: Folder) -> list[tuple[str, Place]]:
    """The parents a manifest names; a misshapen list is left to the check of shapes."""
    manifest = folder.files[MANIFEST]
    written = manifest.get("继承", "")
    place = manifest.places.get("继承", NOWHERE)
    named = zip(written, written.places, strict=True) if isinstance(written, Seq) else [(written, place)]
    return [(parent, at) for parent, at in named if isinstance(parent, str) and parent]


def _parent_folder(code: str, child: Folder, library: Path, place: Place) -> Path:
    for shelf in (library, child.root.parent):
        if CODE.fullmatch(code) and (shelf / code / MANIFEST).is_file():
            return shelf / code
    remedy = did_you_mean(code, list_packs(library)) or "请写政策包的代码，并把它放在同一处"
    raise PackError(f"要继承的政策包「{code}」不存在", remedy, place)


def _read_folder(root: Path) -> Folder:
    """Reads every file of a pack folder; a file with an unknown name would be a rule silently lost."""
    code = root.resolve().name
    present = sorted(path for path in root.iterdir() if path.suffix in (".yaml", ".yml"))
    for path in present:
        if path.name not in _FILES:
            remedy = did_you_mean(path.name, _FILES) or f"可用的文件名：{'、'.join(_FILES)}"
            raise PackError(f"不认识的文件「{path.name}」", remedy, Place(f"{code}/{path.name}"))
    files: dict[str, Any] = {}
    sources = []
    for path in (*present, *sorted((root / "清单").glob("*.yaml"))):
        sources.append(f"{code}/{path.relative_to(root)}")
        content = read_yaml(path, sources[-1])
        if content != "":
            name = path.name if path.parent == root else LISTS
            files[name] = _joined(files[name], content) if name in files else content
    manifest = files.get(MANIFEST)
    if not isinstance(manifest, Map):
        remedy = "请写 格式、名称、代码、类别"
        raise PackError(
            f"政策包缺少「{MANIFEST}」，或它不是一组「键: 值」", remedy, Place(f"{code}/{MANIFEST}")
        )
    if manifest.get("代码", code) != code:
        place = manifest.places["代码"]
        raise PackError(f"代码「{manifest['代码']}」与文件夹名「{code}」不一致", "请改成相同", place)
    return Folder(code, root, files, tuple(sources))


def _joined(lists: Any, more: Any) -> Any:
    """Two files of lists as one; items of the same list follow one another."""
    if not (isinstance(lists, Map) and isinstance(more, Map)):
        return more
    for name, items in more.items():
        if isinstance(items, Seq) and isinstance(lists.get(name), Seq):
            for item, place in zip(items, items.places, strict=True):
                lists[name].put(item, place)
        else:
            lists.put(name, items, more.places[name])
    return lists


def _descent(folders: Sequence[Folder]) -> Lineage:
    writers: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        for section, name, _, _ in things(folder):
            written = f"{section}:{name}"
            writers[written] = (*writers.get(written, ()), folder.code)
    return Lineage(
        codes=tuple(folder.code for folder in folders),
        roots={folder.code: folder.root for folder in folders},
        sources=tuple(source for folder in folders for source in folder.sources),
        writers=writers,
    )
