"""The work of a plan: tasks in its text, when they are due, which are done, by which evidence.

A task is a line ``- [ ] Việc (người làm; hạn 30/6/2026)``, ``[x]`` when done, or a row of a table with columns of work, of who
does it and of when. What is done is kept beside the plan (``<plan>.tien-do.yaml``), by the task's words.
"""

from __future__ import annotations

import calendar
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from dan_van import dates, frontmatter
from dan_van.errors import UnknownName, UsageError
from dan_van.files import read_text, write_text
from dan_van.frontmatter import quoted
from dan_van.reports import periods
from dan_van.saying import said
from dan_van.text import collapse_spaces, comparable, fold

SOON = 7
"""Days before the last day on which a task is said to be near."""
_BOX = re.compile(r"^\s*[-+*]\s+\[(?P<mark>[ xX])\]\s+(?P<text>\S.*)$")
_TAIL = re.compile(r"\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*[.;]?\s*$")
_DUE_WORDS = re.compile(r"\b(?:thời hạn|hạn|xong trước|trước ngày|trước|chậm nhất|đến ngày|hoàn thành)\b:?\s*", re.IGNORECASE)
_WORK = ("viec", "noi dung cong viec", "nhiem vu", "noi dung", "cong viec", "ten viec")
_OWNER = (
    "nguoi lam",
    "don vi chu tri",
    "chu tri",
    "co quan chu tri",
    "don vi thuc hien",
    "nguoi thuc hien",
    "phu trach",
    "don vi",
)
_DUE = ("thoi han", "han", "thoi gian", "thoi gian hoan thanh", "han hoan thanh")


