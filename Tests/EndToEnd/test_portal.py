"""The mock's hosted portal, in a real browser."""

import re
import sqlite3

import pytest
from browser import assert_accessible, assert_valid, follow, keep_screenshot

RETURN = "/t/demo/dashboard/billing"
NARROW, WIDE = 320, 1280

# Whose page, where it is below the session, and what its title says.
PAGES = {
    "overview-active": ("ada", "", "Pro monthly, active · Billing · Demo"),
    "overview-trial": ("ben", "", "Pro monthly, trial · Billing · Demo"),
    "overview-canceling": ("cho", "", "Pro monthly, canceling · Billing · Demo"),
    "overview-past-due": ("dee", "", "Pro monthly, past due · Billing · Demo"),
    "overview-none": ("eve", "", "Billing · Demo"),
    "overview-ended": ("fin", "", "Billing · Demo"),
    "overview-legacy": ("gus", "", "Legacy, active · Billing · Demo"),
    "plan": ("ada", "/plan/sub_mock_ada", "Change plan · Demo"),
    "plan-wrong": ("ada", "/plan/sub_mock_ada/confirm?price=mock_pro_m", "Error: Change plan · Demo"),
    "plan-confirm": ("ada", "/plan/sub_mock_ada/confirm?price=mock_pro_y", "Confirm the change · Demo"),
    "cancel": ("ada", "/cancel/sub_mock_ada", "Cancel plan · Demo"),
    "cancel-wrong": ("ada", "/cancel/sub_mock_ada/confirm?when=x&reason=x", "Error: Cancel plan · Demo"),
    "cancel-confirm": (
        "ada",
        "/cancel/sub_mock_ada/confirm?when=period_end&reason=too_expensive&comment=Too+much",
        "Confirm the cancellation · Demo",
    ),
    "pause": ("ada", "/pause/sub_mock_ada", "Pause plan · Demo"),
    "pause-confirm": ("ada", "/pause/sub_mock_ada/confirm?for=2", "Confirm the pause · Demo"),
    "payment-method": ("ada", "/payment-method", "Payment method · Demo"),
    "payment-method-none": ("eve", "/payment-method", "Payment method · Demo"),
    "invoices": ("dee", "/invoices", "Invoices · Demo"),
    "invoices-none": ("eve", "/invoices", "Invoices · Demo"),
    "invoice-open": ("dee", "/invoices/in_mock_dee_2", "Open · Invoice MOCK-DEE-0002 · Demo"),
    "details": ("ada", "/details", "Your details · Demo"),
    "done": ("dee", "/overview?done=details", "Details saved · Billing · Demo"),
    "not-found": ("ada", "/nothing", "Page not found · Demo"),
    "other-customer": ("ada", "/invoices/in_mock_dee_2", "Page not found · Demo"),
}


@pytest.fixture
def portal(demo, demo_key):
    """The address of a new session of a customer's."""

    def portal(customer, **order):
        answer = demo.post(f"/v1/tenants/demo/customers/{customer}/portal-sessions", demo_key, order or None)
        assert answer.status == 201, answer.body
        return answer.json["url"]

    return portal


@pytest.fixture
def visit(open_page):
    """Opens a page in a browser where the page that the portal leads back to is one of the test's."""

    def visit(url, **options):
        page = open_page(**options)
        page.route(f"**{RETURN}", lambda route: route.fulfill(body="<title>Demo</title>", content_type="text/html"))
        page.goto(url)
        return page

    return visit


def state(demo, key, customer="ada"):
    return demo.get(f"/v1/tenants/demo/customers/{customer}/billing", key, headers={"Cache-Control": "no-cache"}).json


