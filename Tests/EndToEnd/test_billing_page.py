"""The billing page and the elements for tenants' own pages, in a real browser."""

import re

import pytest
from browser import assert_accessible, assert_valid, follow, keep_screenshot
from stripe_stand_in import subscription

PAGES = "/t/demo"
BILLING = PAGES + "/dashboard/billing"
NARROW, WIDE = 320, 1280
DATE = r"\d{1,2} \w{3} \d{4}"

# What the seeded customers are told, and what they can do: the first button is the main one.
CUSTOMERS = {
    "ada": (
        rf"You are currently on the Pro plan\. Your plan renews on {DATE}\.",
        ["Open Customer Portal"],
        "Pro, active · Billing · Demo",
    ),
    "ben": (
        rf"Trial ends on {DATE}, then 15\.00 USD / month\.",
        ["Open Customer Portal", "Choose a plan"],
        "Pro, trial · Billing · Demo",
    ),
    "cho": (
        rf"Your plan will be canceled on {DATE}\. You keep access until then\.",
        ["Open Customer Portal", "Keep my plan"],
        "Pro, canceling · Billing · Demo",
    ),
    "dee": (
        r"We could not take your last payment\.",
        ["Update payment method", "Invoices"],
        "Pro, past due · Billing · Demo",
    ),
    "eve": (r"You are currently on the Starter plan\.", ["Choose a plan"], "Starter · Billing · Demo"),
    "fin": (
        rf"Your Pro plan ended on {DATE}\.",
        ["Choose a plan", "Invoices and payment methods"],
        "Pro, ended · Billing · Demo",
    ),
    "gus": (
        rf"You are currently on the Legacy plan\. Your plan renews on {DATE}\.",
        ["Open Customer Portal"],
        "Legacy, active · Billing · Demo",
    ),
}

# What a fault of the provider comes to for a customer.
FAULTS = {
    "timeout": ([], "The portal took too long to open."),
    "reset": ([], "The portal took too long to open."),
    "malformed": ([], "The portal cannot be reached right now."),
    "empty": ([], "The portal cannot be reached right now."),
    "rate-limit": ([], "There are too many requests right now."),
    "status": (["--status", "500"], "The portal cannot be reached right now."),
    "forbidden": (["--status", "403"], "The portal cannot be opened because of a problem on our side."),
}


def without_our_script(page):
    """The page as it is where the script does not come. (Where a browser runs none at all, no rule can be checked.)"""
    page.route("**/embed/v1/tollgate.js", lambda route: route.fulfill(body="", content_type="text/javascript"))


@pytest.fixture
def visit(dev_demo, open_page):
    """Opens a page as one of the customers."""

    def visit(customer, path=BILLING, **options):
        page = open_page(**options)
        page.goto(f"{dev_demo.url}{path}?as={customer}")
        assert page.url == dev_demo.url + path
        return page

    return visit


def buttons(page):
    return page.locator(".card .actions .button").all_inner_texts()


def fail_once(tollgate, kind):
    options, message = FAULTS[kind]
    name = "status" if options else kind
    added = tollgate.run("mock", "fault", "add", "--op", "portal.create", "--kind", name, "--count", "1", *options)
    assert added.returncode == 0, added.stderr
    return message


def cancel_in_the_portal(page):
    """From the billing page to the portal and back."""
    follow(page.get_by_role("button", name="Open Customer Portal"))
    assert page.get_by_text("Mock provider: no real money moves").is_visible()
    follow(page.get_by_role("link", name="Cancel plan").first)
    page.get_by_label("At the end of the period").check()
    page.get_by_label("Why do you cancel?").select_option("too_expensive")
    follow(page.get_by_role("button", name="Continue"))
    follow(page.get_by_role("button", name="Cancel plan"))
    follow(page.get_by_role("link", name="Return to Demo").first)


# What is there


