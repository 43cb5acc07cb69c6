"""Who is in the story: Meridian Soft (the vendor), three partner companies and eight people."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.auth import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; `company` is none for the vendor's own people."""

    key: str
    name: str
    email: str
    role: Role
    company: str | None = None
    telephone: str = ""


COMPANIES = ("Agro Dunărea SA", "Textile Moldova SRL", "Farmaciile Sfânta Ana SRL")
AGRO, TEXTILE, FARMACII = COMPANIES

ADMINISTRATOR = Person("admin", "Ruxandra Pop", "admin@example.org", Role.ADMIN, telephone="+40 21 555 0100")

PEOPLE = (
    Person("mihai", "Mihai Dobre", "mihai.dobre@meridian.example", Role.DISPATCHER, telephone="+40 21 555 0101"),
    Person("elena", "Elena Vasiliu", "elena.vasiliu@meridian.example", Role.CONSULTANT, telephone="+40 21 555 0102"),
    Person("stefan", "Ștefan Țurcanu", "stefan.turcanu@meridian.example", Role.CONSULTANT, telephone="+40 21 555 0103"),
    Person(
        "ioana", "Ioana Mărginean", "ioana.marginean@agrodunarea.example", Role.COMPANY_ADMIN, AGRO, "+40 241 555 201"
    ),
    Person("andrei", "Andrei Lupu", "andrei.lupu@agrodunarea.example", Role.CUSTOMER, AGRO, "+40 241 555 202"),
    Person(
        "cristina", "Cristina Bălan", "cristina.balan@textilemoldova.example", Role.CUSTOMER, TEXTILE, "+40 232 555 310"
    ),
    Person("vlad", "Vlad Chiriță", "vlad.chirita@sfantaana.example", Role.CUSTOMER, FARMACII, "+40 264 555 417"),
)
