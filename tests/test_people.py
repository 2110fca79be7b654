"""People are invited, sign in, do what their role allows, and are let go; who guesses has to wait."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
import stat
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from translate_flow.cli.app import app
from translate_flow.desk.desk import Desk
from translate_flow.desk.staff import names, passwords, people_file
from translate_flow.desk.staff.people import Cost, People, Person, Right, Role, Wait, may, people_of
from translate_flow.errors import InputError, UsageError

NOW = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
CHEAP = Cost(rounds=1, memory=64, lanes=1)
ANA, LUIS = "Ana Prueba", "Luis Ensayo"
PASSWORD, OTHER = "three lamps at sea", "four boats in port"
HOME, AWAY = "192.0.2.7", "198.51.100.9"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "translate-flow.toml").write_text('source-language = "es"\ntarget-languages = ["en"]\n')
    return Desk(tmp_path)


@pytest.fixture
def people(desk: Desk) -> Iterator[People]:
    """A desk where Ana is an admin with a password, and Luis has not answered his invitation."""
    with people_of(desk, CHEAP) as people:
        people.accept(people.add(ANA, Role.ADMIN, (), NOW), PASSWORD, NOW)
        people.add(LUIS, Role.TRANSLATOR, ("en",), NOW)
        yield people


def signed_in(people: People, password: str = PASSWORD, when: datetime = NOW) -> str:
    session = people.sign_in(ANA, password, HOME, when)
    assert isinstance(session, str)
    return session


def fail(people: People, times: int, name: str = ANA, where: str = HOME, when: datetime = NOW) -> None:
    for _ in range(times):
        assert people.sign_in(name, "guessed wrongly", where, when) is None


# Rights


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.TRANSLATOR, {Right.READ, Right.TRANSLATE}),
        (Role.REVIEWER, {Right.READ, Right.TRANSLATE, Right.REVIEW}),
        (Role.EDITOR, {Right.READ, Right.TRANSLATE, Right.REVIEW, Right.MANAGE}),
        (Role.ADMIN, set(Right)),
    ],
)
def test_a_role_has_its_rights_and_no_other(role: Role, rights: set[Right]) -> None:
    assert {right for right in Right if may(Person(ANA, role), right, "fr")} == rights


@pytest.mark.parametrize(
    ("language", "expected"),
    [("pt", True), ("pt-BR", True), ("PT-br", True), ("en-GB", True), ("en", False), ("en-GBX", False), ("", True)],
)
def test_work_is_for_ones_languages_and_what_they_contain(language: str, expected: bool) -> None:
    assert may(Person(ANA, Role.TRANSLATOR, ("pt", "en-GB")), Right.TRANSLATE, language) is expected


def test_everybody_reads_every_language() -> None:
    assert may(Person(ANA, Role.TRANSLATOR, ("pt",)), Right.READ, "en")


def test_who_is_only_invited_may_nothing() -> None:
    assert not any(may(Person(ANA, Role.ADMIN, active=False), right) for right in Right)


# Names


def test_a_desk_without_people_asks_nobody_to_sign_in(desk: Desk) -> None:
    with people_of(desk, CHEAP) as people:
        assert not people.exist()
        assert people.everybody() == []
        people.add(ANA, Role.TRANSLATOR, (), NOW)
        assert people.exist()


def test_people_are_listed_by_name_with_canonical_languages(people: People) -> None:
    people.add("Bo Versuch", Role.REVIEWER, ("PT-br", "zh_hant", "pt-BR"), NOW)
    assert people.everybody() == [
        Person(ANA, Role.ADMIN),
        Person("Bo Versuch", Role.REVIEWER, ("pt-BR", "zh-Hant"), active=False),
        Person(LUIS, Role.TRANSLATOR, ("en",), active=False),
    ]


@pytest.mark.parametrize(
    "name", ["ana prueba", "ANA  PRUEBA", "Ａｎａ Prueba", "Ana\u00a0Prueba", "Ana\ufe0f Prueba", "An\u200da Prueba"]
)
def test_names_that_look_alike_are_one(people: People, name: str) -> None:
    with pytest.raises(UsageError, match="a person of this name"):
        people.add(name, Role.TRANSLATOR, (), NOW)
    assert isinstance(people.sign_in(name, PASSWORD, HOME, NOW), str)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "\u200d",
        "Ana\nPrueba",
        "Ana\x00",
        "Ana\x1b[2J",
        "a\u202eanA",
        "A\u200bna",
        "Ana\u3164Prueba",
        "\ud800",
        "\ufffe",
        "a" * 101,
    ],
)
def test_what_cannot_stand_in_a_credit_is_no_name(people: People, name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        people.add(name, Role.TRANSLATOR, (), NOW)
    assert len(people.everybody()) == 2


@pytest.mark.parametrize("name", ["علی‌رضا آزمونی", "葛\U000e0100 試", "Σίσυφος", "Þóra-Ýr d’Essai", "李"])
def test_names_of_all_scripts_are_kept_as_they_are_written(people: People, name: str) -> None:
    people.accept(people.add(name, Role.TRANSLATOR, (), NOW), PASSWORD, NOW)
    assert name in [one.name for one in people.everybody()]
    assert isinstance(people.sign_in(name.upper(), PASSWORD, HOME, NOW), str)


@given(st.text(max_size=120))
def test_a_name_is_refused_or_kept_and_found_again(text: str) -> None:
    try:
        name = names.named(text)
    except UsageError:
        return
    assert names.named(name) == name
    assert names.compared(name) == names.compared(text) == names.compared(text.casefold())
    assert 0 < len(name) <= names.LONGEST
    assert "\n" not in name


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_comparing_takes_any_text_in_any_of_its_forms(text: str) -> None:
    forms = {names.compared(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert forms == {names.compared(text)}
    assert names.compared(names.compared(text).decode("utf-8", "surrogatepass")) == names.compared(text)


# Invitations


def test_an_invitation_says_whom_it_is_for_and_makes_its_person_active(people: People) -> None:
    token = people.invite(LUIS, NOW)
    assert people.invited(token, NOW) == Person(LUIS, Role.TRANSLATOR, ("en",), active=False)
    assert people.accept(token, OTHER, NOW) == Person(LUIS, Role.TRANSLATOR, ("en",))
    assert isinstance(people.sign_in(LUIS, OTHER, HOME, NOW), str)


def test_an_invitation_is_good_once(people: People) -> None:
    token = people.invite(LUIS, NOW)
    people.accept(token, PASSWORD, NOW)
    assert people.invited(token, NOW) is None
    with pytest.raises(UsageError, match="used or is too old; ask for a new one"):
        people.accept(token, OTHER, NOW)
    assert people.sign_in(LUIS, OTHER, HOME, NOW) is None


def test_an_invitation_lasts_seven_days(people: People) -> None:
    token = people.invite(LUIS, NOW)
    assert people.invited(token, NOW + 7 * DAY - MINUTE) is not None
    assert people.invited(token, NOW + 7 * DAY) is None
    with pytest.raises(UsageError, match="too old"):
        people.accept(token, PASSWORD, NOW + 7 * DAY)


def test_a_new_invitation_ends_the_earlier_one(people: People) -> None:
    first, second = people.invite(LUIS, NOW), people.invite(LUIS, NOW)
    assert people.invited(first, NOW) is None
    assert people.invited(second, NOW) is not None


def test_a_forgotten_password_is_replaced_and_sessions_end(people: People) -> None:
    session = signed_in(people)
    token = people.invite(ANA, NOW)
    assert people.person(session, NOW), "the old password is good until the invitation is used"
    people.accept(token, OTHER, NOW)
    assert people.person(session, NOW) is None
    assert people.sign_in(ANA, PASSWORD, HOME, NOW) is None
    signed_in(people, OTHER)


@pytest.mark.parametrize(
    ("password", "reason"), [("", "short"), ("nine char", "short"), ("LUIS  ensayo", "is your name")]
)
def test_a_bad_password_is_refused_and_the_invitation_still_holds(people: People, password: str, reason: str) -> None:
    token = people.invite(LUIS, NOW)
    with pytest.raises(UsageError, match=f"{reason}.*; give ") as told:
        people.accept(token, password, NOW)
    assert token not in str(told.value)
    people.accept(token, PASSWORD, NOW)


def test_two_who_use_one_invitation_at_once_do_not_both_succeed(people: People) -> None:
    token = people.invite(LUIS, NOW)
    accepted: list[str] = []
    refused: list[str] = []

    def accept(password: str) -> None:
        try:
            people.accept(token, password, NOW)
            accepted.append(password)
        except UsageError:
            refused.append(password)

    threads = [threading.Thread(target=accept, args=(f"password number {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(accepted), len(refused)) == (1, 5)
    assert isinstance(people.sign_in(LUIS, accepted[0], HOME, NOW), str)


@pytest.mark.parametrize("token", ["", "guess", "ñ" * 9999, "\ud800", "' OR 1=1 --"])
def test_tokens_that_were_never_given_open_nothing(people: People, token: str) -> None:
    assert people.invited(token, NOW) is None
    assert people.person(token, NOW) is None
    people.sign_out(token)
    with pytest.raises(UsageError, match="used or is too old"):
        people.accept(token, PASSWORD, NOW)


# Sessions


def test_a_session_ends_when_one_signs_out_elsewhere_it_goes_on(people: People) -> None:
    here, there = signed_in(people), signed_in(people)
    assert here != there
    people.sign_out(here)
    assert people.person(here, NOW) is None
    assert people.person(there, NOW) == Person(ANA, Role.ADMIN)


def test_a_session_ends_fourteen_days_after_its_last_use(people: People) -> None:
    session = signed_in(people)
    assert people.person(session, NOW + 13 * DAY)
    assert people.person(session, NOW + 27 * DAY - MINUTE)
    assert people.person(session, NOW + 41 * DAY) is None


def test_a_session_ends_after_ninety_days_however_often_it_is_used(people: People) -> None:
    session = signed_in(people)
    lasted = [day for day in range(100) if people.person(session, NOW + day * DAY)]
    assert lasted == list(range(90))


def test_sessions_that_ran_out_are_cleared_away(desk: Desk, people: People) -> None:
    for day in range(3):
        signed_in(people, when=NOW + 20 * day * DAY)
    with closing(sqlite3.connect(people_file.place(desk))) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (1,)


def test_a_change_of_role_counts_at_once(people: People) -> None:
    session = signed_in(people)
    people.add("Bo Versuch", Role.ADMIN, (), NOW)
    people.change(ANA, role=Role.REVIEWER)
    people.change(ANA, languages=("fr",))
    assert people.person(session, NOW) == Person(ANA, Role.REVIEWER, ("fr",))
    people.change(ANA, languages=())
    assert people.person(session, NOW) == Person(ANA, Role.REVIEWER)


def test_who_is_removed_is_out_at_once_and_the_name_is_free(people: People) -> None:
    token = people.invite(LUIS, NOW)
    people.accept(token, PASSWORD, NOW)
    session = people.sign_in(LUIS, PASSWORD, HOME, NOW)
    again = people.invite(LUIS, NOW)
    people.remove("luis ensayo")
    assert isinstance(session, str)
    assert people.person(session, NOW) is None
    assert people.invited(again, NOW) is None
    assert people.sign_in(LUIS, PASSWORD, HOME, NOW) is None
    people.add(LUIS, Role.EDITOR, (), NOW)
    assert people.person(session, NOW) is None


def test_the_last_admin_stays_so_that_the_desk_is_neither_closed_nor_open_to_all(people: People) -> None:
    refusal = "last admin; make another person an admin first"
    with pytest.raises(UsageError, match=refusal):
        people.remove(ANA)
    with pytest.raises(UsageError, match=refusal):
        people.change(ANA, role=Role.EDITOR)
    people.change(ANA, role=Role.ADMIN, languages=("en",))
    people.change(LUIS, role=Role.ADMIN)
    people.remove(ANA)
    assert [one.name for one in people.everybody()] == [LUIS]


def test_nobody_is_changed_by_a_mistake(people: People) -> None:
    before = people.everybody()
    mistakes: list[Callable[[], object]] = [
        lambda: people.remove("Nobody Here"),
        lambda: people.change("Nobody Here", role=Role.EDITOR),
        lambda: people.invite("Nobody Here", NOW),
        lambda: people.change(LUIS, role=Role.EDITOR, languages=("klingonish",)),
        lambda: people.add("Bo Versuch", Role.EDITOR, ("klingonish",), NOW),
    ]
    for mistake in mistakes:
        with pytest.raises(UsageError, match=r"no such person|no language tag"):
            mistake()
    assert people.everybody() == before


# Guessing


def test_wrong_names_and_passwords_are_told_apart_by_nothing(people: People) -> None:
    assert people.sign_in(ANA, OTHER, HOME, NOW) is None
    assert people.sign_in("Nobody Here", OTHER, HOME, NOW) is None
    assert people.sign_in(LUIS, "", HOME, NOW) is None, "invited, without a password yet"
    assert people.sign_in("\ud800\0", "\ud800\0", HOME, NOW) is None


def test_a_password_that_is_replaced_while_it_is_verified_opens_nothing(
    desk: Desk, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = passwords.verified

    def slowly(password: str, kept: str | None, cost: Cost) -> str | None:
        with closing(sqlite3.connect(people_file.place(desk))) as connection, connection:
            connection.execute("UPDATE people SET password = ?", (passwords.hashed(OTHER, cost),))
        return verified(password, kept, cost)

    monkeypatch.setattr(passwords, "verified", slowly)
    assert people.sign_in(ANA, PASSWORD, HOME, NOW) is None


def test_unknown_names_take_as_long_as_known_ones(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[int, int, int]] = []

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def hashing(self: PasswordHasher, *given: object) -> object:
            done.append((self.time_cost, self.memory_cost, self.parallelism))
            return real(self, *given)

        return hashing

    for name in ("hash", "verify"):
        monkeypatch.setattr(PasswordHasher, name, counted(getattr(PasswordHasher, name)))
    for name in ("Nobody Here", ANA):
        assert people.sign_in(name, OTHER, HOME, NOW) is None
    assert done == [CHEAP, CHEAP], "the same hash at the same cost, once for each"


def test_the_fifth_failure_makes_a_name_wait_and_each_further_one_twice_as_long(people: People) -> None:
    fail(people, 4)
    when = NOW + 4 * MINUTE
    fail(people, 1, when=when)
    for number, seconds in enumerate((30, 60, 120, 240, 480, 900, 900)):
        assert people.sign_in(ANA, PASSWORD, AWAY, when) == Wait(seconds), "even with the right password"
        assert people.sign_in(ANA, PASSWORD, AWAY, when + timedelta(seconds=seconds - 0.5)) == Wait(1)
        when += timedelta(seconds=seconds)
        fail(people, 1, where=f"203.0.113.{number}", when=when)


def test_unknown_names_wait_as_known_ones_do(people: People) -> None:
    fail(people, 5, "Nobody Here")
    assert people.sign_in("NOBODY  here", PASSWORD, AWAY, NOW) == Wait(30)


@pytest.mark.parametrize(
    ("where", "same", "other"),
    [
        ("192.0.2.7", "::ffff:192.0.2.7", "192.0.2.8"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"),
        ("testclient", "testclient", ""),
    ],
)
def test_an_address_waits_whatever_names_it_tries(people: People, where: str, same: str, other: str) -> None:
    for number in range(30):
        fail(people, 1, f"Nobody {number}", where)
    assert people.sign_in(ANA, PASSWORD, same, NOW) == Wait(30)
    assert isinstance(people.sign_in(ANA, PASSWORD, other, NOW), str)


def test_failures_are_forgotten_after_fifteen_minutes_or_by_success_of_the_name(people: People) -> None:
    fail(people, 4)
    fail(people, 4, when=NOW + 15 * MINUTE)
    signed_in(people, when=NOW + 15 * MINUTE)
    fail(people, 4, where=AWAY, when=NOW + 15 * MINUTE)
    assert isinstance(people.sign_in(ANA, PASSWORD, "203.0.113.5", NOW + 15 * MINUTE), str)


def test_an_own_account_does_not_buy_more_guesses(people: People) -> None:
    for number in range(15):
        fail(people, 1, f"Nobody {number}")
        signed_in(people)
        fail(people, 1, f"Nobody Else {number}")
    assert people.sign_in(ANA, PASSWORD, HOME, NOW) == Wait(30)


def test_a_newsroom_behind_one_address_signs_in_although_some_forgot_their_passwords(people: People) -> None:
    for number in range(5):
        fail(people, 5, f"Nobody {number}")
    signed_in(people)


def test_a_new_password_ends_the_wait_of_a_name(people: People) -> None:
    fail(people, 5, where=AWAY)
    people.accept(people.invite(ANA, NOW), OTHER, NOW)
    signed_in(people, OTHER)


def test_guesses_made_at_once_are_counted_like_others(people: People) -> None:
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda: answers.append(people.sign_in(ANA, OTHER, HOME, NOW))) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(None) == 5
    assert answers.count(Wait(30)) == 15


# What is kept


def test_a_password_is_hashed_anew_when_its_cost_changes(desk: Desk, people: People) -> None:
    def kept() -> str:
        with closing(sqlite3.connect(people_file.place(desk))) as connection:
            return str(connection.execute("SELECT password FROM people WHERE name = ?", (ANA,)).fetchone()[0])

    before = kept()
    signed_in(people)
    assert kept() == before
    with people_of(desk, Cost(rounds=2, memory=128, lanes=1)) as dearer:
        signed_in(dearer)
        assert kept().startswith("$argon2id$v=19$m=128,t=2,p=1$")
        signed_in(dearer)


def test_a_password_is_the_same_however_the_keyboard_composes_it(people: People) -> None:
    people.accept(people.invite(LUIS, NOW), "ma\u00f1ana ser\u00e1 otro d\u00eda", NOW)
    assert isinstance(people.sign_in(LUIS, "man\u0303ana sera\u0301 otro di\u0301a", HOME, NOW), str)


def test_no_secret_stands_in_the_file_in_a_repr_or_in_an_error(desk: Desk, people: People) -> None:
    session, token = signed_in(people), people.invite(LUIS, NOW)
    people.sign_in(PASSWORD, "typed into the wrong field", HOME, NOW)
    with pytest.raises(UsageError) as told:
        people.accept(token, "shortpass", NOW)
    folder = people_file.place(desk).parent
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    for secret in (PASSWORD, session, token):
        assert secret.encode() not in kept
        assert secret not in repr(people) + repr(people.everybody()) + str(told.value)
    assert "shortpass" not in str(told.value)


def test_only_the_owner_can_read_what_is_kept_and_git_leaves_it_alone(desk: Desk, people: People) -> None:
    people.invite(LUIS, NOW)
    folder = people_file.place(desk).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("people*")}
    assert set(modes) == {"people.sqlite", "people.sqlite-wal", "people.sqlite-shm"}
    assert set(modes.values()) == {0o600}
    assert (folder / ".gitignore").read_text() == "*\n"


def test_what_others_could_read_is_closed_to_them(desk: Desk) -> None:
    folder = people_file.place(desk).parent
    folder.mkdir(mode=0o755)
    people_of(desk).close()
    people_file.place(desk).chmod(0o644)
    people_of(desk).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(people_file.place(desk).stat().st_mode) == 0o600


def test_the_secret_of_a_desk_is_made_once_people_or_not(desk: Desk) -> None:
    with people_of(desk) as first, people_of(desk) as second:
        assert len(first.secret()) == 32
        assert first.secret() == second.secret()
        kept = first.secret()
    with people_of(desk) as later:
        assert later.secret() == kept


def test_asking_who_is_signed_in_is_no_burden_on_a_request(
    desk: Desk, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = signed_in(people)
    for name in ("hash", "verify"):
        monkeypatch.delattr(PasswordHasher, name)
    with closing(sqlite3.connect(people_file.place(desk))) as other:
        before = other.execute("PRAGMA data_version").fetchone()
        for _ in range(50):
            assert people.person(session, NOW)
        assert other.execute("PRAGMA data_version").fetchone() == before, "nothing was written"


# Other processes, other files


def _work(root: Path, number: int) -> tuple[str, bytes]:
    """What one of several processes does: opens the desk's new file, adds someone of its own and one they all want."""
    with people_of(Desk(root), CHEAP) as people:
        for turn in range(10):
            people.add(f"Person {number} {turn}", Role.TRANSLATOR, (), NOW)
        try:
            people.add(ANA, Role.EDITOR, (), NOW)
        except UsageError:
            return "taken", people.secret()
        return "added", people.secret()


