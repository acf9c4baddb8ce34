"""Tables whose ruled lines are certain: cells from the lines, words into cells, one table over several pages.

Only closed grids of two columns or more count. A cell that spans several columns or rows gives its text once, in its
first place. Where words lie across the lines the grid is no table, and its words stay in the flow.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from dan_van.readers.pdf_lines import join, text_of
from dan_van.readers.pdf_page import Page, Rule, Word

_NEAR = 2.5
_SHORTEST = 6.0
_MAX_RULES = 20_000
_MAX_MERGED = 1_000
_MAX_CELLS = 20_000
_MOST_TABLES = 50  # on one page
_HEAD = 4
_PADDING = 9.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of texts; ``edges`` are the places of its upright lines, ``page`` the last page it stands on."""

    rows: tuple[tuple[str, ...], ...]
    edges: tuple[float, ...]
    page: int
    leads: tuple[tuple[float, ...], ...] = ()
    """Of the first rows, how wide the first word of each cell is."""
    room: tuple[float, ...] = ()
    """Of the last row, how much room the last line of each cell has."""
    dropped: tuple[str, ...] = ()
    """The rows that were left out because the head is printed again on each page."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of one table: upright places, level places, and which cells are parts of one (their first cell)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def area(self) -> float:
        """How much of the page it covers."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell that holds a place."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return self.owner[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]

    def cell_of(self, word: Word) -> tuple[int, int] | None:
        """The cell that holds the middle of a word."""
        return self.cell((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)

    def astride(self, word: Word) -> bool:
        """Whether a word lies across a line between two cells."""
        inset = min(3.0, 0.3 * (word.x1 - word.x0))
        middle = (word.top + word.bottom) / 2
        left, right = self.cell(word.x0 + inset, middle), self.cell(word.x1 - inset, middle)
        return left is not None and right is not None and left != right


def tables_of(page: Page) -> list[tuple[list[int], Table]]:
    """The tables of a page, each with the places in ``page.words`` of the words it took."""
    if len(page.rules) > _MAX_RULES:
        return []
    found = []
    taken: set[int] = set()
    for grid in sorted(islice(_grids(page.rules), _MOST_TABLES), key=lambda grid: grid.area):
        cells: dict[tuple[int, int], list[int]] = {}
        astride = 0
        for index, word in enumerate(page.words):
            place = grid.cell_of(word) if index not in taken else None
            if place is not None:
                cells.setdefault(place, []).append(index)
                astride += grid.astride(word)
        members = sorted(index for indexes in cells.values() for index in indexes)
        if not members or astride > max(1, 0.02 * len(members)):
            continue
        taken.update(members)
        found.append((members, _table(page, grid, cells)))
    return found


def _table(page: Page, grid: Grid, cells: dict[tuple[int, int], list[int]]) -> Table:
    rows: list[tuple[str, ...]] = []
    leads: list[tuple[float, ...]] = []
    room: tuple[float, ...] = ()
    for row in range(len(grid.ys) - 1):
        words = [[page.words[index] for index in cells.get((row, column), ())] for column in range(len(grid.xs) - 1)]
        if not any(words):
            continue
        rows.append(tuple(text_of(cell) for cell in words))
        leads.append(tuple(cell[0].x1 - cell[0].x0 if cell else 0.0 for cell in words))
        room = tuple(grid.xs[column + 1] - cell[-1].x1 if cell else 0.0 for column, cell in enumerate(words))
    return Table(tuple(rows), grid.xs, page.number, tuple(leads[: _HEAD + 1]), room)


def continued(table: Table, other: Table) -> Table | None:
    """Both as one table when the second, on the next page, has the first's columns; else None."""
    if len(table.edges) != len(other.edges):
        return None
    shift = other.edges[0] - table.edges[0]
    if any(abs(b - a - shift) > 2 * _NEAR for a, b in zip(table.edges, other.edges, strict=True)):
        return None
    again = _repeated(table.rows, other.rows)
    rows, more = list(table.rows), list(other.rows[again:])
    if more and rows and _goes_on(table, other, again):
        rows[-1] = tuple(join(above, below) for above, below in zip(rows[-1], more.pop(0), strict=True))
    dropped = (*table.dropped, *("".join(row) for row in other.rows[:again]))
    return Table((*rows, *more), table.edges, other.page, table.leads, other.room, dropped)


def _repeated(rows: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> int:
    """How many of the first rows say again what the head, or the end of it, says."""
    for start in range(min(_HEAD, len(rows))):
        count = 0
        while count < min(_HEAD, len(others), len(rows) - start) and _same(rows[start + count], others[count]):
            count += 1
        if count:
            return count
    return 0


def markdown(table: Table) -> str:
    """The table as a pipe table; columns that hold nothing at all go."""
    used = [index for index in range(len(table.rows[0])) if any(row[index] for row in table.rows)]
    rows = ["| " + " | ".join(row[index].replace("|", "\\|") for index in used) + " |" for row in table.rows]
    return "\n".join([rows[0], "|" + " --- |" * len(used), *rows[1:]])


def _same(row: Sequence[str], other: Sequence[str]) -> bool:
    return any(row) and [text.split() for text in row] == [text.split() for text in other]


def _goes_on(table: Table, other: Table, at: int) -> bool:
    """Whether the row at the top of a page is the rest of the one above.

    It has no number of its own, and every cell goes on with one whose last line was full, or begins in mid phrase.
    """
    row, below = table.rows[-1], other.rows[at]
    if not row[0] or at >= len(other.leads) or len(table.room) != len(row):
        return False
    begun = [column for column, text in enumerate(below) if text]
    amid = any(row[column] and below[column][0].islower() for column in begun)
    full = all(row[column] and table.room[column] - _PADDING < other.leads[at][column] for column in begun)
    return (amid and full) if below[0] else (amid or full)


def _grids(rules: Sequence[Rule]) -> Iterator[Grid]:
    level = _merged([rule for rule in rules if rule.across])
    upright = _merged([rule for rule in rules if not rule.across])
    if len(level) > _MAX_MERGED or len(upright) > _MAX_MERGED:
        return
    for group in _groups(level, upright):
        across = [rule for rule in group if rule.across]
        down = [rule for rule in group if not rule.across]
        xs = _places([rule.at for rule in down])
        ys = _places([rule.at for rule in across])
        if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MAX_CELLS:
            continue
        yield Grid(xs, ys, _owners(xs, ys, across, down))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules that lie on one line and meet, as one rule; the short ends of corners go."""
    merged: list[Rule] = []
    clusters: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if clusters and rule.at - clusters[-1][-1].at <= 1.2:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    for cluster in clusters:
        at = sum(rule.at for rule in cluster) / len(cluster)
        start = end = None
        for rule in sorted(cluster, key=lambda rule: rule.start):
            if start is None or end is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + 3:
                end = max(end, rule.end)
            else:
                merged.append(Rule(rule.across, at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            merged.append(Rule(cluster[0].across, at, start, end))
    return [rule for rule in merged if rule.end - rule.start >= _SHORTEST]


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that cross or touch each other, group by group."""
    rules = [*level, *upright]
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, across in enumerate(level):
        for j, down in enumerate(upright, len(level)):
            meets = across.start - _NEAR <= down.at <= across.end + _NEAR
            if meets and down.start - _NEAR <= across.at <= down.end + _NEAR:
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _places(values: Sequence[float]) -> tuple[float, ...]:
    places: list[list[float]] = []
    for value in sorted(values):
        if places and value - places[-1][-1] <= _NEAR:
            places[-1].append(value)
        else:
            places.append([value])
    return tuple(sum(group) / len(group) for group in places)


def _owners(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For every cell of the grid the first cell of the one it is part of: cells without a line between them are one."""
    owner = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}
    beside = [[rule for rule in down if abs(rule.at - x) <= _NEAR] for x in xs]
    above = [[rule for rule in across if abs(rule.at - y) <= _NEAR] for y in ys]

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while owner[cell] != cell:
            cell = owner[cell]
        return cell

    for row in range(len(ys) - 1):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            centre = (xs[column] + xs[column + 1]) / 2
            if column and not _drawn(beside[column], middle):
                _unite(owner, root((row, column - 1)), root((row, column)))
            if row and not _drawn(above[row], centre):
                _unite(owner, root((row - 1, column)), root((row, column)))
    return tuple(tuple(root((row, column)) for column in range(len(xs) - 1)) for row in range(len(ys) - 1))


def _unite(owner: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], two: tuple[int, int]) -> None:
    first, second = sorted((one, two))
    owner[second] = first


def _drawn(rules: Sequence[Rule], through: float) -> bool:
    return any(rule.start <= through <= rule.end for rule in rules)
