"""What was paid for stays in hand, whatever gets lost between this process and its database."""

from domain.jobs import State

from .house import World, is_carried, open_house


async def test_a_task_whose_commit_was_not_confirmed_is_still_watched(world: World) -> None:
    async with open_house(world, "novita") as house:
        hold = world.faults.add("novita.submit", "hold-after")
        job = await house.order()
        await world.until(hold.arrived.is_set)
        house.database.lost_answers = 1
        hold.release()
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}
        assert len(world.stage.posts()) == len(world.providers.novita.submits) == 1


async def test_many_unconfirmed_commits_lose_no_job(world: World) -> None:
    async with open_house(world, "novita") as house:
        job = await house.order()
        for _ in range(12):
            house.database.lost_answers = 1
            await world.until(lambda: not house.database.lost_answers)
        await world.until(lambda: world.stage.told)

        assert (await house.row(job)).state in (State.POSTED, State.FAILED)
        assert len(world.stage.posts()) <= 1
        assert len(world.providers.novita.submits) <= 1


async def test_the_answer_to_a_submit_reaches_the_job_though_another_process_took_it_over(world: World) -> None:
    async with open_house(world, "novita") as first, open_house(world, "novita", works=False) as second:
        hold = world.faults.add("novita.submit", "hold-after")
        job = await first.order()
        await world.until(hold.arrived.is_set)
        lapsed = world.clock.now().replace(year=world.clock.now().year + 1)
        for taken in await second.shop.jobs.take_over(second.shop.lease.owner, lapsed):
            second.carrier.resume(taken)
        await world.until(lambda: world.stage.shown)
        while (await second.row(job)).state is not State.UNSURE:
            world.clock.advance(0.1)
        hold.release()
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}
        assert len(world.stage.posts()) == len(world.providers.novita.submits) == 1


async def test_an_order_is_not_lost_where_its_card_cannot_be_looked_up_at_once(world: World) -> None:
    async with open_house(world, "novita") as house:
        job = await house.accept()
        world.stage.answered.add(job.id)
        world.stage.unread_cards = 3
        house.orders.find_answer(job)
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


async def test_an_answer_that_is_still_on_its_way_is_waited_for(world: World) -> None:
    async with open_house(world, "novita") as house:
        job = await house.accept()
        house.orders.find_answer(job)
        await world.until(lambda: world.stage.readings)
        world.stage.answered.add(job.id)
        await world.until(lambda: world.stage.told)

        assert world.stage.told == {job.id: State.POSTED}


async def test_an_order_that_nobody_saw_answered_is_withdrawn_and_not_paid(world: World) -> None:
    async with open_house(world, "novita") as house:
        job = await house.accept()
        house.orders.find_answer(job)
        await world.until(lambda: not is_carried(job))

        assert (await house.row(job)).state is State.CANCELLED
        assert not world.providers.novita.submits


async def test_a_picture_that_cannot_be_read_just_now_fails_no_order(world: World) -> None:
    async with open_house(world, "novita") as house:
        world.stage.unread_cards = 3
        await house.order(frame="frame.jpg")
        await world.until(lambda: world.providers.novita.submits)

        assert not world.stage.unread_cards