@pytest.mark.parametrize("customer", CUSTOMERS)
def test_every_customer_is_told_how_things_stand(visit, customer):
    text, labels, title = CUSTOMERS[customer]
    page = visit(customer, scripts=False)
    shown = re.sub(r"\s+", " ", page.locator("main").inner_text())
    assert re.search(text, shown), shown
    assert buttons(page) == labels
    assert page.title() == title
    assert_valid(page.content())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("colors", ["light", "dark", "forced"])
# The width of 640 is that of 1280 at twice the size.
@pytest.mark.parametrize("width", [NARROW, 640, WIDE])
def test_every_page_can_be_used_by_everybody(dev_demo, open_page, colors, width, scripts):
    page = open_page(width=width, colors=colors)
    if not scripts:
        without_our_script(page)
    places = {"sign-in": BILLING, "sign-in-wrong": BILLING + "?as=me"}
    places |= {customer: f"{BILLING}?as={customer}" for customer in CUSTOMERS}
    places |= {"plans": PAGES + "/plans", "plans-eve": PAGES + "/plans?as=eve", "demo": PAGES + "/demo?as=gus"}
    places |= {"lost": PAGES + "/nothing", "nobody": "/t/nobody"}
    for name, path in places.items():
        page.goto(dev_demo.url + path)
        if name == "demo" and scripts:
            page.locator("tollgate-billing").get_by_text("Pro").or_(page.get_by_text("Legacy")).first.wait_for()
        keep_screenshot(page, f"page-{name}-{colors}-{width}-{'js' if scripts else 'plain'}")
        assert_accessible(page)


def test_the_page_is_as_it_is_for_nobody_else(dev_demo):
    answer = dev_demo.get(BILLING)
    assert answer.status == 200 and b"Sign in" in answer.body and "Set-Cookie" not in answer.headers
    signed_in = dev_demo.get(BILLING + "?as=ada")
    assert (signed_in.status, signed_in.headers["Location"]) == (303, BILLING)
    cookie = signed_in.headers["Set-Cookie"]
    assert cookie.startswith("tollgate-demo=") and "HttpOnly; SameSite=Lax" in cookie
    page = dev_demo.get(BILLING, headers={"Cookie": cookie.split(";")[0]})
    assert page.headers["Cache-Control"] == "no-store"
    changed = cookie.split(";")[0].replace(".YWRh.", ".YmVu.")
    assert b"Sign in" in dev_demo.get(BILLING, headers={"Cookie": changed}).body


def test_only_a_gateway_for_development_has_the_way_in(demo):
    answer = demo.get(BILLING + "?as=ada")
    assert answer.status == 401 and "Set-Cookie" not in answer.headers
    assert demo.get(PAGES + "/demo?as=ada").status == 404


# The story


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_story_of_a_customer(visit, dev_demo, tollgate, scripts):
    page = visit("ada", scripts=scripts)
    cancel_in_the_portal(page)
    assert page.url.startswith(dev_demo.url + BILLING)
    assert page.get_by_role("status").get_by_text("Your plan was updated.").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"
    assert page.get_by_text("Your plan will be canceled on").is_visible()
    assert buttons(page) == ["Open Customer Portal", "Keep my plan"]
    keep_screenshot(page, f"page-updated-{'js' if scripts else 'plain'}")
    if scripts:
        assert_accessible(page)

    # Nothing is announced that has not happened.
    follow(page.get_by_role("button", name="Open Customer Portal"))
    follow(page.get_by_role("link", name="Return to Demo").first)
    assert page.get_by_text("Your plan will be canceled on").is_visible()
    assert not page.get_by_text("Your plan was updated.").is_visible()

    assert tollgate.run("mock", "clock", "advance", "32d").returncode == 0
    page.goto(dev_demo.url + BILLING)
    assert page.get_by_text("Your Pro plan ended on").is_visible()
    follow(page.get_by_role("link", name="Choose a plan"))
    assert page.get_by_role("heading", name="Plans").is_visible()
    assert page.get_by_text("15.00 USD / month").is_visible()
    follow(page.get_by_role("link", name="Billing", exact=True))
    follow(page.get_by_role("button", name="Sign out"))
    assert page.get_by_role("heading", name="You are signed out").is_visible()
    page.goto(dev_demo.url + BILLING)
    assert page.get_by_role("heading", name="Sign in").is_visible()


