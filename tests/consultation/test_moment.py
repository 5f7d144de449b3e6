"""When a consultation takes place: an instant anywhere is a minute in Eastern time."""

import datetime

import pytest

from engine.commands import inputs
from engine.consultation.moment import eastern, read_day

UTC = datetime.timezone.utc


@pytest.mark.parametrize(
    ("instant", "minute"),
    [
        ("2027-03-15T15:05:59+00:00", "2027-03-15 11:05"),  # summer time there began on the 14th
        ("2027-03-12T15:05:00+00:00", "2027-03-12 10:05"),
        ("2027-03-19T02:30:00+01:00", "2027-03-18 21:30"),
        ("2027-03-18T09:00:00-07:00", "2027-03-18 12:00"),
    ],
)
def test_an_instant_of_any_zone_is_a_minute_in_eastern_time(instant, minute):
    assert f"{eastern(datetime.datetime.fromisoformat(instant)):%Y-%m-%d %H:%M}" == minute


def test_the_moment_is_the_one_named_else_the_cases_own_else_now():
    named, own = read_day("2027-03-18T12:30"), read_day("2027-03-15")
    assert inputs.moment(named, own) == datetime.datetime(2027, 3, 18, 12, 30)
    assert inputs.moment(None, own) == datetime.date(2027, 3, 15)
    now = eastern(datetime.datetime.now(UTC))
    assert now <= inputs.moment(None) <= now + datetime.timedelta(minutes=2)


def test_its_day_is_the_day_in_eastern_time():
    assert inputs.day(read_day("2027-03-18T23:30")) == datetime.date(2027, 3, 18)
    assert inputs.day(None, read_day("2027-03-15")) == datetime.date(2027, 3, 15)
