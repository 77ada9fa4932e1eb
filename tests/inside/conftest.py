"""The built site and a browser, as the browser tests have them."""

from tests.browser.conftest import browser, playwright, site

__all__ = ["browser", "playwright", "site"]