def test_processes_that_come_at_once_share_one_file(desk: Desk) -> None:
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        done = list(pool.map(_work, [desk.root] * 6, range(6)))
    assert sorted(result for result, _secret in done) == ["added", *["taken"] * 5]
    assert len({secret for _result, secret in done}) == 1
    with people_of(desk) as people:
        assert len(people.everybody()) == 61


@pytest.mark.parametrize("data", [b"", b"not a database at all", b"SQLite format 3\0" + bytes(500)])
def test_a_broken_file_is_told_in_one_line_and_left_as_it_is(desk: Desk, data: bytes) -> None:
    people_of(desk).close()
    place = people_file.place(desk)
    place.write_bytes(data)
    with pytest.raises(InputError, match=r"people\.sqlite: .*file of people.*; .*backup"):
        people_of(desk)
    assert place.read_bytes() == data


def test_a_file_that_breaks_while_it_is_used_is_told_too(desk: Desk) -> None:
    with people_of(desk, CHEAP) as people:
        people.add(ANA, Role.ADMIN, (), NOW)
    with closing(sqlite3.connect(people_file.place(desk))) as connection, connection:
        connection.execute("UPDATE people SET role = 'wizard'")
    with people_of(desk) as people, pytest.raises(InputError, match="file of people cannot be used"):
        people.everybody()


