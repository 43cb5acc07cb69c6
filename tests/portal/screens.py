"""Every screen that `./dev screenshots` pictures: who looks at which address of the demo story, after doing what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.portal.words import Words

WAIT_MS = 20_000
CUSTOMER = "andrei.lupu@agrodunarea.example"
COMPANY_ADMIN = "ioana.marginean@agrodunarea.example"
OTHER_CUSTOMER = "cristina.balan@textilemoldova.example"
DISPATCHER = "mihai.dobre@meridian.example"
CONSULTANT = "elena.vasiliu@meridian.example"
ADMIN = "admin@example.org"
EVER = "/requests?type=all&from=2024-11-01"
A_PASSWORD = "parola-lungă-de-probă-7"
A_TOKEN = "7Kq9mXv2TzR4pW8dN3sYbH6gLcJf1QaE"
A_LONG_NAME = f"Balanța de verificare pe luna octombrie, varianta {'corectată și ' * 10}trimisă.xlsx"

Doing = Callable[[Page, Words], None]


# --- ways ------------------------------------------------------------------------------------------------------------


def as_it_opens(_page: Page, _words: Words) -> None:
    """Nothing is done."""


def after(*steps: Doing) -> Doing:
    """One thing after the other."""

    def do(page: Page, words: Words) -> None:
        for step in steps:
            step(page, words)

    return do


def pressed(key: str, *, within: str = "") -> Doing:
    """Press the button with this text (inside the dialog or the menu, if that is said)."""

    def do(page: Page, words: Words) -> None:
        place: Page | Locator = page.locator(within).filter(visible=True).last if within else page
        button = place.get_by_role("button", name=words(key), exact=True)
        link = place.get_by_role("link", name=words(key), exact=True)
        button.or_(link).filter(visible=True).first.click()

    return do


def chosen(key: str) -> Doing:
    """Choose from the page's further actions."""

    def do(page: Page, words: Words) -> None:
        page.get_by_role("button", name=words("common:moreActions")).first.click()
        page.get_by_role("menuitem", name=words(key), exact=True).click()

    return do


def tab(key: str) -> Doing:
    """Open a tab of the composer."""

    def do(page: Page, words: Words) -> None:
        page.get_by_role("tab", name=words(key)).click()
        expect(page.locator(".ProseMirror").filter(visible=True)).to_be_visible(timeout=WAIT_MS)

    return do


def dialog(page: Page, _words: Words) -> None:
    """Wait for the dialog."""
    expect(page.get_by_role("dialog")).to_be_visible()


def row(status: str) -> Doing:
    """Open the first request of the list that stands so."""

    def do(page: Page, words: Words) -> None:
        rows = page.locator("tbody tr").filter(has_text=words(f"common:status.{status}"))
        rows.first.locator("a").first.click()
        expect(page.locator("article").first).to_be_visible(timeout=WAIT_MS)

    return do


def first_row(page: Page, _words: Words) -> None:
    """Open the first request of the list."""
    page.locator("tbody a").first.click()
    expect(page.locator("article").first).to_be_visible(timeout=WAIT_MS)


def staff_row(page: Page, words: Words) -> None:
    """Open the first request of the queue."""
    first_row(page, words)
    expect(page.get_by_role("tab", name=words("staff:kind.reply"))).to_be_visible(timeout=WAIT_MS)


def unfolded(page: Page, _words: Words) -> None:
    """On a phone: what is folded beside the entries."""
    fold = page.locator("aside button[aria-expanded=false]")
    if fold.is_visible():
        fold.click()


# --- what customers do -----------------------------------------------------------------------------------------------


def refused(page: Page, words: Words) -> None:
    """Sign in with what does not match."""
    page.get_by_label(words("sign-in:email")).fill(f"nimeni-{uuid4().hex[:6]}@agrodunarea.example")
    page.get_by_label(words("sign-in:password"), exact=True).fill(A_PASSWORD)
    pressed("sign-in:go")(page, words)
    expect(page.get_by_role("alert")).to_be_visible(timeout=WAIT_MS)


def ended(page: Page, words: Words) -> None:
    """The session ends while somebody is writing."""
    page.context.clear_cookies()
    page.get_by_label(words("new-request:subject")).fill("Balanța nu se închide")
    expect(page.get_by_role("dialog", name=words("sign-in:again.title"))).to_be_visible(timeout=WAIT_MS)


