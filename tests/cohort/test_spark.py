"""The same expressions come to the same on Spark, where one machine is not enough."""

import datetime

import polars as pl
import pytest
from tables import BASES, at_once, table_of

pytestmark = [pytest.mark.long, pytest.mark.timeout(3_600)]
pytest.importorskip("pyspark")
pytest.importorskip("ibis")
TODAY = datetime.date(2026, 11, 22)
SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "3g",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}


@pytest.fixture(scope="module")
def connection():
    import ibis
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.mark.filterwarnings("ignore")  # what Spark says of the pandas it finds
@pytest.mark.parametrize(("name", "count"), [("small", 200), ("shipped", 2_000)])
def test_spark_comes_to_what_one_machine_comes_to(tmp_path, connection, name, count):
    from engine.cohort import elsewhere

    kb = BASES[name]()
    path = table_of(kb, count, tmp_path / "class.csv")
    pl.read_csv(path, infer_schema=False).write_parquet(tmp_path / "class.parquet")
    answers = connection.read_parquet(str(tmp_path / "class.parquet"), table_name=f"class_{name}")
    there = pl.from_arrow(connection.to_pyarrow(elsewhere.outcomes(kb, answers, TODAY)))
    here = pl.DataFrame(at_once(kb, path, TODAY), infer_schema_length=None)
    assert there.cast(pl.String).sort("id").equals(here.cast(pl.String).sort("id"))