def test_it_can_be_told_with_the_keyboard_alone(visit):
    page = visit("ada")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Open Customer Portal"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/providers/sandbox/portal/" in page.url


# What goes wrong


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("kind", FAULTS)
def test_what_goes_wrong_is_said_and_the_second_click_works(visit, tollgate, kind, scripts):
    page = visit("ada", scripts=scripts)
    message = fail_once(tollgate, kind)
    page.get_by_role("button", name="Open Customer Portal").click()
    alert = page.get_by_role("alert")
    alert.get_by_text(message).wait_for()
    assert re.search(r"Reference: [0-9a-f]{32}", alert.inner_text())
    assert "a fault" not in page.content()
    if kind == "timeout":
        keep_screenshot(page, f"page-failed-{'js' if scripts else 'plain'}")
        if scripts:
            assert_accessible(page)
    follow(alert.get_by_role("button", name="Retry"))
    assert "/providers/sandbox/portal/" in page.url


def test_a_provider_that_is_down_has_a_page_of_its_own(visit, tollgate, dev_demo):
    page = visit("eve", PAGES + "/plans")
    added = tollgate.run("mock", "fault", "add", "--op", "subscription.fetch", "--kind", "reset", "--count", "1")
    assert added.returncode == 0, added.stderr
    page.goto(dev_demo.url + BILLING + "?as=ada")
    assert page.get_by_role("alert").get_by_text("Billing is temporarily unavailable").is_visible()
    assert_accessible(page)
    follow(page.get_by_role("link", name="Try again"))
    assert page.get_by_text("Your plan renews on").is_visible()


def test_a_click_that_takes_too_long_ends(visit):
    page = visit("ada")
    keys = []
    page.clock.install()
    page.route("**/dashboard/billing/portal", lambda route: keys.append(route.request.post_data))
    button = page.get_by_role("button", name="Open Customer Portal")
    button.dblclick()
    busy = page.locator(".card .button").first
    assert busy.inner_text() == "Opening…" and busy.get_attribute("aria-disabled") == "true"
    assert busy.evaluate("element => element === document.activeElement")
    assert page.get_by_role("status").inner_text() == "Opening the customer portal…"
    assert page.locator(".spinner").get_attribute("aria-hidden") == "true"
    assert_accessible(page)
    page.clock.fast_forward(15_000)
    alert = page.get_by_role("alert")
    assert "This takes longer than it should." in alert.inner_text()
    assert button.get_attribute("aria-disabled") is None
    assert_accessible(page)
    alert.get_by_role("button", name="Retry").click()
    page.wait_for_function("document.querySelector('.spinner')")
    # A double click is one; a second attempt is another.
    assert len(keys) == 2 and len({re.search(r"key=([^&]+)", key)[1] for key in keys}) == 2
    page.complaints = [text for text in page.complaints if "ERR_FAILED" not in text and "ERR_ABORTED" not in text]


def test_the_back_button_leaves_nothing_stuck(visit):
    page = visit("ada")
    follow(page.get_by_role("button", name="Open Customer Portal"))
    page.go_back()
    button = page.locator(".card .button").first
    assert button.inner_text() == "Open Customer Portal"
    assert button.get_attribute("aria-disabled") is None
    # As browsers do that keep the page as it was.
    page.evaluate(
        """() => {
            window.fetch = () => new Promise(() => {});
            document.querySelector('.card button').click();
        }"""
    )
    assert button.inner_text() == "Opening…"
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert button.inner_text() == "Open Customer Portal"


def test_a_session_that_ended_meanwhile_leads_to_where_it_begins(visit):
    page = visit("ada")
    page.context.clear_cookies()
    follow(page.get_by_role("button", name="Open Customer Portal"))
    page.get_by_role("heading", name="Sign in").wait_for()