def unfolded_filters(page: Page, _words: Words) -> None:
    """On a phone: what the list is narrowed by."""
    fold = page.locator("main button[aria-expanded=false]").filter(visible=True)
    if page.get_by_role("button", name="GO", exact=True).is_hidden():
        fold.first.click()


def calendar(page: Page, words: Words) -> None:
    """Open the second calendar."""
    unfolded_filters(page, words)
    page.get_by_label(words("requests:filter.to"), exact=True).click()
    expect(page.get_by_role("button", name=words("common:calendar.previousMonth"))).to_be_visible()


def account_menu(page: Page, words: Words) -> None:
    """Open the account's menu."""
    page.locator("header button[aria-haspopup=menu]").last.click()
    expect(page.get_by_role("menuitem", name=words("common:signOut"))).to_be_visible()


def filled_in(page: Page, words: Words) -> None:
    """A request as people write it, with files, one of them refused."""
    discard = page.get_by_role("button", name=words("draft:discard"))
    if discard.is_visible():
        discard.click()
        pressed("draft:discard", within="[role=dialog]")(page, words)
        expect(discard).to_have_count(0)
    page.get_by_label(words("new-request:subject")).fill(
        "Balanța de verificare nu se închide după reorganizarea firmei"
    )
    text = page.get_by_role("textbox", name=words("new-request:body"), exact=True)
    text.fill("La „Închidere lună” apare E-2107. S-a întâmplat și luna trecută, dar atunci a trecut a doua oară.")
    bytes_of = {"jurnal.txt": b"E-2107" * 30_000, A_LONG_NAME: b"E-2107" * 50_000, "copie.bak": b""}
    files: list[FilePayload] = [
        {"name": name, "mimeType": "text/plain", "buffer": content} for name, content in bytes_of.items()
    ]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_text(words("files:refused.empty"))).to_be_visible()
    expect(page.get_by_text(words("files:uploaded"))).to_have_count(2, timeout=WAIT_MS)
    expect(page.get_by_text(words("draft:saved"))).to_be_visible(timeout=WAIT_MS)


def nothing_filled_in(page: Page, words: Words) -> None:
    """Send a request without subject and text."""
    page.get_by_label(words("new-request:subject")).fill("")
    page.locator(".ProseMirror").fill("")
    pressed("new-request:send")(page, words)
    expect(page.get_by_text(words("new-request:subjectMissing"))).to_be_visible()


def reply(page: Page, words: Words) -> None:
    """Open the reply box and write."""
    text = page.get_by_role("textbox", name=words("request:update"), exact=True)
    expect(text.or_(page.get_by_text(words("request:replyShort"))).first).to_be_attached()
    if not text.is_visible():
        pressed("request:update")(page, words)
    text.fill(f"Am încercat și în {uuid4().hex[:3]}, dar se întâmplă la fel.")
    expect(page.get_by_text(words("draft:saved"))).to_be_visible(timeout=WAIT_MS)


def offline(page: Page, words: Words) -> None:
    """The network goes, and something is asked for."""
    page.context.set_offline(True)
    unfolded_filters(page, words)
    page.get_by_label(words("requests:search"), exact=True).fill("balanța")
    expect(page.get_by_text(words("errors:offlineBar"))).to_be_visible()


# --- what consultants do ---------------------------------------------------------------------------------------------


def timer(page: Page, words: Words) -> None:
    """Start the timer, unless it runs."""
    unfolded(page, words)
    start = page.get_by_role("button", name=words("staff:timer.start")).filter(visible=True)
    stop = page.get_by_role("main").get_by_role("button", name=words("staff:timer.stop")).filter(visible=True)
    expect(start.or_(stop).first).to_be_enabled()
    if start.is_visible():
        start.click()
    expect(page.get_by_role("dialog").or_(stop).first).to_be_visible()
    if page.get_by_role("dialog").is_visible():
        pressed("staff:stop.discard", within="[role=dialog]")(page, words)
        expect(page.get_by_role("dialog")).to_be_hidden()


def note(page: Page, words: Words) -> None:
    """Write an internal note."""
    tab("staff:kind.note")(page, words)
    page.get_by_role("textbox", name=words("staff:kind.note")).fill("Am vorbit la telefon, revine joi.")


