"""The people of a desk: taken in, invited, signed in, kept out, and what each may do."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
import threading
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.desk.desk import Desk
from translate_flow.desk.people import IDLE, INVITED, LONGEST, People, Wait, people_of
from translate_flow.desk.roles import RIGHTS, Person, Right, Role, found_by, may, spelt
from translate_flow.errors import InputError, UsageError

NOW = datetime(2026, 5, 2, 10, tzinfo=UTC)
ANA, LUIS = "Ana Prueba", "Luis Ensayo"
PASSWORD = "farol de papel verde"  # noqa: S105 — nobody's
HOME = "192.0.2.7"
SECOND = timedelta(seconds=1)


def quick() -> PasswordHasher:
    """The cheapest parameters: what is tested is not how long a password takes."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    with People(tmp_path / "people.sqlite", quick()) as found:
        yield found


def member(people: People, name: str = ANA, role: Role = Role.TRANSLATOR) -> str:
    """Take somebody in who has a password; gives a session's token."""
    people.accept(people.add(name, role, (), NOW), PASSWORD, NOW)
    return entered(people, name)


def entered(people: People, name: str = ANA, now: datetime = NOW, where: str = HOME) -> str:
    token = people.sign_in(name, PASSWORD, where, now)
    assert isinstance(token, str)
    return token


def test_a_desk_has_no_people_until_somebody_is_taken_in(people: People) -> None:
    assert not people.exist()
    people.add(ANA, Role.REVIEWER, ("ES-cu", "pt_br"), NOW)
    assert people.exist()
    assert people.everybody() == [Person(ANA, Role.REVIEWER, ("es-CU", "pt-BR"))]


def test_two_names_that_look_alike_are_one_person(people: People) -> None:
    people.add("Zoë  Prueba", Role.TRANSLATOR, (), NOW)
    for name in (
        "zoë prueba",
        unicodedata.normalize("NFD", "Zoë Prueba"),
        "ZOË PRUEBA",
        "Zoë\u200d Prueba",
        "Ｚoë Prueba",
    ):
        with pytest.raises(UsageError, match="there is somebody of this name already"):
            people.add(name, Role.TRANSLATOR, (), NOW)


@pytest.mark.parametrize(
    "name",
    ["", " \t ", "\u200d", "a" * 101, "Ana\x00Prueba", "Ana\x1b[31m", "Ana \u202eabeurP", "Ana\u200bPrueba", "\ud800"],
)
def test_what_is_no_name_is_refused(people: People, name: str) -> None:
    with pytest.raises(UsageError, match="this is no name"):
        people.add(name, Role.TRANSLATOR, (), NOW)
    assert not people.exist()


def test_an_unknown_language_takes_nobody_in(people: People) -> None:
    with pytest.raises(UsageError, match="is no language tag"):
        people.add(ANA, Role.TRANSLATOR, ("klingonese",), NOW)
    assert not people.exist()


@given(st.text(max_size=120))
def test_a_name_is_refused_or_stays_as_it_is_and_is_found_however_it_is_typed(text: str) -> None:
    try:
        name = spelt(text)
    except UsageError:
        return
    assert spelt(name) == name
    assert 0 < len(name) <= 100
    assert found_by(name) == found_by(f"  {unicodedata.normalize('NFD', name)} ") == found_by(name.casefold())


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=600))
def test_no_name_and_no_password_ever_breaks_the_door(people_file: People, names: list[str], password: str) -> None:
    for name in names:
        assert not isinstance(people_file.sign_in(name, password, name, NOW), str)
        assert people_file.person(name, NOW) is None
        assert people_file.invited(name, NOW) is None


@pytest.fixture(scope="module")
def people_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    with People(tmp_path_factory.mktemp("desk") / "people.sqlite", quick()) as found:
        found.add(ANA, Role.EDITOR, (), NOW)
        yield found


def test_an_invitation_is_accepted_once(people: People) -> None:
    token = people.add(ANA, Role.TRANSLATOR, (), NOW)
    assert people.invited(token, NOW) == Person(ANA, Role.TRANSLATOR)
    people.accept(token, PASSWORD, NOW)
    assert people.invited(token, NOW) is None
    with pytest.raises(UsageError, match="used or out of date"):
        people.accept(token, "another password", NOW)
    assert people.person(entered(people), NOW) == Person(ANA, Role.TRANSLATOR)


def test_an_invitation_holds_for_a_week(people: People) -> None:
    token = people.add(ANA, Role.TRANSLATOR, (), NOW)
    assert people.invited(token, NOW + INVITED - SECOND)
    assert people.invited(token, NOW + INVITED) is None
    with pytest.raises(UsageError, match="ask for a new one"):
        people.accept(token, PASSWORD, NOW + INVITED)


