"""The site with a backend, for tests: a stack of this machine, and what somebody with an account does first."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.hosting import lay_out
from tests.browser.studio import WORK, Studio
from tests.edge.backend import Backend, Person
from tools import build, serve
from tools.backend import Backend as Project
from tools.stack.postgres import free_port

PASSWORD = "a-long-password"


class Online:
    """A running stack and the site that was built for it."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        origin = f"http://127.0.0.1:{port}"
        self.backend = Backend(ALUO_ORIGINS=origin, ALUO_SITE=f"{origin}/", GENERATE_FIRST_MS="60000")
        stack = self.backend.stack
        # Nearly all is what is built already: 200 MB less for a disk that is busy with the browsers' profiles.
        lay_out(folder)
        build.build(folder, backend=Project(stack.gateway_url, stack.publishable))
        self.server = serve.start(folder, port)
        self.address, self.gateway = self.server.address, stack.gateway_url

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.backend.stop()

    def code(self, email: str) -> str:
        """The code that was last sent to an address."""
        mail = [line for line in self.backend.stack.auth.mail if email in line]
        return mail[-1].rpartition(" ")[2]


def account(here: Studio) -> None:
    """Opens Settings at the account."""
    here.page.locator("[data-command=account], .rail [data-command=settings]").filter(visible=True).first.click()
    here.page.get_by_role("navigation", name="Pages of the settings").get_by_role("button", name="Account").click()


def page_of(here: Studio, name: str) -> None:
    here.page.get_by_role("navigation", name="Pages of the settings").get_by_role("button", name=name).click()


def furnished(here: Studio) -> Studio:
    here.visit().ready()
    expect(here.page.locator(".pages-nav")).to_be_attached()
    return here


def signed_in(here: Studio, person: Person, photo: bytes = b"") -> Studio:
    """The page, on which somebody has opened a photo, if there is one, and signed in with a password."""
    if photo:
        here.open("jar.jpg", photo)
    account(here)
    here.page.get_by_label("Email").fill(person.user.email)
    here.page.get_by_label("Password").fill(PASSWORD)
    here.page.locator("#account-enter").click()
    expect(here.page.get_by_text("Everything held about you")).to_be_visible(timeout=WORK)
    return here


def sign_out(here: Studio) -> None:
    """Leaves the page to the next, also where the account is gone."""
    here.page.keyboard.press("Escape")
    account(here)
    here.page.locator("#account-out, #account-enter").first.wait_for()
    if here.button("Sign out").is_visible():
        here.button("Sign out").click()
    expect(here.page.locator("#account-enter")).to_be_visible(timeout=WORK)
    here.page.keyboard.press("Escape")


def to_scene(here: Studio, jar: bytes) -> None:
    here.page.keyboard.press("Escape")
    here.open("jar.jpg", jar)
    here.task("Scene")
    expect(here.page.locator("#scene-prompt")).to_be_visible()


def choose(here: Studio, name: str, label: str) -> None:
    here.page.locator("#panel-scene").get_by_role("combobox", name=name).select_option(label=label)