# Portals of others


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_policy_lets_a_form_lead_to_the_providers_portal(acme, stripe, open_page, scripts):
    stripe.subscriptions(subscription())
    stripe.portal(url=stripe.url + "/portal")
    stripe.answer("GET", "/portal", "another site", headers={"Content-Type": "text/plain"})
    gateway = acme(development=True).gateway
    page = open_page(scripts=scripts)
    page.goto(gateway.url + "/t/acme/dashboard/billing?as=user_1")
    follow(page.get_by_role("button", name="Open Customer Portal"))
    assert page.url == stripe.url + "/portal"
    returned = stripe.requests[-2]["parameters"]["return_url"]
    assert re.fullmatch(re.escape(gateway.url) + r"/t/acme/dashboard/billing\?returned=[0-9a-f]{16}\.[\w-]{43}", returned)


# The elements


def events(page):
    return page.locator("demo-events li").all_inner_texts()


def test_the_elements_work_in_a_page_with_a_strict_policy(visit, dev_demo):
    page = visit("ada", PAGES + "/demo")
    card = page.locator("tollgate-billing")
    card.get_by_text("You are currently on the Pro plan.").wait_for()
    assert card.locator("[part~=badge]").inner_text() == "Active"
    assert_accessible(page)
    assert events(page) == []
    cancel_in_the_portal(CardPage(page))
    assert page.url.startswith(dev_demo.url + PAGES + "/demo")
    card.get_by_text("Your plan will be canceled on").wait_for()
    page.locator("demo-events li").first.wait_for()
    (event,) = events(page)
    assert event.startswith("tollgate:updated") and '"state":"canceling"' in event
    # It is told once.
    assert page.url == dev_demo.url + PAGES + "/demo"
    page.reload()
    card.get_by_role("button", name="Open Customer Portal").wait_for()
    assert events(page) == []


class CardPage:
    """A page of which the first button is that of the card."""

    def __init__(self, page):
        self._page = page

    def get_by_role(self, role, name):
        found = self._page.get_by_role(role, name=name)
        return found.first if "Open Customer Portal" in name else found

    def __getattr__(self, name):
        return getattr(self._page, name)


def test_the_button_tells_the_page_what_goes_wrong_and_no_address(visit, tollgate):
    page = visit("ada", PAGES + "/demo")
    page.locator("tollgate-billing").get_by_text("You are currently on the Pro plan.").wait_for()
    message = fail_once(tollgate, "reset")
    element = page.locator("tollgate-portal-button")
    element.get_by_role("button", name="Update payment method").click()
    element.get_by_role("alert").get_by_text(message).wait_for()
    assert_accessible(page)
    told = events(page)
    assert [event.split(" ")[0] for event in told] == ["tollgate:opening", "tollgate:error"]
    assert '"flow":"payment_method_update"' in told[0] and '"code":"outcome-unknown"' in told[1]
    assert "/providers/" not in "".join(told)
    follow(element.get_by_role("button", name="Retry"))
    assert page.get_by_role("heading", name="Payment method").is_visible()


def test_what_an_address_claims_of_a_return_is_not_believed(visit, dev_demo):
    page = visit("eve", PAGES + "/demo")
    for made in ("orders", "0000000000000000.AAAA", "0000000000000000"):
        page.goto(f"{dev_demo.url}{PAGES}/demo?returned={made}")
        page.locator("tollgate-billing").get_by_text("Starter", exact=True).wait_for()
        # The last thing an element does when it has its plan; and it leaves alone what is not the gateway's.
        page.locator("tollgate-billing").get_by_role("link", name="Choose a plan").wait_for()
        assert events(page) == [] and page.url.endswith(f"?returned={made}")