def test_a_new_invitation_ends_the_one_before_and_once_accepted_the_sessions(people: People) -> None:
    session = member(people)
    first, second = people.invite(ANA, NOW), people.invite(ANA, NOW)
    assert people.invited(first, NOW) is None
    assert people.person(session, NOW), "being invited signs nobody out"
    people.accept(second, "otra contraseña larga", NOW)
    assert people.person(session, NOW) is None
    assert people.sign_in(ANA, PASSWORD, HOME, NOW) is None


@pytest.mark.parametrize("password", ["", "short", "x" * 501, "ana  PRUEBA"])
def test_an_easy_password_is_refused_and_the_invitation_still_holds(people: People, password: str) -> None:
    token = people.add(ANA, Role.TRANSLATOR, (), NOW)
    with pytest.raises(UsageError, match="this password is too easy"):
        people.accept(token, password, NOW)
    assert people.invited(token, NOW)


def test_who_is_only_invited_cannot_sign_in_even_without_a_password(people: People) -> None:
    people.add(ANA, Role.EDITOR, (), NOW)
    assert people.sign_in(ANA, "", HOME, NOW) is None


def test_after_five_wrong_passwords_a_name_waits_longer_each_time(people: People) -> None:
    member(people)
    assert [people.sign_in(ANA, "wrong", HOME, NOW) for _ in range(5)] == [None] * 5
    assert people.sign_in(ANA, PASSWORD, HOME, NOW) == Wait(30), "not even the right one is heard"
    assert people.sign_in(ANA, PASSWORD, "192.0.2.8", NOW) == Wait(30), "nor from elsewhere"
    assert people.sign_in(ANA, "wrong", HOME, NOW + 30 * SECOND) is None
    assert people.sign_in(ANA, "wrong", HOME, NOW + 31 * SECOND) == Wait(59)
    entered(people, now=NOW + 90 * SECOND)
    assert people.sign_in(ANA, "wrong", HOME, NOW + 91 * SECOND) is None, "the count begins anew"


def test_guessing_many_names_from_one_place_waits_too_and_a_whole_ipv6_network_is_one_place(people: People) -> None:
    for at in range(30):
        assert people.sign_in(f"Nadie {at}", "wrong", f"2001:db8:1:2::{at:x}", NOW) is None
    assert people.sign_in("Nadie Más", "wrong", "2001:db8:1:2:ffff::1", NOW) == Wait(30)
    assert people.sign_in("Nadie Más", "wrong", "2001:db8:1:3::1", NOW) is None
    assert people.sign_in("Nadie Más", "wrong", "2001:db8:1:2:ffff::1", NOW + timedelta(minutes=16)) is None


def test_a_newsroom_behind_one_address_signs_in_although_one_forgot_the_password(people: People) -> None:
    member(people, LUIS)
    for _ in range(5):
        people.sign_in(ANA, "wrong", HOME, NOW)
    for _ in range(40):
        entered(people, LUIS)


def test_guesses_made_at_once_are_no_more_than_guesses_in_turn(people: People) -> None:
    member(people)
    answers: list[str | Wait | None] = []

    def guess() -> None:
        answers.append(people.sign_in(ANA, "wrong", HOME, NOW))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers, key=str) == [None] * 5 + [Wait(30)] * 7


def test_a_name_that_nobody_has_is_answered_by_the_same_work(tmp_path: Path) -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 — argon2's name
            verified.append(str(hash).rsplit("$", 2)[0])
            return super().verify(hash, password)

    with People(tmp_path / "people.sqlite", Counting(time_cost=1, memory_cost=8, parallelism=1)) as people:
        people.accept(people.add(ANA, Role.TRANSLATOR, (), NOW), PASSWORD, NOW)
        people.add(LUIS, Role.TRANSLATOR, (), NOW)
        for name in (ANA, LUIS, "Nadie"):
            assert people.sign_in(name, "wrong", HOME, NOW) is None
        assert len(verified) == 3
        assert len(set(verified)) == 1, "each time one password is verified, with the same cost"
        answers = [[people.sign_in(name, "wrong", HOME, NOW) for _ in range(5)] for name in (ANA, LUIS, "Nadie")]
        assert answers[0] == answers[1] == answers[2] == [None] * 4 + [Wait(30)]


def test_a_costlier_hash_is_made_when_the_password_is_next_given(tmp_path: Path) -> None:
    path = tmp_path / "people.sqlite"
    with People(path, quick()) as people:
        member(people)
    with People(path, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)) as people:
        entered(people)
    with sqlite3.connect(path) as file:
        (hashed,) = file.execute("SELECT password FROM people").fetchone()
    file.close()
    assert "$m=16,t=2,p=1$" in hashed


def test_a_session_ends_when_it_is_not_used_and_at_last_in_any_case(people: People) -> None:
    session = member(people)
    assert people.person(session, NOW + IDLE - SECOND), "and with that it is used"
    assert people.person(session, NOW + 2 * IDLE - 2 * SECOND)
    assert people.person(session, NOW + 3 * IDLE) is None
    session, now = entered(people), NOW
    while now < NOW + LONGEST - SECOND:
        assert people.person(session, now)
        now += timedelta(days=5)
    assert people.person(session, NOW + LONGEST) is None


