"""A real WordPress for tests: Debian's, with a database on a private socket and PHP's own server."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path("/usr/share/wordpress")
CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', '{user}'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_ENVIRONMENT_TYPE', 'local'); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}'); define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY',
          'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as $name) define($name, 'test ' . $name);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
INSTALL = """
define('WP_INSTALLING', true);
require 'wp-load.php'; require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('The Harbour Mail', 'admin', 'admin@mail.example', true, '', 'admin-password');
$passwords = [];
foreach (['admin' => '', 'vera' => 'editor', 'nil' => 'subscriber', 'abel' => 'author',
          'cora' => 'contributor'] as $login => $role) {
    $id = $role ? wp_insert_user(['user_login' => $login, 'user_pass' => $login, 'role' => $role,
                                  'user_email' => "$login@mail.example"]) : 1;
    $passwords[$login] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'desk'])[0];
}
echo json_encode($passwords);
"""
SLOW = """<?php
// Answers to what makes a post are lost while the file "lost" is there: the post is made, the line is dead.
// While "crashed" is there, a plugin fails after the post is made.
add_filter('rest_post_dispatch', function ($response, $server, $request) {
    if ($request->get_method() === 'POST' && file_exists(ABSPATH . 'lost')) { sleep(4); }
    if ($request->get_method() === 'POST' && file_exists(ABSPATH . 'crashed')) { $response->set_status(500); }
    if (file_exists(ABSPATH . 'broken')) { $response->set_status(500); }
    return $response;
}, 10, 3);
"""


@dataclass
class Site:
    """A running WordPress."""

    url: str
    folder: Path
    passwords: dict[str, str]

    def php(self, code: str, *arguments: str) -> str:
        """What a piece of PHP prints, inside WordPress, as its administrator."""
        done = subprocess.run(
            ["php", "-r", f"require 'wp-load.php'; wp_set_current_user(1); {code}", "--", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def posts(self) -> list[dict[str, str]]:
        """All posts but the one that every new site has."""
        query = "get_posts(['post_status' => 'any', 'numberposts' => -1, 'exclude' => [1]])"
        found: list[dict[str, str]] = json.loads(self.php(f"echo json_encode({query});"))
        return found


def is_here() -> bool:
    """Whether this machine has what it takes."""
    return SOURCE.is_dir() and all(map(shutil.which, ("php", "mariadbd", "mariadb-install-db")))


@contextmanager
def running(folder: Path) -> Iterator[Site]:
    """A new site, until it is no longer needed."""
    with ExitStack() as stack:
        place = folder / "db.sock"
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        _database(stack, folder, place, user)
        site = folder / "site"
        shutil.copytree(SOURCE, site, ignore=shutil.ignore_patterns("wp-content", "wp-config.php"))
        for name in ("plugins", "uploads", "mu-plugins"):
            (site / "wp-content" / name).mkdir(parents=True)
        shutil.copytree(SOURCE / "wp-content" / "themes", site / "wp-content" / "themes")
        (site / "wp-content" / "mu-plugins" / "slow.php").write_text(SLOW)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        (site / "wp-config.php").write_text(CONFIG.format(user=user, socket=place, url=url))
        done = subprocess.run(["php", "-r", INSTALL], cwd=site, capture_output=True, text=True, check=True)
        server = subprocess.Popen(
            ["php", "-S", f"127.0.0.1:{port}"], cwd=site, env={**os.environ, "PHP_CLI_SERVER_WORKERS": "3"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        stack.callback(_ended, server)
        _await(lambda: _answers(f"{url}/?rest_route=/"))
        yield Site(url, site, json.loads(done.stdout[done.stdout.index("{") :]))


def _database(stack: ExitStack, folder: Path, place: Path, user: str) -> None:
    data = folder / "db"
    common = ["--no-defaults", f"--datadir={data}", f"--user={user}"]
    subprocess.run(
        ["mariadb-install-db", *common, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = subprocess.Popen(
        ["mariadbd", *common, f"--socket={place}", "--skip-networking", f"--pid-file={folder / 'db.pid'}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    stack.callback(_ended, server)
    _await(place.exists)
    client = ["mariadb", "--no-defaults", f"--socket={place}", "-uroot"]
    _await(lambda: not subprocess.run([*client, "-e", "SELECT 1"], capture_output=True, check=False).returncode)
    subprocess.run(
        [*client, "-e", f"CREATE DATABASE wordpress; CREATE USER IF NOT EXISTS '{user}'@'localhost' IDENTIFIED BY '';"
         f"GRANT ALL ON *.* TO '{user}'@'localhost';"], check=True, capture_output=True,
    )  # fmt: skip


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End it with the workers that it has started."""
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(20)


def _await(ready: object) -> None:
    for _ in range(200):
        if callable(ready) and ready():
            return
        time.sleep(0.1)
    raise TimeoutError(ready)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
