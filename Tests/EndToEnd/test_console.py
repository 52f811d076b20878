"""The mock's console, in a real browser, on the admin listener."""

import pytest
from browser import assert_accessible, assert_valid, keep_screenshot

NARROW, WIDE = 320, 1280

# Where it is below the console, and what its title says.
PAGES = {
    "customers": ("/", "Customers · Mock sandbox"),
    "customer-active": ("/customers/ada", "Ada (ada) · Mock sandbox"),
    "customer-trial": ("/customers/ben", "Ben (ben) · Mock sandbox"),
    "customer-canceling": ("/customers/cho", "Cho (cho) · Mock sandbox"),
    "customer-past-due": ("/customers/dee", "Dee (dee) · Mock sandbox"),
    "customer-none": ("/customers/eve", "Eve (eve) · Mock sandbox"),
    "customer-ended": ("/customers/fin", "Fin (fin) · Mock sandbox"),
    "deletion": ("/customers/ada/deletion", "Delete Ada? · Mock sandbox"),
    "clock": ("/clock", "Clock · Mock sandbox"),
    "clock-moved": ("/clock?done=clock&after=0", "Clock · Mock sandbox"),
    "faults": ("/faults", "Faults · Mock sandbox"),
    "events": ("/events", "Events · Mock sandbox"),
    "state": ("/state", "State · Mock sandbox"),
    "reset": ("/state/beginning", "Begin again? · Mock sandbox"),
    "not-found": ("/nothing", "Page not found · Mock sandbox"),
}


@pytest.fixture
def console(demo):
    """The address of the console."""
    return demo.admin.rstrip("/") + "/providers/sandbox"


@pytest.mark.parametrize("colors", ["light", "dark", "forced"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_every_page_can_be_used_by_everybody(demo, console, open_page, colors, width):
    json = {"Content-Type": "application/json"}
    fault = {"operation": "portal.create", "kind": "latency", "latency": "2s", "count": 2}
    for path, body in (("faults", fault), ("clock", {"advance": "5d"})):
        answer = demo.request("POST", f"/providers/sandbox/api/{path}", body=body, headers=json, admin=True)
        assert answer.status in (200, 201), answer.body
    page = open_page(width=width, colors=colors)
    for name, (path, title) in PAGES.items():
        page.goto(console + path)
        if name == "not-found":
            # The browser tells of the status itself.
            page.complaints.clear()
        assert page.title() == title
        assert_valid(page.content())
        keep_screenshot(page, f"console-{name}-{width}-{colors}")
        assert_accessible(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_operator_adds_a_customer_moves_the_clock_and_plays_a_fault(demo, demo_key, console, open_page, scripts):
    page = open_page(scripts=scripts)
    page.goto(console + "/")
    page.get_by_label("Quantity").fill("many")
    page.get_by_label("Name").fill("Hal")
    page.get_by_label("Plan").select_option("mock_pro_m")
    page.get_by_role("button", name="Add customer").click()
    # The browser tells of the status itself.
    page.complaints.clear()
    assert page.get_by_role("link", name="Quantity is a whole number.").is_visible()
    assert page.get_by_label("Name").input_value() == "Hal"
    page.get_by_label("Quantity").fill("2")
    page.get_by_role("button", name="Add customer").click()
    assert page.get_by_text("The customer was added.").is_visible()
    assert page.get_by_role("heading", name="2 × Pro monthly").is_visible()
    customer = page.url.split("/")[-1].split("?")[0]

    page.get_by_role("button", name="Cancel at period end").click()
    assert page.get_by_text("Canceling").is_visible()
    page.get_by_role("link", name="Clock").click()
    page.get_by_role("button", name="32 days").click()
    assert page.get_by_text("The clock was changed.").is_visible()
    page.get_by_role("cell", name=customer).first.get_by_role("link").click()
    assert page.get_by_text("Ended", exact=True).first.is_visible()

    page.get_by_role("link", name="Faults").click()
    page.get_by_role("button", name="Add fault").click()
    assert page.get_by_role("cell", name="No answer comes").is_visible()
    order = "/v1/tenants/demo/customers/ada/portal-sessions"
    assert demo.post(order, demo_key).status in (502, 504)
    page.reload()
    assert page.get_by_text("All calls of the gateway go well.").is_visible()
    assert demo.post(order, demo_key).status == 201


def test_a_world_is_kept_and_put_back(console, open_page):
    page = open_page()
    page.goto(console + "/state")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    world = download.value.path().read_text()
    page.goto(console + "/customers/ada")
    page.get_by_role("link", name="Delete customer").click()
    page.get_by_role("button", name="Delete customer").click()
    assert page.get_by_text("6 customers are in this world.").is_visible()
    page.get_by_role("link", name="State").click()
    page.get_by_label("Exported world").fill(world)
    page.get_by_role("button", name="Import").click()
    assert page.get_by_text("7 customers are in this world.").is_visible()