def test_a_session_ends_by_signing_out_and_by_being_let_go(people: People) -> None:
    first, second = member(people), entered(people)
    people.sign_out(first)
    assert people.person(first, NOW) is None
    assert people.person(second, NOW)
    people.remove(ANA)
    assert people.person(second, NOW) is None
    member(people)
    assert people.person(second, NOW) is None, "another of the same name is another"


def test_another_role_counts_from_the_next_request_on(people: People) -> None:
    session = member(people)
    people.change(ANA, Role.EDITOR, ("fr",))
    assert people.person(session, NOW) == Person(ANA, Role.EDITOR, ("fr",))
    people.change(ANA, tags=())
    assert people.person(session, NOW) == Person(ANA, Role.EDITOR)


@pytest.mark.parametrize(
    "what",
    [lambda p: p.invite("Nadie", NOW), lambda p: p.remove("Nadie"), lambda p: p.change("\udcff", Role.EDITOR)],
)
def test_who_is_not_there_cannot_be_changed(people: People, what: Callable[[People], None]) -> None:
    with pytest.raises(UsageError, match="there is nobody of this name"):
        what(people)


def test_each_role_may_what_those_before_it_may() -> None:
    assert RIGHTS[Role.TRANSLATOR] < RIGHTS[Role.REVIEWER] < RIGHTS[Role.EDITOR] == set(Right)
    assert RIGHTS[Role.TRANSLATOR] == {Right.READ, Right.TRANSLATE}


@given(st.sampled_from(Role), st.sampled_from(Right), st.sets(st.sampled_from(["es", "fr", "pt-BR"])))
def test_rights_hold_for_the_languages_named_and_reading_for_all(role: Role, right: Right, known: set[str]) -> None:
    person = Person(ANA, role, tuple(sorted(known)))
    for language in ("es", "pt-BR", "de"):
        expected = right in RIGHTS[role] and (right is Right.READ or not known or language in known)
        assert may(person, right, language) is expected


def _accept(path: Path, token: str, answers: multiprocessing.Queue[str]) -> None:
    with People(path, quick()) as people:
        try:
            answers.put(people.accept(token, PASSWORD, NOW).name)
        except UsageError as error:
            answers.put(error.what)


def test_two_processes_that_accept_one_invitation_at_once_are_one_member(tmp_path: Path) -> None:
    path = tmp_path / "people.sqlite"
    with People(path, quick()) as people:
        token = people.add(ANA, Role.TRANSLATOR, (), NOW)
        context = multiprocessing.get_context("spawn")
        answers: multiprocessing.Queue[str] = context.Queue()
        processes = [context.Process(target=_accept, args=(path, token, answers)) for _ in range(2)]
        for one in processes:
            one.start()
        said = sorted(answers.get(timeout=20) for _ in processes)
        for one in processes:
            one.join()
        assert said == [ANA, "this invitation is used or out of date"]
        assert entered(people)


def test_what_one_process_changes_another_sees_at_once(tmp_path: Path) -> None:
    with People(tmp_path / "people.sqlite", quick()) as served, People(tmp_path / "people.sqlite", quick()) as command:
        assert not served.exist()
        session = member(command)
        assert served.person(session, NOW) == Person(ANA, Role.TRANSLATOR)
        assert served.secret() == command.secret()
        command.remove(ANA)
        assert served.person(session, NOW) is None


def test_the_file_is_for_nobody_else_and_holds_no_secret_as_it_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    people_of(desk).close()
    path = tmp_path / ".translate-flow" / "people.sqlite"
    with People(path, quick()) as people:
        tokens = [people.add(ANA, Role.TRANSLATOR, (), NOW), member(people, LUIS), PASSWORD]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    data = b"".join(one.read_bytes() for one in path.parent.iterdir())
    assert not [token for token in tokens if token.encode() in data]


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "people.sqlite"
    path.write_bytes(b"not a database at all, but long enough to look at\n" * 40)
    with pytest.raises(InputError, match=r"people.sqlite.*cannot be read.*restore the file"):
        People(path, quick())


def test_a_database_of_something_else_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "people.sqlite"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE people (name TEXT, phone TEXT)")
    file.close()
    with People(path, quick()) as people, pytest.raises(InputError, match="cannot be read"):
        people.everybody()


def test_a_role_that_there_is_not_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "people.sqlite"
    with People(path, quick()) as people:
        people.add(ANA, Role.TRANSLATOR, (), NOW)
        with sqlite3.connect(path) as file:
            file.execute("UPDATE people SET role = 'owner'")
        file.close()
        with pytest.raises(InputError, match="owner"):
            people.everybody()


def test_a_folder_where_the_file_should_be_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        People(tmp_path, quick())
