"""A table is read batch by batch, and each row knows where it stands in the whole."""

import polars as pl
import pytest
from worlds import small

from engine.cohort import table


@pytest.mark.parametrize(("name", "first_line"), [("class.csv", 2), ("class.parquet", 1)])
def test_each_row_comes_once_in_its_order_with_its_line(tmp_path, monkeypatch, name, first_line):
    people = pl.DataFrame({"id": list("abcdefg"), "days": list("1234567")})
    path = tmp_path / name
    if table.is_csv(path):
        people.write_csv(path)
    else:
        people.write_parquet(path)
    monkeypatch.setattr(table, "BATCH", 3)
    batches = list(table.batches(table.open_table(path, small())))
    assert [batch.height for batch in batches] == [3, 3, 1]
    assert pl.concat(batches).rows() == [
        (first_line + place, name, str(place + 1)) for place, name in enumerate("abcdefg")
    ]
