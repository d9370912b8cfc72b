import pytest

from sandbox.providers.line import Line
from sandbox.providers.models import read_models
from sandbox.providers.render import Clip
from sandbox.providers.tasks import Outcome, Submit, Task

MODEL = read_models("wavespeed")["minimax/video-01"]


def begin(number: int, *, clip: Clip | None = None, seconds: float = 100.0, kind: str = "no-video") -> Task:
    submit = Submit(0.0, MODEL.name)
    return Task(f"{number}", MODEL, submit, float(number), seconds, Outcome(kind), clip=clip)


def test_a_task_does_not_succeed_before_its_clip_is_there() -> None:
    line, clip = Line(lambda: None), Clip()
    task = begin(0, clip=clip, kind="succeeded")
    line.join(task, 0.0)
    assert line.turn(150.0) == []
    assert task.state(150.0, 1000.0) == "rendering"
    clip.fail("no picture")
    assert line.turn(160.0) == [task]
    assert (task.ended, task.failure) == (160.0, "failed")


@pytest.mark.parametrize("moments", [[350.0], [100.0, 101.0, 205.0, 350.0]])
def test_turns_do_not_depend_on_how_often_one_looks(moments: list[float]) -> None:
    line = Line(lambda: 2)
    tasks = [begin(number) for number in range(5)]
    for task in tasks:
        line.join(task, task.created)
    for moment in moments:
        line.turn(moment)
    assert [task.started for task in tasks] == [0.0, 1.0, 100.0, 101.0, 200.0]
    assert [task.ended for task in tasks] == [100.0, 101.0, 200.0, 201.0, 300.0]


def test_a_task_that_leaves_makes_room() -> None:
    line = Line(lambda: 1)
    first, second, third = (begin(number) for number in range(3))
    for task in (first, second, third):
        line.join(task, task.created)
    line.leave(second, 10.0)
    line.leave(first, 20.0)
    line.turn(50.0)
    assert (first.ended, second.started, third.started) == (None, None, 20.0)


def test_more_room_is_used_at_the_next_turn() -> None:
    room = 1
    line = Line(lambda: room)
    tasks = [begin(number) for number in range(3)]
    for task in tasks:
        line.join(task, task.created)
    room = 3
    line.turn(30.0)
    assert [task.started for task in tasks] == [0.0, 30.0, 30.0]