class State(StrEnum):
    """How a task stands on a day."""

    DONE = "done"
    LATE = "late"
    SOON = "soon"
    OPEN = "open"
    NO_DATE = "no-date"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "done": said("đã xong"),
            "late": said("quá hạn"),
            "soon": said("sắp đến hạn"),
            "open": said("đang làm"),
            "no-date": said("không có ngày hạn"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work: its number in the plan, from 1, its words, who does it, when as said and as a day, where it stands in the file."""

    number: int
    text: str
    owner: str = ""
    due_said: str = ""
    due: date | None = None
    done: bool = False
    done_on: date | None = None
    evidence: str = ""
    line: int = 0


def state_of(task: Task, on: date, soon: int = SOON) -> State:
    """How a task stands on a day."""
    if task.done:
        return State.DONE
    if task.due is None:
        return State.NO_DATE
    if task.due < on:
        return State.LATE
    return State.SOON if (task.due - on).days <= soon else State.OPEN


def read(path: Path) -> list[Task]:
    """The tasks of a plan's draft, with what is kept beside it. Raises FileProblem, ContentError."""
    matter = frontmatter.parse(read_text(path), str(path))
    issued = str(matter.values.get("issued") or "")
    year = int(issued[:4]) if issued[:4].isdecimal() else None
    kept: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _kept(path):
        kept[comparable(row["task"])].append(row)
    lines = list(_lines(matter.body, matter.body_line))
    alike = Counter(comparable(text) for text, *_ in lines)
    found = []
    for number, (text, owner, due_said, ticked, line) in enumerate(lines, 1):
        task = Task(number, text, owner, due_said, due_day(due_said, year), ticked, line=line)
        words = comparable(text)
        told = next((row for row in kept[words] if alike[words] == 1 or _row_of(task, row)), None)
        if told is not None:
            done_on = date.fromisoformat(told["done"]) if told.get("done") else None
            task = replace(task, done=True, done_on=done_on, evidence=told.get("evidence", ""))
        found.append(task)
    return found


def _row_of(task: Task, row: Mapping[str, str]) -> bool:
    """Whether a row of progress is that task's, of several with the same words."""
    return (row.get("owner", ""), row.get("due", "")) == (task.owner, task.due_said)


def mark_done(path: Path, number: int, on: date, evidence: str = "") -> Task:
    """Keep beside the plan that a task is done. Raises UnknownName, FileProblem, ContentError."""
    tasks = read(path)
    task = next((one for one in tasks if one.number == number), None)
    if task is None:
        raise UnknownName(
            "{path}: không có việc số {number}; kế hoạch có {count} việc.", path=path, number=number, count=len(tasks)
        )
    same = [one for one in tasks if comparable(one.text) == comparable(task.text)]
    kept = [
        row
        for row in _kept(path)
        if comparable(row["task"]) != comparable(task.text) or (len(same) > 1 and not _row_of(task, row))
    ]
    kept.append({"task": task.text, "owner": task.owner, "due": task.due_said, "done": on.isoformat(), "evidence": evidence})
    lines = ["# Việc đã xong của kế hoạch cùng tên, do “dan-van plan done” ghi.\n"]
    for row in kept:
        lines.append(f"- task: {quoted(row['task'])}\n")
        lines += [f"  {key}: {quoted(row[key])}\n" for key in ("owner", "due", "done", "evidence") if row.get(key)]
    write_text(progress_file(path), "".join(lines), force=True)
    return next(one for one in read(path) if one.number == number)


def progress_file(path: Path) -> Path:
    """Where what is done is kept."""
    return path.with_name(f"{path.stem}.tien-do.yaml")


def due_day(said: str, year: int | None) -> date | None:
    """The last day that words of time mean: a day, the end of a month or quarter; None when they give none (``hằng tuần``)."""
    found = next(dates.find(said), None)
    if found and found.date.complete:
        return found.date.complete
    if short := re.search(r"\b(\d{1,2})/(\d{1,2})(?!/?\d)", said):
        day, month = int(short[1]), int(short[2])
        try:
            return date(year, month, day) if year else None
        except ValueError:
            return None
    if re.search(r"\b(?:tháng|quý|năm)\b", said, re.IGNORECASE) and not re.search(
        r"\b(?:hằng|hàng|mỗi)\b", said, re.IGNORECASE
    ):
        said = re.sub(r"\bcuối\s+năm\b", "năm", said, flags=re.IGNORECASE)
        dated = said if re.search(r"(?:19|20)\d\d", said) else f"{said} {year}" if year else ""
        try:
            return periods.read(dated).ends if dated else None
        except UsageError:
            named = re.search(r"tháng\s*(\d{1,2})", said, re.IGNORECASE)
            if named and year and 1 <= int(named[1]) <= 12:
                return date(year, int(named[1]), calendar.monthrange(year, int(named[1]))[1])
    return None


def _lines(body: str, first_line: int) -> Iterator[tuple[str, str, str, bool, int]]:
    """Text, owner, time as said, ticked, line."""
    columns: tuple[int, int | None, int | None] | None = None
    for number, line in enumerate(body.split("\n"), first_line):
        if match := _BOX.match(line):
            text, owner, due = _parted(match["text"])
            yield text, owner, due, match["mark"] != " ", number
        if not line.strip().startswith("|"):
            columns = None
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if columns is None:
            columns = _columns(cells)
        elif columns and not set("".join(cells)) <= set(":- "):
            work, owner_at, due_at = columns
            picked = [cells[place] if place is not None and place < len(cells) else "" for place in (work, owner_at, due_at)]
            if picked[0]:
                yield collapse_spaces(picked[0].replace("*", "")), picked[1], picked[2], False, number


def _columns(cells: Sequence[str]) -> tuple[int, int | None, int | None] | None:
    said = [" ".join(fold(cell.replace("*", "")).split()) for cell in cells]

    def place(titles: tuple[str, ...]) -> int | None:
        return next((index for title in titles for index, cell in enumerate(said) if cell == title), None)

    work, owner, due = place(_WORK), place(_OWNER), place(_DUE)
    return None if work is None or (owner is None and due is None) else (work, owner, due)


def _parted(text: str) -> tuple[str, str, str]:
    """A task's words, its owner and its time, which stand in brackets at the end."""
    match = _TAIL.search(text)
    if match is None or (
        ";" not in match["inside"] and not _DUE_WORDS.search(match["inside"]) and not re.search(r"\d/", match["inside"])
    ):
        return collapse_spaces(text).rstrip("."), "", ""
    owner = due = ""
    for part in map(str.strip, match["inside"].split(";")):
        if _DUE_WORDS.search(part) or re.search(r"\d{1,2}/\d|\b(?:tháng|quý|hằng|hàng)\b", part, re.IGNORECASE):
            due = due or _DUE_WORDS.sub("", part).strip()
        else:
            owner = owner or re.sub(r"^(?:chủ trì|người làm|phụ trách):?\s*", "", part, flags=re.IGNORECASE)
    return collapse_spaces(text[: match.start()]).rstrip(". "), owner, due


def _kept(path: Path) -> list[dict[str, str]]:
    """What is kept of a plan's progress: one row a task. Raises UsageError for a file that is not such."""
    file = progress_file(path)
    if not os.path.isfile(file):
        return []
    import yaml

    try:
        loaded = yaml.load(read_text(file), Loader=yaml.BaseLoader) or []
        if not isinstance(loaded, list):
            raise TypeError
        rows = [{key: str(value) for key, value in one.items()} for one in loaded if isinstance(one, Mapping)]
        for row in rows:
            date.fromisoformat(row["done"] if row["task"] and "done" in row else "2000-01-01")
        return rows
    except (yaml.YAMLError, KeyError, TypeError, ValueError):
        raise UsageError(
            "{file}: tệp tiến độ bị sửa hỏng. Sửa lại, hoặc xóa đi rồi ghi lại bằng “dan-van plan done”.", file=file
        ) from None
