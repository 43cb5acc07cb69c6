"""What the people of the story ask and answer: one request per paragraph of their days, in every state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from contracts.tickets import AnswerKind, Priority, TransitionAction


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the story; its text becomes its bytes."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens to a request after it was recorded."""

    who: str
    what: Literal["take", "answer", "update", "work", "transition", "note"]
    text: str = ""
    kind: AnswerKind = AnswerKind.REPLY
    items: tuple[str, ...] = ()
    files: tuple[Attachment, ...] = ()
    minutes: int = 0
    action: TransitionAction = TransitionAction.ACCEPT
    still_open: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """A request as its author records it, and what follows."""

    key: str
    author: str
    subject: str
    text: str
    category: str
    priority: Priority = Priority.NORMAL
    files: tuple[Attachment, ...] = ()
    steps: tuple[Step, ...] = field(default=())
    recorded_by: str | None = None


REQUESTS = (
    Request(
        "tva",
        "andrei",
        "Jurnalul de TVA nu se mai deschide după actualizare",
        "<p>De azi-dimineață, după actualizarea la versiunea 8.4, <strong>jurnalul de TVA pe noiembrie</strong> nu se mai deschide.</p>"
        "<ol><li>Contabilitate → Jurnale → TVA</li><li>aleg luna noiembrie</li><li>apare mesajul „Perioadă nedefinită (E-2107)”</li></ol>"
        "<p>Declarația trebuie depusă până pe 25.</p>",
        "Contabilitate",
        Priority.URGENT,
        (
            Attachment("mesaj eroare E-2107.txt", "E-2107 Perioadă nedefinită\nmodul: TVA\nversiune: 8.4.0.112\n"),
            Attachment("perioade contabile.csv", "perioada;stare\n2026-10;închisă\n2026-11;deschisă\n"),
        ),
        (
            Step("elena", "take"),
            Step(
                "elena",
                "answer",
                "<p>Bună ziua, mulțumesc pentru pașii exacți. Perioada noiembrie a fost creată de două ori la actualizare. "
                "Am șters dublura și am verificat jurnalul: se deschide și totalurile corespund cu balanța.</p>",
                AnswerKind.RESOLUTION,
                files=(Attachment("verificare balanță.csv", "cont;jurnal;balanță\n4427;18.204,50;18.204,50\n"),),
            ),
            Step("elena", "work", "Analiză E-2107 și corectarea perioadei", minutes=50),
            Step("andrei", "transition", action=TransitionAction.ACCEPT),
        ),
    ),
    Request(
        "stoc",
        "ioana",
        "Diferențe de stoc între depozitul Cernavodă și raportul zilnic",
        "<p>Raportul zilnic arată cu 12 tone de porumb mai puțin decât fișa de magazie a depozitului <em>Cernavodă</em>. "
        "Diferența apare numai la loturile recepționate sâmbăta.</p>",
        "Gestiune",
        Priority.HIGH,
        (Attachment("fișa de magazie Cernavodă.csv", "lot;tone\n1187;24\n1188;12\n"),),
        (
            Step("stefan", "take"),
            Step(
                "stefan",
                "answer",
                "<p>Ca să refacem calculul avem nevoie de câteva lucruri. Vă rugăm să le atașați când le aveți.</p>",
                AnswerKind.INFO_REQUEST,
                items=("Raportul zilnic din 21 noiembrie", "Copia de siguranță a bazei, de vineri seara"),
            ),
            Step("stefan", "work", "Verificarea recepțiilor de sâmbătă", minutes=35),
            Step(
                "stefan", "note", "<p>Seamănă cu eroarea de fus orar din 8.3; de verificat recepțiile după ora 22.</p>"
            ),
        ),
    ),
    Request(
        "etichete",
        "cristina",
        "Etichetele de colet ies fără cod de bare",
        "<p>La imprimanta din secția 2 etichetele ies fără codul de bare. Pe imprimanta din birou ies bine.</p>",
        "Producție",
        steps=(
            Step("elena", "take"),
            Step(
                "elena",
                "answer",
                "<p>Ce model este imprimanta din secția 2? Îl găsiți pe spate, sub codul de serie.</p>",
            ),
            Step("cristina", "update", "<p>Este un model ZT-230, cumpărat în 2019.</p>"),
        ),
    ),
    Request(
        "retete",
        "vlad",
        "Rețetele compensate nu se transmit la Casa de Asigurări",
        "<p>De la ora 9 transmiterea rețetelor se oprește cu „conexiune refuzată”. Avem 140 de rețete în așteptare în trei farmacii.</p>",
        "Farmacie",
        Priority.URGENT,
        (Attachment("jurnal transmitere.txt", "09:02 conexiune refuzată\n09:07 conexiune refuzată\n"),),
    ),
    Request(
        "utilizator",
        "vlad",
        "Drepturi de casier pentru o colegă nouă",
        "<p>Vă rugăm să adăugați drepturile de casier pentru colega noastră Țîrlea Anca, farmacia din Mănăștur.</p>",
        "Administrare",
        Priority.LOW,
        (),
        (
            Step(
                "stefan",
                "answer",
                "<p>Drepturile au fost adăugate; sunt active de la următoarea conectare.</p>",
                AnswerKind.RESOLUTION,
            ),
            Step("stefan", "work", "Adăugarea drepturilor", minutes=10),
            Step("vlad", "update", "<p>Vă mulțumesc, funcționează.</p>", still_open=False),
        ),
    ),
    Request(
        "raport",
        "cristina",
        "Raport nou: comenzi pe client și săptămână",
        "<p>Avem nevoie de un raport cu <strong>comenzile pe client și săptămână</strong>, cu total pe trimestru.</p>",
        "Rapoarte",
        Priority.LOW,
        (),
        (Step("cristina", "transition", action=TransitionAction.WITHDRAW),),
    ),
    Request(
        "telefon",
        "andrei",
        "Balanța cântarului nu comunică (înregistrată telefonic)",
        "<p>Domnul Lupu a sunat la 14:20: cântarul de la poarta 1 nu mai trimite greutatea în program. A fost repornit fără rezultat.</p>",
        "Gestiune",
        Priority.HIGH,
        (),
        (Step("mihai", "note", "<p>De preluat azi, recolta intră până la ora 18.</p>"),),
        recorded_by="mihai",
    ),
)
