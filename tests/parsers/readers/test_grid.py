"""Ruling lines to cells: exact places and spans whatever way the lines are drawn."""

from hypothesis import given
from hypothesis import strategies as st

from parsers.readers.grid import Grid, Rule, find_grids
from tests.parsers.readers.shapes import Layout, layouts

STEP = 20.0


def rules_of(layout: Layout, *, sides: bool = True, jitter: float = 0.0) -> tuple[list[Rule], list[Rule]]:
    """Borders of every cell, each drawn for itself, as office programs do."""
    across, down = [], []
    for index, cell in enumerate(layout.cells):
        shift = jitter if index % 2 else -jitter
        x0, x1 = cell.column * STEP, (cell.column + cell.column_span) * STEP
        y0, y1 = cell.row * STEP, (cell.row + cell.row_span) * STEP
        across += [Rule(y0 + shift, x0, x1), Rule(y1 + shift, x0, x1)]
        if sides or cell.column > 0:
            down.append(Rule(x0 + shift, y0, y1))
        if sides or cell.column + cell.column_span < layout.columns:
            down.append(Rule(x1 + shift, y0, y1))
    return across, down


def places(grid: Grid) -> set[tuple[int, int, int, int]]:
    return {(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}


def expected(layout: Layout) -> set[tuple[int, int, int, int]]:
    return {(cell.row, cell.column, cell.row_span, cell.column_span) for cell in layout.cells}


@given(layouts(), st.sampled_from([0.0, 0.4, 0.8]))
def test_every_cell_and_span_comes_out_of_the_borders_of_the_cells(layout: Layout, jitter: float) -> None:
    grids, lone = find_grids(*rules_of(layout, jitter=jitter))
    assert [places(grid) for grid in grids] == [expected(layout)]
    assert lone == []


@given(layouts())
def test_a_point_is_located_in_the_cell_around_it(layout: Layout) -> None:
    grids, _ = find_grids(*rules_of(layout))
    for grid in grids:
        for cell in layout.cells:
            found = grid.locate((cell.column + cell.column_span / 2) * STEP, (cell.row + cell.row_span / 2) * STEP)
            assert found is not None
            assert (grid.cells[found].row, grid.cells[found].column) == (cell.row, cell.column)
        assert grid.locate(-5, 5) is None


def test_missing_left_and_right_borders_are_added_where_the_rules_end() -> None:
    across = [Rule(y, 0, 300) for y in (0, 20, 40, 60)]
    down = [Rule(100, 0, 60), Rule(200, 0, 60)]
    (grid,), _ = find_grids(across, down)
    assert grid.open_sided
    assert places(grid) == {(row, column, 1, 1) for row in range(3) for column in range(3)}


def test_a_full_width_row_does_not_split_a_table_without_side_borders() -> None:
    across = [Rule(y, 0, 300) for y in (0, 20, 40, 60, 80)]
    down = [Rule(100, 0, 40), Rule(200, 0, 40), Rule(100, 60, 80), Rule(200, 60, 80)]
    (grid,), _ = find_grids(across, down)
    rows = {0, 1, 3}
    assert places(grid) == {(row, column, 1, 1) for row in rows for column in range(3)} | {(2, 0, 1, 3)}


def test_missing_top_and_bottom_borders_are_added_where_the_columns_end() -> None:
    across = [Rule(20, 0, 200), Rule(40, 0, 200)]
    down = [Rule(x, 0, 60) for x in (0, 100, 200)]
    (grid,), _ = find_grids(across, down)
    assert places(grid) == {(row, column, 1, 1) for row in range(3) for column in range(2)}


def test_dashes_and_dots_are_one_rule() -> None:
    across = [Rule(y, x, x + 2) for y in (0, 20, 40) for x in range(0, 200, 4)]
    down = [Rule(x, y, y + 0.7) for x in (0, 100, 198) for y in range(0, 40, 2)]
    (grid,), _ = find_grids(across, down)
    assert places(grid) == {(row, column, 1, 1) for row in range(2) for column in range(2)}


def test_two_tables_side_by_side_stay_two() -> None:
    layout = [Rule(y, x, x + 100) for y in (0, 20, 40) for x in (0, 150)]
    down = [Rule(x, 0, 40) for x in (0, 50, 100, 150, 200, 250)]
    grids, _ = find_grids(layout, down)
    assert [grid.box for grid in grids] == [(0, 0, 100, 40), (150, 0, 250, 40)]


def test_a_frame_around_text_and_an_underline_are_no_table() -> None:
    frame = [Rule(0, 0, 500), Rule(700, 0, 500)], [Rule(0, 0, 700), Rule(500, 0, 700)]
    underline = [Rule(100, 50, 120)]
    grids, lone = find_grids(frame[0] + underline, frame[1])
    assert (grids, lone) == ([], underline)


def test_a_stray_stroke_inside_a_cell_adds_no_row_or_column() -> None:
    across = [Rule(0, 0, 200), Rule(40, 0, 200), Rule(12, 110, 150)]
    down = [Rule(0, 0, 40), Rule(100, 0, 40), Rule(200, 0, 40)]
    (grid,), _ = find_grids(across, down)
    assert places(grid) == {(0, 0, 1, 1), (0, 1, 1, 1)}


def test_horizontal_rules_without_columns_are_handed_out_as_they_are() -> None:
    rules = [Rule(0, 0, 300), Rule(20, 0, 300), Rule(200, 0, 300), Rule(500, 40, 90)]
    grids, lone = find_grids(rules, [])
    assert grids == []
    assert lone == rules


@given(
    st.lists(st.tuples(*[st.floats(-1000, 2000)] * 3), max_size=30),
    st.lists(st.tuples(*[st.floats(-1000, 2000)] * 3), max_size=30),
)
def test_any_heap_of_strokes_gives_tables_whose_cells_do_not_overlap(
    across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]
) -> None:
    grids, _ = find_grids(
        [Rule(at, min(a, b), max(a, b)) for at, a, b in across], [Rule(at, min(a, b), max(a, b)) for at, a, b in down]
    )
    for grid in grids:
        covered = [
            (row, column)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert sorted(covered) == [
            (row, column) for row in range(len(grid.ys) - 1) for column in range(len(grid.xs) - 1)
        ]
