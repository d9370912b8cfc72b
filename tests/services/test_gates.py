import pytest

from services.gates import LONGEST_PAUSE, Gate
from services.line import Line
from tests.db.rows import new_job


class Time:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def gate(time: Time) -> Gate:
    return Gate("novita", time)


def test_an_outage_of_weeks_is_only_an_outage(gate: Gate, time: Time) -> None:
    for _ in range(3000):
        gate.fail()
        assert 0 < gate.wait() <= LONGEST_PAUSE
        time.seconds += gate.wait()


def test_after_each_pause_an_order_finds_out_whether_the_key_works_again(gate: Gate, time: Time) -> None:
    gate.call_operator("key")
    assert gate.needs_operator
    time.seconds += gate.wait()
    assert not gate.needs_operator


def test_jobs_that_left_the_line_are_forgotten_and_those_that_came_back_are_not() -> None:
    line, gone, before, after = Line(), new_job(), new_job(), new_job()
    for job in (gone, before, after):
        line.add(job)
    seen = [gone, before]
    back = new_job(id=before.id)
    line.remove(before)
    line.add(back)
    line.forget(seen)

    assert dict(line.waiting) == {back.id: back, after.id: after}