def test_a_file_of_a_later_version_asks_for_an_update(desk: Desk) -> None:
    people_of(desk).close()
    with closing(sqlite3.connect(people_file.place(desk))) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="update translate-flow"):
        people_of(desk)


def test_a_hash_that_was_damaged_lets_nobody_in_until_a_new_invitation(desk: Desk, people: People) -> None:
    for damaged in ("", "$argon2id$", "$argon2id$v=19$m=64,t=1,p=1$c2FsdA$!!!!"):
        with closing(sqlite3.connect(people_file.place(desk))) as connection, connection:
            connection.execute("UPDATE people SET password = ? WHERE name = ?", (damaged, ANA))
        assert people.sign_in(ANA, PASSWORD, HOME, NOW) is None
    people.accept(people.invite(ANA, NOW), OTHER, NOW)
    signed_in(people, OTHER)


def test_a_folder_that_cannot_be_made_is_told(desk: Desk) -> None:
    (desk.root / ".translate-flow").write_text("in the way")
    with pytest.raises(InputError, match="file of people cannot be used"):
        people_of(desk)


# Commands


def test_people_are_managed_from_the_command_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.root)

    def users(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["users", *arguments], catch_exceptions=False)
        assert result.exit_code == 0
        return result.output

    told = users("add", ANA, "--role", "admin", "--url", "https://desk.example/")
    token = told.strip().rpartition("https://desk.example/join/")[2]
    with people_of(desk, CHEAP) as people:
        assert people.accept(token, PASSWORD, datetime.now(UTC)) == Person(ANA, Role.ADMIN)
    assert "http://127.0.0.1:8000/join/" in users("add", LUIS, "--lang", "pt-br", "--lang", "fr")
    users("change", LUIS, "--role", "reviewer")
    assert users("list").splitlines()[1:] == [f"{ANA}\tadmin\tall\tactive", f"{LUIS}\treviewer\tpt-BR, fr\tinvited"]
    users("change", LUIS, "--all-languages")
    assert "/join/" in users("invite", LUIS)
    shown = json.loads(users("list", "--json"))
    assert shown["people"][1] == {"name": LUIS, "role": "reviewer", "languages": [], "active": False}
    users("remove", LUIS)
    assert LUIS not in users("list")


@pytest.mark.parametrize("options", [(), ("--lang", "fr", "--all-languages")])
def test_a_change_of_nothing_or_of_two_minds_is_wrong_use(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(desk.root)
    with pytest.raises(UsageError, match="--all-languages"):
        CliRunner().invoke(app, ["users", "change", ANA, *options], catch_exceptions=False)
