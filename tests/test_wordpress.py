"""A real WordPress: a post is made once, changed in place, credited, and every refusal is one clear line."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import archives
import newsroom
import pytest
import wordpress_server
from lxml import etree
from playwright.sync_api import Browser
from wordpress_server import Site

from translate_flow.desk.desk import Desk
from translate_flow.desk.intake.adding import Into, add, expand
from translate_flow.desk.intake.finding import Finder
from translate_flow.desk.release import published
from translate_flow.desk.release.publishing import Press, Released, Run
from translate_flow.errors import EngineError, TranslateFlowError
from translate_flow.fetching.client import Client, Limits
from translate_flow.fetching.robots import Polite

pytestmark = pytest.mark.server
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MAY = "2026-05-04T09:00:00+00:00"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not wordpress_server.is_here():
        pytest.skip("needs Debian's wordpress, php-cli, php-mysql and mariadb-server")
    with wordpress_server.running(tmp_path_factory.mktemp("wordpress")) as running:
        yield running


@pytest.fixture(autouse=True)
def _empty(site: Site) -> None:
    site.php(
        "foreach (get_posts(['post_type' => ['post', 'attachment'], 'post_status' => ['any', 'trash'], "
        "'numberposts' => -1, 'exclude' => [1]]) as $post) wp_delete_post($post->ID, true);"
    )


def desk_of(folder: Path, site: Site, user: str, monkeypatch: pytest.MonkeyPatch, *lines: str) -> Desk:
    settings = "\n".join(
        ["[publish.wp]", 'target = "wordpress"', f'url = "{site.url}"', f'user = "{user}"', "timeout = 2", *lines]
    )
    monkeypatch.setenv("TRANSLATE_FLOW_WP_KEY", site.passwords.get(user, "no such password"))
    return newsroom.desk(folder, settings, {"puente.md": newsroom.BRIDGE})


def release(desk: Desk, *, dry: bool = False, overwrite: bool = False) -> Released:
    press = Press(desk, "wp")
    (batch,) = press.batches(desk.documents())
    (one,) = press.release(batch, Run(MAY, "Rita Redactora", dry, overwrite))
    return one


def test_a_post_is_made_as_a_draft_with_credit_picture_and_tags(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    assert release(desk, dry=True).state == "new"
    assert not site.posts()
    one = release(desk)
    (post,) = site.posts()
    assert (one.state, one.address) == ("new", f"{site.url}/?p={post['ID']}")
    assert (post["post_title"], post["post_status"]) == ("The Singing Bridge", "draft")
    assert post["post_name"] == "the-singing-bridge"
    assert post["post_excerpt"] == "A note for every wind"
    assert post["post_content"].startswith('<p class="byline">By Ana Prueba</p>\n')
    assert "<p>Translated by Eva Muestra for El Faro</p>" in post["post_content"]
    assert f'src="{site.url}/wp-content/uploads/' in post["post_content"]
    assert json.loads(site.php(f"echo json_encode(wp_get_post_tags({post['ID']}, ['fields' => 'names']));")) == [
        "música", "puentes",
    ]  # fmt: skip
    picture = site.php(f"echo get_post_meta(get_post_thumbnail_id({post['ID']}), '_wp_attachment_image_alt', true);")
    assert picture == "A bridge"
    assert release(desk).state == "unchanged"
    assert len(site.posts()) == 1


def test_a_post_is_changed_in_place_and_keeps_its_status(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    release(desk)
    (before,) = site.posts()
    site.php(f"wp_publish_post({before['ID']});")
    newsroom.translate(desk, also={"El puente suena.": "The bridge hums."})
    assert "+<p>The bridge hums." in release(desk, dry=True).difference
    assert release(desk).state == "changed"
    (after,) = site.posts()
    assert (after["ID"], after["post_status"]) == (before["ID"], "publish")
    assert "The bridge hums." in after["post_content"]
    pictures = "echo count(get_posts(['post_type' => 'attachment', 'numberposts' => -1]));"
    assert site.php(pictures) == "1"


def test_an_editors_change_is_not_overwritten_unasked(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    release(desk)
    (post,) = site.posts()
    site.php(f"wp_update_post(['ID' => {post['ID']}, 'post_title' => 'A Bridge That Sings']);")
    newsroom.translate(desk, also={"El puente suena.": "The bridge hums."})
    with pytest.raises(TranslateFlowError, match="changed there since it was published"):
        release(desk)
    assert site.posts()[0]["post_title"] == "A Bridge That Sings"
    assert release(desk, overwrite=True).state == "changed"


def test_an_answer_that_is_lost_leaves_one_post(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(tmp_path, site, "abel", monkeypatch)
    lost = site.folder / "lost"
    lost.touch()
    try:
        with pytest.raises(EngineError, match="no answer within 2 seconds; give the command again"):
            release(desk)
    finally:
        lost.unlink()
    assert release(desk).state in ("new", "changed")
    assert release(desk).state == "unchanged"
    assert len(site.posts()) == 1
    assert site.php("echo count(get_posts(['post_type' => 'attachment', 'numberposts' => -1]));") == "1"


def test_an_answer_that_is_lost_only_for_the_post_is_found_at_once(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    (tmp_path / "sources" / "fotos" / "puente.png").unlink()
    source = tmp_path / "sources" / "puente.md"
    source.write_text(source.read_text().replace("tags: [puentes, música]\n", ""))
    newsroom.translate(desk)
    lost = site.folder / "lost"
    lost.touch()
    try:
        assert release(desk).state == "new"
    finally:
        lost.unlink()
    assert len(site.posts()) == 1
    assert published.receipts(desk)["wp", "puente.md", "en"].id == str(site.posts()[0]["ID"])


def test_a_site_that_crashes_after_it_made_the_post_has_one(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    crashed = site.folder / "crashed"
    crashed.touch()
    try:
        with pytest.raises(EngineError, match=r"it fails \(HTTP 500\); give the command again later"):
            release(desk)  # the picture is there
        (tmp_path / "sources" / "fotos" / "puente.png").rename(tmp_path / "puente.png")
        source = tmp_path / "sources" / "puente.md"
        source.write_text(source.read_text().replace("tags: [puentes, música]\n", ""))
        newsroom.translate(desk)
        assert release(desk).state == "new"
    finally:
        crashed.unlink()
    (tmp_path / "puente.png").rename(tmp_path / "sources" / "fotos" / "puente.png")
    assert release(desk).state == "changed"
    (post,) = site.posts()
    assert site.php("echo count(get_posts(['post_type' => 'attachment', 'numberposts' => -1]));") == "1"
    alt = site.php(f"echo get_post_meta(get_post_thumbnail_id({post['ID']}), '_wp_attachment_image_alt', true);")
    assert alt == "A bridge"


def test_a_contributor_who_may_not_do_all_makes_nothing_by_halves(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "cora", monkeypatch, 'status = "publish"')
    for picture in (True, False):
        with pytest.raises(EngineError, match=r"cora may not do this \(HTTP 403: .*\); give that user the role of an"):
            release(desk)
        assert not site.posts()
        assert not published.path(desk).exists()
        if picture:
            (tmp_path / "sources" / "fotos" / "puente.png").unlink()
    settings = tmp_path / "translate-flow.toml"
    settings.write_text(settings.read_text().replace('"publish"', '"pending"'))
    desk = Desk(tmp_path)
    assert release(desk).state == "new"
    assert release(desk).state == "unchanged"
    assert [post["post_status"] for post in site.posts()] == ["pending"]


def test_a_password_that_is_withdrawn_leaves_the_post_as_it_is(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    release(desk)
    (before,) = site.posts()
    newsroom.translate(desk, also={"El puente suena.": "The bridge hums."})
    monkeypatch.setenv("TRANSLATE_FLOW_WP_KEY", "withdrawn")
    with pytest.raises(EngineError, match=r"it refuses the password of vera \(HTTP 401"):
        release(desk)
    assert site.posts() == [before]
    monkeypatch.setenv("TRANSLATE_FLOW_WP_KEY", site.passwords["vera"])
    assert release(desk).state == "changed"
    assert len(site.posts()) == 1


def test_a_change_whose_answer_is_lost_is_made_by_the_next_run(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    release(desk)
    newsroom.translate(desk, also={"El puente suena.": "The bridge hums."})
    lost = site.folder / "lost"
    lost.touch()
    try:
        with pytest.raises(EngineError, match="no answer within 2 seconds"):
            release(desk)
    finally:
        lost.unlink()
    assert release(desk).state == "changed"
    assert release(desk).state == "unchanged"
    (post,) = site.posts()
    assert "The bridge hums." in post["post_content"]


def test_what_editors_added_stays_and_a_post_without_our_mark_is_not_touched(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    release(desk)
    (post,) = site.posts()
    number = post["ID"]
    site.php(
        f"wp_update_post(['ID' => {number}, 'post_name' => 'own-address']); wp_set_post_tags({number}, 'own', true);"
    )
    newsroom.translate(desk, also={"El puente suena.": "The bridge hums."})
    assert release(desk).state == "changed"
    assert site.posts()[0]["post_name"] == "own-address"
    assert "own" in site.php(f"echo json_encode(wp_get_post_tags({number}, ['fields' => 'names']));")
    site.php(f"wp_update_post(['ID' => {number}, 'post_content' => 'Another post altogether']);")
    with pytest.raises(EngineError, match="is gone, so the post may be another"):
        release(desk, overwrite=True)
    assert site.posts()[0]["post_content"] == "Another post altogether"


def test_two_desks_at_once_make_one_post(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    with ThreadPoolExecutor(2) as pool:
        done = sorted(one.state for one in pool.map(lambda _: release(desk), range(2)))
    assert done == ["changed", "new"]
    assert len(site.posts()) == 1


def test_a_post_in_the_trash_stays_there(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    release(desk)
    site.php(f"wp_trash_post({site.posts()[0]['ID']});")
    with pytest.raises(EngineError, match="it is in the trash there; restore it, or delete it for good"):
        release(desk)


def test_a_post_in_the_trash_is_found_without_the_record_unless_there_is_another(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    release(desk)
    (post,) = site.posts()
    site.php(f"wp_trash_post({post['ID']});")
    published.path(desk).unlink()
    with pytest.raises(EngineError, match="it is in the trash there"):
        release(desk)
    assert not site.posts()
    site.php(
        f"$copy = get_post({post['ID']}, ARRAY_A); unset($copy['ID']); $copy['post_status'] = 'draft'; "
        "wp_insert_post(wp_slash($copy));"
    )
    assert release(desk).state == "changed"
    assert len(site.posts()) == 1


def test_refusals_are_one_clear_line(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(tmp_path, site, "nil", monkeypatch)
    with pytest.raises(
        EngineError, match="nil may not edit posts there; give that user the role of an author or editor"
    ):
        release(desk)
    monkeypatch.setenv("TRANSLATE_FLOW_WP_KEY", "wrong")
    with pytest.raises(EngineError, match=r"it refuses the password of nil \(HTTP 401"):
        release(desk)
    monkeypatch.setenv("TRANSLATE_FLOW_WP_KEY", "")
    with pytest.raises(EngineError, match="the password of nil is not known; make an application password"):
        release(desk)
    assert not site.posts()
    assert not published.path(desk).exists()


def test_a_site_that_fails_is_one_clear_line(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch)
    broken = site.folder / "broken"
    broken.touch()
    try:
        with pytest.raises(EngineError, match=r"it fails \(HTTP 500\); give the command again later"):
            release(desk)
    finally:
        broken.unlink()
    assert not published.path(desk).exists()


def test_categories_must_be_there(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(tmp_path, site, "vera", monkeypatch, 'categories = ["Bridges"]')
    with pytest.raises(EngineError, match="it has no category “Bridges”; make it there"):
        release(desk)
    assert site.php("echo count(get_posts(['post_type' => 'attachment', 'numberposts' => -1]));") == "0"
    site.php("wp_insert_term('Bridges', 'category');")
    release(desk)
    (post,) = site.posts()
    names = site.php(f"echo json_encode(wp_get_post_categories({post['ID']}, ['fields' => 'names']));")
    assert json.loads(names) == ["Bridges"]


def test_an_article_is_brought_in_from_a_real_site(tmp_path: Path, site: Site) -> None:
    text = "".join(f"<p>El faro se apagó por {n}.ª vez, y en el puerto nadie supo decir por qué.</p>" for n in range(9))
    made = f"['post_title' => 'El faro & la noche', 'post_status' => 'publish', 'post_content' => '{text}']"
    number = site.php(f"echo wp_insert_post({made});")
    desk = newsroom.desk(tmp_path, articles={})
    finder = Finder(Polite(Client(Limits(private=True, pause=0.0))).get)
    (item,) = expand(f"{site.url}/?p={number}", finder, 1)
    added = add(desk, item, finder, Into())
    assert (added.source, added.document) == ("wordpress", "en/el-faro-la-noche.html")
    written = desk.source(added.document).read_text()
    assert f'original: "{site.url}/?p={number}"' in written or f"original: {site.url}/?p={number}" in written
    assert "<h1>El faro &amp; la noche</h1>\n<p>El faro se apagó por 0.ª vez" in written
    assert "author: admin" in written


READER = """
// Not WordPress' importer: a reader of the fields that its documentation names, with WordPress' own functions.
require_once ABSPATH . 'wp-admin/includes/post.php';
$made = 0;
foreach (simplexml_load_file($argv[1])->channel->item as $item) {
    $wp = $item->children('wp', true);
    if (post_exists(wp_slash((string) $item->title), '', (string) $wp->post_date)) continue;
    $id = wp_insert_post(wp_slash([
        'import_id' => (int) $wp->post_id, 'post_title' => (string) $item->title, 'post_status' => (string) $wp->status,
        'post_content' => (string) $item->children('content', true)->encoded, 'post_type' => (string) $wp->post_type,
        'post_excerpt' => (string) $item->children('excerpt', true)->encoded, 'post_name' => (string) $wp->post_name,
        'post_date' => (string) $wp->post_date, 'post_date_gmt' => (string) $wp->post_date_gmt,
        'comment_status' => (string) $wp->comment_status, 'guid' => (string) $item->guid,
    ]), true);
    foreach ($item->category as $term) {
        [$slug, $kind] = [(string) $term['nicename'], (string) $term['domain']];
        $known = term_exists($slug, $kind) ?: wp_insert_term((string) $term, $kind, ['slug' => $slug]);
        wp_set_post_terms($id, [(int) $known['term_id']], $kind, true);
    }
    $made += is_int($id) ? 1 : 0;
}
echo $made;
"""


def test_a_reader_of_the_fields_of_an_export_makes_whole_posts_of_it_and_makes_them_once(
    tmp_path: Path, site: Site
) -> None:
    desk = newsroom.desk(tmp_path, '[publish.old]\ntarget = "wxr"\nstatus = "publish"\npolylang = true\n')
    press = Press(desk, "old")
    (batch,) = press.batches(desk.documents())
    press.release(batch, Run(MAY, "Rita Redactora"))
    export = tmp_path / "published/old/old.en.xml"
    polylang = "register_taxonomy('language', 'post'); wp_insert_term('British', 'language', ['slug' => 'en']);"
    assert [site.php(polylang + READER, str(export)) for _ in range(2)] == ["3", "0"]
    post = next(post for post in site.posts() if post["post_name"] == "the-singing-bridge")
    assert int(post["ID"]) < 1000, "a high number would make all later ones high"
    assert (post["post_title"], post["post_excerpt"]) == ("The Singing Bridge", "A note for every wind")
    assert (post["post_date_gmt"], post["post_status"]) == ("2026-05-04 09:00:00", "publish")
    (item,) = (item for item in etree.parse(export).iter("item") if item.findtext("title") == "The Singing Bridge")
    assert post["post_content"] == item.findtext(CONTENT)
    names = site.php(f"echo json_encode(wp_get_post_tags({post['ID']}, ['fields' => 'names']));")
    assert sorted(json.loads(names)) == ["música", "puentes"]
    language = f"{polylang} echo json_encode(wp_get_post_terms({post['ID']}, 'language', ['fields' => 'names']));"
    assert json.loads(site.php(language)) == ["British"]
    shown = site.php(f"echo apply_filters('the_content', get_post({post['ID']})->post_content);")
    assert '<p class="byline">By Ana Prueba</p>' in shown
    assert "<p>Translated by Eva Muestra for El Faro</p>" in shown


def exported(site: Site) -> bytes:
    """All posts as WordPress' own exporter writes them."""
    code = "require_once ABSPATH . 'wp-admin/includes/export.php'; export_wp(['content' => 'post']);"
    return site.php(code).encode()