@pytest.mark.parametrize("colors", ["light", "dark", "forced"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_every_page_can_be_used_by_everybody(portal, open_page, colors, width):
    page = open_page(width=width, colors=colors)
    sessions = {customer: portal(customer) for customer in {customer for customer, _, _ in PAGES.values()}}
    for name, (customer, path, title) in PAGES.items():
        page.goto(sessions[customer] + path)
        keep_screenshot(page, f"portal-{name}-{colors}-{width}")
        assert page.title() == title
        assert_accessible(page)
        assert page.get_by_text("no real money moves").is_visible()
        assert page.get_by_role("link", name="Return to Demo").first.is_visible()


def test_every_page_is_valid_html(portal, demo):
    sessions = {customer: portal(customer) for customer in {customer for customer, _, _ in PAGES.values()}}
    for customer, path, _ in PAGES.values():
        answer = demo.get((sessions[customer] + path).removeprefix(demo.url))
        assert_valid(answer.body.decode())
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'") and "frame-ancestors 'none'" in policy


def test_the_style_sheet_may_be_kept_for_ever(portal, demo):
    html = demo.get(portal("ada").removeprefix(demo.url)).body.decode()
    (path,) = re.findall(r'<link rel="stylesheet" href="([^"]*)">', html)
    answer = demo.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_story_of_a_customer(portal, visit, demo, demo_key, scripts, width):
    page = visit(portal("ada"), scripts=scripts, width=width)

    def press(name, role="button"):
        follow(page.get_by_role(role, name=name, exact=True).first)

    # Cancel at the period's end, for a reason.
    press("Cancel plan", "link")
    page.get_by_label("At the end of the period").check()
    page.get_by_label("Why do you cancel?").select_option("too_expensive")
    page.get_by_label("Anything else we should know?").fill("Too much\nfor <me>")
    press("Continue")
    assert page.get_by_text("for <me>").is_visible()
    press("Cancel plan")
    assert page.title() == "Plan will be canceled · Billing · Demo"
    assert page.get_by_role("status").get_by_text("Your plan will be canceled on").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"
    assert state(demo, demo_key)["state"] == "canceling"

    # Change one's mind.
    press("Keep my plan")
    assert page.get_by_text("Your plan goes on.").is_visible()
    assert state(demo, demo_key)["state"] == "active"

    # Another plan.
    press("Change plan", "link")
    page.get_by_label("Pro yearly").check()
    press("Continue")
    total = re.search(r"[\d.]+ USD", page.locator(".total").inner_text())[0]
    press("Confirm change")
    assert page.get_by_text("You are now on the Pro yearly plan.").is_visible()
    assert page.get_by_text(total).first.is_visible()

    # A number that is nobody's test card, and one that is.
    press("Change payment method", "link")
    number = page.get_by_label("Test card number")
    number.fill("4111 1111 1111 1111")
    press("Change card")
    assert page.title() == "Error: Payment method · Demo"
    assert "4111" not in page.content()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.get_by_role("link", name=re.compile("Enter one of the test card numbers")).click()
    assert page.evaluate("document.activeElement.name") == "number"
    number.fill("5555 5555 5555 4444")
    press("Change card")
    assert page.get_by_text("Your payment method is now Mastercard ending in 4444.").is_visible()

    # A pause, and its end.
    press("Pause plan", "link")
    page.get_by_label("2 months").check()
    press("Continue")
    press("Pause plan")
    assert page.get_by_text("Your plan is paused. It goes on by itself on").is_visible()
    press("Resume plan")
    assert page.get_by_text("Your plan goes on.").is_visible()

    # Who one is, and what one paid.
    press("Change your details", "link")
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("E-mail").fill("nonsense")
    press("Save")
    assert page.get_by_text("Error: Enter an e-mail address").first.is_visible()
    page.get_by_label("E-mail").fill("ada@lovelace.example")
    press("Save")
    assert page.get_by_text("Billing for Ada Lovelace · ada@lovelace.example").is_visible()
    press("All invoices", "link")
    follow(page.get_by_role("link", name="MOCK-ADA-0001"))
    assert page.get_by_text("Ada Lovelace", exact=True).is_visible()

    follow(page.get_by_role("link", name="Return to Demo"))
    assert page.url.endswith(RETURN)


def test_what_is_open_can_be_paid(portal, visit, demo, demo_key):
    page = visit(portal("dee"))
    follow(page.get_by_role("link", name="Pay now"))
    follow(page.get_by_role("button", name="Pay 15.00 USD"))
    assert page.get_by_role("alert").get_by_text("Your card was declined.").is_visible()
    assert_accessible(page)
    keep_screenshot(page, "portal-declined")
    page.get_by_role("link", name="Change payment method").first.click()
    page.get_by_label("Test card number").fill("4242 4242 4242 4242")
    follow(page.get_by_role("button", name="Change card"))
    assert state(demo, demo_key, "dee")["state"] == "active"


def test_a_flow_ends_with_the_way_back(portal, visit):
    page = visit(portal("ada", flow="subscription_cancel", subscription="sub_mock_ada"))
    assert page.title() == "Cancel plan · Demo"
    follow(page.get_by_role("button", name="Continue"))
    follow(page.get_by_role("button", name="Cancel plan"))
    follow(page.get_by_role("status").get_by_role("link", name="Return to Demo"))
    assert page.url.endswith(RETURN)


def test_the_back_button_does_no_harm(portal, visit, demo, demo_key):
    page = visit(portal("ada"))
    follow(page.get_by_role("link", name="Cancel plan"))
    follow(page.get_by_role("button", name="Continue"))
    follow(page.get_by_role("button", name="Cancel plan"))
    before = state(demo, demo_key)["cancellation"]
    page.go_back()
    follow(page.get_by_role("button", name="Cancel plan"))
    assert page.title() == "Plan will be canceled · Billing · Demo"
    assert state(demo, demo_key)["cancellation"] == before


def test_a_form_that_was_left_open_says_that_something_changed(portal, visit):
    page = visit(portal("ada"))
    follow(page.get_by_role("link", name="Pause plan"))
    follow(page.get_by_role("button", name="Continue"))
    other = visit(page.url.replace("/pause/sub_mock_ada/confirm?for=1", "/plan/sub_mock_ada/confirm?price=mock_pro_y"))
    follow(other.get_by_role("button", name="Confirm change"))
    follow(page.get_by_role("button", name="Pause plan"))
    assert page.get_by_text("Something has changed since you opened that page.").is_visible()
    assert page.get_by_role("heading", name="Pro yearly").is_visible()
    assert_accessible(page)
    keep_screenshot(page, "portal-stale")


def test_the_keyboard_is_enough(portal, visit, demo, demo_key):
    page = visit(portal("ada"))

    def tab_to(text):
        """Presses Tab until something of that name has the focus, which can be seen."""
        for _ in range(40):
            page.keyboard.press("Tab")
            name, outline = page.evaluate(
                """() => {
                    const element = document.activeElement;
                    const name = element.labels?.[0]?.innerText ?? element.innerText;
                    const shown = element.matches('.choice input') ? element.closest('.choice') : element;
                    return [name, getComputedStyle(shown).outlineStyle];
                }"""
            )
            assert outline != "none", f"the focus on {name!r} cannot be seen"
            if name.startswith(text):
                return
        raise AssertionError(f"Tab does not lead to {text!r}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to("Cancel plan")
    with page.expect_navigation(url="**/cancel/sub_mock_ada"):
        page.keyboard.press("Enter")
    tab_to("At the end of the period")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    tab_to("Continue")
    with page.expect_navigation(url="**/confirm?**"):
        page.keyboard.press("Space")
    tab_to("Cancel plan")
    with page.expect_navigation(url="**/overview?done=canceled"):
        page.keyboard.press("Enter")
    assert state(demo, demo_key)["state"] == "canceling"


def test_an_expired_session_leads_back(portal, visit, tollgate):
    url = portal("ada")
    with sqlite3.connect(tollgate.folder / ".tollgate/sandbox.sqlite", timeout=5) as world:
        world.execute("UPDATE portal_sessions SET expires_at = created_at")
    world.close()
    page = visit(url + "/invoices", width=NARROW)
    assert page.title() == "This page has expired · Demo"
    assert_accessible(page)
    assert_valid(page.content())
    keep_screenshot(page, "portal-expired")
    follow(page.get_by_role("link", name="Return to Demo").last)
    assert page.url.endswith(RETURN)


def test_an_unknown_link_says_so(visit, demo):
    page = visit(f"{demo.url}/providers/sandbox/portal/{'0' * 64}", colors="dark")
    assert page.title() == "This link does not work · Mock provider"
    assert_accessible(page)
    keep_screenshot(page, "portal-unknown")