def test_whoever_tries_again_by_keyboard_stays_where_they_are(visit, tollgate, dev_demo):
    page = visit("ada", PAGES + "/demo")
    added = tollgate.run("mock", "fault", "add", "--op", "subscription.fetch", "--kind", "reset", "--count", "1")
    assert added.returncode == 0, added.stderr
    page.goto(dev_demo.url + PAGES + "/demo?as=cho")
    again = page.locator("tollgate-billing").get_by_role("button", name="Try again")
    again.wait_for()
    again.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Your plan will be canceled on").first.wait_for()
    assert page.evaluate("document.querySelector('tollgate-billing').shadowRoot.activeElement.textContent") == (
        "Open Customer Portal"
    )


def test_a_stranger_is_told_so(visit, dev_demo):
    page = visit("ada", PAGES + "/demo")
    page.locator("tollgate-billing").get_by_text("You are currently on the Pro plan.").wait_for()
    page.context.clear_cookies()
    element = page.locator("tollgate-portal-button")
    element.get_by_role("button").click()
    element.get_by_role("alert").get_by_text("You are not signed in.").wait_for()
    assert '"code":"unauthenticated"' in events(page)[-1]


def test_a_button_of_before_somebody_else_signed_in_leads_to_the_page_of_now(visit, dev_demo):
    page = visit("ada")
    other = page.context.new_page()
    other.goto(dev_demo.url + PAGES + "/dashboard/billing?as=ben")
    with page.expect_navigation():
        page.get_by_role("button", name="Open Customer Portal").click()
    assert page.get_by_text("Trial ends on").is_visible()
    assert page.get_by_text("ben", exact=True).is_visible()
    follow(page.get_by_role("button", name="Open Customer Portal"))
    assert "/portal/" in page.url


def test_an_element_shows_whose_billing_it_is_now(visit, dev_demo):
    page = visit("ada", PAGES + "/demo")
    card = page.locator("tollgate-billing")
    card.get_by_text("You are currently on the Pro plan.").wait_for()
    other = page.context.new_page()
    other.goto(dev_demo.url + PAGES + "/dashboard/billing?as=ben")
    card.get_by_role("button", name="Open Customer Portal").click()
    card.get_by_text("Trial ends on").wait_for()
    assert not card.get_by_text("You are currently on the Pro plan.").is_visible()

    # Signed out: nobody's plan is shown, and there is a way on.
    page.context.clear_cookies()
    card.get_by_role("button", name="Open Customer Portal").click()
    link = card.get_by_role("link", name="Sign in")
    link.wait_for()
    assert not card.get_by_text("Trial ends on").is_visible()
    assert link.get_attribute("target") == "_top"
    assert_accessible(page)
    follow(link)
    assert page.url == dev_demo.url + PAGES + "/dashboard/billing"


def test_an_element_follows_its_attributes(visit, dev_demo):
    page = visit("ada", PAGES + "/demo")
    card = page.locator("tollgate-billing")
    card.get_by_text("You are currently on the Pro plan.").wait_for()
    card.evaluate("element => element.setAttribute('tenant', 'nobody')")
    card.get_by_role("alert").wait_for()
    assert not card.get_by_text("You are currently on the Pro plan.").is_visible()
    card.evaluate("element => element.setAttribute('tenant', 'demo')")
    card.get_by_text("You are currently on the Pro plan.").wait_for()
    card.evaluate("element => element.removeAttribute('tenant')")
    assert card.evaluate("element => element.shadowRoot.childElementCount") == 0
    assert any("needs the attribute" in text for text in page.complaints)
    page.complaints = []


def test_another_site_cannot_sign_anybody_out(visit, dev_demo):
    page = visit("ada")
    target = dev_demo.url + PAGES + "/logout"
    page.route("http://localhost:1/", lambda route: route.fulfill(
        body=f'<title>x</title><form method="post" action="{target}"><button>Win</button></form>',
        content_type="text/html",
    ))
    page.goto("http://localhost:1/")
    follow(page.get_by_role("button", name="Win"))
    page.goto(dev_demo.url + PAGES + "/dashboard/billing")
    assert page.get_by_role("button", name="Sign out").is_visible()