def test_an_export_has_nothing_that_wordpress_own_exports_have_not(tmp_path: Path, site: Site) -> None:
    desk = newsroom.desk(tmp_path, '[publish.old]\ntarget = "wxr"\n')
    press = Press(desk, "old")
    (batch,) = press.batches(desk.documents())
    press.release(batch, Run(MAY, "Rita Redactora"))
    site.php(READER, str(tmp_path / "published/old/old.en.xml"))
    own, theirs = (etree.fromstring(data) for data in (
        (tmp_path / "published/old/old.en.xml").read_bytes(), exported(site),
    ))  # fmt: skip
    names, known = ({element.tag for element in root.iter() if isinstance(element.tag, str)} for root in (own, theirs))
    assert names <= known
    there = {item.findtext("title"): item for item in theirs.iter("item")}
    for item in own.iter("item"):
        same = there[item.findtext("title")]
        assert item.findtext(CONTENT) == same.findtext(CONTENT)
        assert {(one.get("domain"), one.text) for one in item.iter("category")} <= {
            (one.get("domain"), one.text) for one in same.iter("category")
        }


def test_what_wordpress_exports_is_a_document_that_comes_out_byte_for_byte_and_goes_back_translated(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(desk_of(tmp_path, site, "vera", monkeypatch, 'status = "publish"'))
    data = exported(site)
    assert archives.translated(data, "site.wxr", str) == data
    texts = {unit.text for unit in archives.units(data, "site.wxr")}
    assert {"The Singing Bridge", "A note for every wind", "By Ana Prueba"} <= texts
    done = tmp_path / "site.xml"
    done.write_bytes(archives.translated(data, "site.wxr", lambda text: text.replace("Bridge", "Pont")))
    assert site.php(READER, str(done)) == "1"
    post = next(post for post in site.posts() if post["post_title"] == "The Singing Pont")
    assert '<p class="byline">By Ana Prueba</p>' in post["post_content"]
    assert "Translated by Eva Muestra for El Faro" in post["post_content"]


@pytest.mark.browser
def test_readers_see_the_credit_in_a_real_theme(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, chromium: Browser
) -> None:
    themes = list((site.folder / "wp-content/themes").glob("*/style.css"))
    if not themes:
        pytest.skip("needs a theme")
    one = release(desk_of(tmp_path, site, "vera", monkeypatch, 'status = "publish"', "reviewers = true"))
    site.php(f"switch_theme('{themes[0].parent.name}');")
    page = chromium.new_page()
    page.goto(one.address)
    credit = page.locator(".translation-credit")
    assert credit.is_visible()
    assert credit.inner_text().split("\n\n") == [
        "Translated by Eva Muestra for El Faro", "Reviewed by Ivo Revisor", "Original: El puente que canta",
        "License: CC BY 4.0",
    ]  # fmt: skip
    assert credit.get_by_role("link").get_attribute("href") == "https://faro.example/puente"
    assert page.locator("article img, main img").first.evaluate("image => image.naturalWidth") == 40
    page.close()