def asking(page: Page, words: Words) -> None:
    """Ask for two things."""
    tab("staff:kind.info_request")(page, words)
    page.get_by_label(words("staff:items.one")).first.fill("Versiunea programului")
    pressed("staff:items.add")(page, words)


def resolving(page: Page, words: Words) -> None:
    """Send a resolution where no work is logged."""
    tab("staff:kind.resolution")(page, words)
    page.get_by_role("textbox", name=words("staff:kind.resolution")).fill(
        "Am refăcut indexul; rulați închiderea din nou."
    )
    pressed("staff:send.resolution")(page, words)
    dialog(page, words)


def assigning(page: Page, words: Words) -> None:
    """Choose whom to assign a request to."""
    pressed("staff:handling.assign")(page, words)
    page.get_by_role("dialog").get_by_label(words("staff:handling.to")).click()
    expect(page.get_by_role("option").first).to_be_visible()


def shortcut_sheet(page: Page, words: Words) -> None:
    """Ask for the sheet of shortcuts."""
    page.keyboard.press("?")
    dialog(page, words)


# --- what administrators do ------------------------------------------------------------------------------------------


def invited(page: Page, words: Words) -> str:
    """Invite somebody; returns the link."""
    pressed("people:invite")(page, words)
    page.get_by_role("textbox", name=words("people:name")).fill("Sorina Mătăsaru")
    page.get_by_role("textbox", name=words("people:email")).fill(f"sorina.{uuid4().hex[:4]}@agrodunarea.example")
    pressed("people:inviteDo")(page, words)
    field = page.get_by_label(words("people:ready.link"))
    expect(field).to_be_visible(timeout=WAIT_MS)
    return field.input_value()


def invitation(page: Page, words: Words) -> None:
    """A link that is shown once; what a picture shows of it must be of no use."""
    invited(page, words)
    address = f"https://solicitari.example/invitations/{A_TOKEN}"
    page.get_by_label(words("people:ready.link")).evaluate("(field, address) => { field.value = address; }", address)


def accepting(page: Page, words: Words) -> None:
    """Open somebody's invitation."""
    page.goto(invited(page, words))
    expect(page.get_by_label(words("sign-in:password"), exact=True)).to_be_visible(timeout=WAIT_MS)


def first_visit(page: Page, words: Words) -> None:
    """Somebody who was invited looks at a list without requests (of another company: this one has some)."""
    accepting(page, words)
    page.get_by_label(words("sign-in:password"), exact=True).fill(A_PASSWORD)
    page.locator("button[type=submit]").click()
    expect(page).to_have_url(re.compile("/requests"), timeout=WAIT_MS)


def of_person(name: str, key: str) -> Doing:
    """Choose from somebody's menu."""

    def do(page: Page, words: Words) -> None:
        menu = page.get_by_role("button", name=words("people:menuOf")).and_(page.get_by_label(re.compile(name)))
        menu.click()
        page.get_by_role("menuitem", name=words(key)).click()
        dialog(page, words)

    return do


def new_company(page: Page, words: Words) -> None:
    """A company that has nobody yet."""
    name = f"Morăria Bărăgan {uuid4().hex[:4]}"
    pressed("companies:add")(page, words)
    page.get_by_label(words("companies:name")).fill(name)
    pressed("companies:addDo", within="[role=dialog]")(page, words)
    expect(page.get_by_role("dialog")).to_be_hidden(timeout=WAIT_MS)
    page.get_by_role("link", name=name).click()
    expect(page.get_by_text(words("people:empty.title"))).to_be_visible(timeout=WAIT_MS)


@dataclass(frozen=True)
class Screen:
    """One picture: who looks (none: nobody is signed in) at which address, after doing what."""

    name: str
    who: str | None
    address: str
    do: Doing = as_it_opens
    is_paper: bool = False


