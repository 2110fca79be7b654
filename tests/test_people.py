"""People of a desk: invited, signed in, limited, let go."""

from __future__ import annotations

import multiprocessing
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.desk.people import INVITED, People, Person, Right, Role, Wait, may, spelt
from translate_flow.errors import InputError, UsageError

NOW = datetime(2026, 5, 2, 10, tzinfo=UTC)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ANA, PASSWORD = "Ana Prueba", "the tide is high tonight"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    with People(tmp_path / "people.sqlite", CHEAP) as found:
        yield found


def join(people: People, name: str = ANA, role: Role = Role.TRANSLATOR, *tags: str) -> None:
    people.accept(people.add(name, role, tags, NOW), PASSWORD, NOW)


def session(people: People, when: datetime = NOW) -> str:
    found = people.sign_in(ANA, PASSWORD, "127.0.0.1", when)
    assert isinstance(found, str)
    return found


def test_somebody_is_invited_chooses_a_password_and_comes_in(people: People) -> None:
    assert not people.exist()
    token = people.add(ANA, Role.TRANSLATOR, ["EN", "es_cu"], NOW)
    assert people.exist()
    invited = people.invited(token, NOW)
    assert invited == Person(ANA, Role.TRANSLATOR, ("en", "es-CU"))
    assert people.accept(token, PASSWORD, NOW) == invited
    assert people.person(session(people), NOW) == invited
    assert people.sign_in("  ana  PRUEBA ", PASSWORD, "127.0.0.1", NOW), "names are compared as people read them"


def test_an_invitation_holds_once_and_for_a_week(people: People) -> None:
    token = people.add(ANA, Role.EDITOR, [], NOW)
    assert people.invited(token, NOW + INVITED) is None
    assert people.invited("guess", NOW) is None
    people.accept(token, PASSWORD, NOW)
    with pytest.raises(UsageError, match="used"):
        people.accept(token, PASSWORD, NOW)


def test_a_new_invitation_ends_the_old_one_and_its_use_the_sessions(people: People) -> None:
    join(people)
    before = session(people)
    first = people.invite(ANA, NOW)
    second = people.invite(ANA, NOW)
    assert people.invited(first, NOW) is None
    assert people.person(before, NOW) is not None
    people.accept(second, "another good password", NOW)
    assert people.person(before, NOW) is None


@pytest.mark.parametrize("password", ["", "short", "x" * 9, "ANA  prueba", "x" * 501])
def test_an_easy_password_is_refused_and_the_invitation_kept(people: People, password: str) -> None:
    token = people.add(ANA, Role.EDITOR, [], NOW)
    with pytest.raises(UsageError, match="too easy"):
        people.accept(token, password, NOW)
    assert people.invited(token, NOW) is not None


def test_two_people_cannot_have_one_name(people: People) -> None:
    people.add(ANA, Role.EDITOR, [], NOW)
    with pytest.raises(UsageError, match="already"):
        people.add("ana prueba", Role.EDITOR, [], NOW)
    with pytest.raises(UsageError, match="language tag"):
        people.add("Luis Ensayo", Role.EDITOR, ["klingon!"], NOW)
    assert len(people.everybody()) == 1


def test_guessing_is_slowed_down_by_name_and_by_address(people: People) -> None:
    join(people)
    for _ in range(5):
        assert people.sign_in(ANA, "wrong", "10.0.0.1", NOW) is None
    assert people.sign_in(ANA, PASSWORD, "10.0.0.2", NOW) == Wait(30), "the right password too: it must not be told"
    assert people.sign_in("Nobody Here", "x", "10.0.0.1", NOW) == Wait(30)
    later = NOW + timedelta(seconds=31)
    assert people.sign_in(ANA, "wrong", "10.0.0.3", later) is None
    found = people.sign_in(ANA, PASSWORD, "10.0.0.3", later)
    assert isinstance(found, Wait)
    assert found.seconds == 60
    assert isinstance(people.sign_in(ANA, PASSWORD, "10.0.0.3", later + timedelta(seconds=61)), str)


def test_names_that_nobody_has_are_slowed_down_too(people: People) -> None:
    join(people)
    for at in range(5):
        assert people.sign_in("Nobody Here", "wrong", f"10.0.0.{at}", NOW) is None
    assert people.sign_in("Nobody Here", "wrong", "10.0.0.9", NOW) == Wait(30)


def test_who_has_not_chosen_a_password_cannot_come_in(people: People) -> None:
    people.add(ANA, Role.EDITOR, [], NOW)
    assert people.sign_in(ANA, "", "10.0.0.1", NOW) is None


def test_a_session_ends_unused_after_two_weeks_and_used_after_three_months(people: People) -> None:
    join(people)
    token = session(people)
    assert people.person(token, NOW + timedelta(days=14)) is None
    moment = NOW
    while people.person(token, moment) is not None:
        moment += timedelta(days=10)
    assert moment == NOW + timedelta(days=90)
    people.sign_out(other := session(people))
    assert people.person(other, NOW) is None
    assert people.person("guess", NOW) is None


def test_somebody_who_is_let_go_is_out_at_once(people: People) -> None:
    join(people)
    token = session(people)
    people.remove(ANA)
    assert people.person(token, NOW) is None
    with pytest.raises(UsageError, match="nobody"):
        people.remove(ANA)


def test_rights_follow_role_and_language(people: People) -> None:
    translator, reviewer, editor = (Person("x", role, ("es",)) for role in Role)
    assert may(translator, Right.TRANSLATE, "es")
    assert not may(translator, Right.TRANSLATE, "fr")
    assert may(translator, Right.READ, "fr")
    assert not may(translator, Right.REVIEW, "es")
    assert may(reviewer, Right.REVIEW, "es")
    assert not may(reviewer, Right.MANAGE, "es")
    assert may(editor, Right.MANAGE, "es")
    join(people)
    people.change(ANA, Role.REVIEWER, ["fr"])
    assert people.everybody() == [Person(ANA, Role.REVIEWER, ("fr",))]


def test_nothing_that_lets_in_stands_in_the_file(people: People, tmp_path: Path) -> None:
    join(people)
    token, invitation = session(people), people.invite(ANA, NOW)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (PASSWORD, token, invitation):
        assert secret.encode() not in written
    assert stat.S_IMODE((tmp_path / "people.sqlite").stat().st_mode) == 0o600
    assert people.secret() == people.secret()
    assert len(people.secret()) == 32


def _add(place: str, start: int) -> None:
    with People(Path(place), CHEAP) as people:
        for number in range(start, start + 25):
            people.add(f"Persona {number}", Role.TRANSLATOR, [], NOW)


def test_two_processes_add_people_at_once(tmp_path: Path) -> None:
    place = str(tmp_path / "people.sqlite")
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add, args=(place, start)) for start in (0, 100)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    with People(Path(place), CHEAP) as people:
        assert len(people.everybody()) == 50


def test_a_broken_file_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "people.sqlite").write_bytes(b"no database" * 200)
    with pytest.raises(InputError, match="cannot be read"):
        People(tmp_path / "people.sqlite", CHEAP)


@given(st.text(max_size=120))
def test_a_name_is_kept_as_it_is_read_or_refused(text: str) -> None:
    try:
        name = spelt(text)
    except UsageError:
        return
    assert spelt(name) == name
    assert 0 < len(name) <= 100
    assert "\n" not in name