SCREENS = (
    Screen("sign-in", None, "/sign-in"),
    Screen("sign-in-refused", None, "/sign-in", refused),
    Screen("sign-in-again", CUSTOMER, "/requests/new", ended),
    Screen("invitation-accepting", COMPANY_ADMIN, "/users", accepting),
    Screen("invitation-gone", None, f"/invitations/{A_TOKEN}"),
    Screen("requests", CUSTOMER, "/requests"),
    Screen("requests-ever", CUSTOMER, EVER),
    Screen("requests-first-visit", ADMIN, "/companies", after(new_company, first_visit)),
    Screen("requests-none-in-interval", CUSTOMER, "/requests?from=2019-08-01&to=2019-08-31"),
    Screen("requests-none-found", CUSTOMER, "/requests?q=nimic"),
    Screen("requests-offline", CUSTOMER, "/requests", offline),
    Screen("calendar", CUSTOMER, "/requests", calendar),
    Screen("account-menu", COMPANY_ADMIN, "/requests", account_menu),
    Screen("new-request", OTHER_CUSTOMER, "/requests/new"),
    Screen("new-request-filled-in", CUSTOMER, "/requests/new", filled_in),
    Screen("new-request-missing", COMPANY_ADMIN, "/requests/new", nothing_filled_in),
    Screen("draft-discarding", CUSTOMER, "/requests/new", after(pressed("draft:discard"), dialog)),
    Screen("request", CUSTOMER, "/requests", row("in_progress")),
    Screen("request-waiting", CUSTOMER, "/requests?type=active", row("waiting_customer")),
    Screen("request-resolved", CUSTOMER, EVER, row("resolved")),
    Screen("request-reply", CUSTOMER, EVER, after(row("resolved"), reply)),
    Screen("request-closed", CUSTOMER, EVER, row("closed")),
    Screen("request-withdrawing", COMPANY_ADMIN, "/requests", after(row("new"), chosen("request:withdraw"), dialog)),
    Screen("request-linked", CUSTOMER, EVER, after(row("closed"), pressed("request:followUp"))),
    Screen("request-unknown", CUSTOMER, "/requests/99999"),
    Screen("request-paper", CUSTOMER, EVER, row("resolved"), is_paper=True),
    Screen("unknown-address", CUSTOMER, "/nowhere"),
    Screen("users", COMPANY_ADMIN, "/users"),
    Screen("users-none-found", COMPANY_ADMIN, "/users?q=nimeni"),
    Screen("inviting", COMPANY_ADMIN, "/users", after(pressed("people:invite"), dialog)),
    Screen("invitation", COMPANY_ADMIN, "/users", invitation),
    Screen("role", COMPANY_ADMIN, "/users", of_person("Andrei", "people:menu.role")),
    Screen("companies", ADMIN, "/companies"),
    Screen("company-adding", ADMIN, "/companies", after(pressed("companies:add"), dialog)),
    Screen("company-empty", ADMIN, "/companies", new_company),
    Screen("team", ADMIN, "/team"),
    Screen("disabling", ADMIN, "/team", of_person("Elena", "people:menu.disable")),
    Screen("profile", CONSULTANT, "/profile"),
    Screen("queue", DISPATCHER, "/queue?view=all"),
    Screen("queue-mine", CONSULTANT, "/queue"),
    Screen("queue-nothing", CONSULTANT, "/queue?q=nimic"),
    Screen("shortcuts", CONSULTANT, "/queue", shortcut_sheet),
    Screen("all-requests", CONSULTANT, "/requests"),
    Screen("staff-request", CONSULTANT, "/queue?view=mine", after(staff_row, timer)),
    Screen("staff-waiting", CONSULTANT, "/queue?view=waiting", staff_row),
    Screen("staff-note", CONSULTANT, "/queue?view=mine", after(staff_row, note)),
    Screen("staff-asking", CONSULTANT, "/queue?view=waiting", after(staff_row, asking)),
    Screen("staff-resolving", DISPATCHER, "/queue?view=unassigned", after(staff_row, resolving)),
    Screen("assigning", DISPATCHER, "/queue?view=all", after(staff_row, assigning)),
    Screen("closing", CONSULTANT, "/queue?view=mine", after(staff_row, chosen("staff:handling.close"), dialog)),
    Screen("interval", CONSULTANT, "/queue?view=mine", after(staff_row, unfolded, pressed("staff:work.add"), dialog)),
    Screen(
        "timer-stopping", CONSULTANT, "/queue?view=mine", after(staff_row, timer, pressed("staff:timer.stop"), dialog)
    ),
    Screen("on-behalf", CONSULTANT, "/requests/new"),
)
