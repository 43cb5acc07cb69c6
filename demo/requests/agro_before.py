"""Agro Dunărea SA: grain, silos, land leases and their accounts, as it was until some months ago."""

from __future__ import annotations

from demo.story import (
    HIGH,
    LOW,
    URGENT,
    Attachment,
    Request,
    accept,
    ask,
    give,
    note,
    reply,
    resolve,
    take,
    thank,
    tick,
    update,
    withdraw,
    work,
)

AGRO_BEFORE = (
    Request(
        "agro-arenda",
        472,
        "ioana",
        "Contractele de arendă din Topalu nu apar în statul de plată",
        "<p>Am introdus 38 de contracte noi din Topalu, dar la generarea statului pentru arendă lipsesc toate. "
        "Cele din Ghindărești sunt în regulă. Țăranii vin după bani de luni, la sediu.</p>",
        "Arendă",
        HIGH,
        (
            Attachment(
                "contracte Topalu.csv", "contract;arendator;ha\nT-101;Șerban Nicolae;3,20\nT-102;Țurlea Ana;1,75\n"
            ),
        ),
        (
            give("mihai", 25, "stefan"),
            work("stefan", 90, 70, "Urmărirea filtrului din statul de arendă"),
            resolve(
                "stefan",
                20,
                "<p>Contractele erau salvate fără anul agricol, fiindcă șablonul de import nu avea coloana respectivă. "
                "Le-am completat pe toate 38 și statul se generează: 214 rânduri, <strong>96.480 lei</strong> de plată.</p>",
            ),
            thank(
                "ioana", 95, "<p>Am listat, am plătit, lumea e mulțumită. Mulțumim că ați răspuns așa de repede!</p>"
            ),
            accept("ioana", 15),
        ),
    ),
    Request(
        "agro-saft",
        398,
        "andrei",
        "D406 respinsă: cod fiscal invalid la 12 furnizori",
        "<p>Validatorul ANAF refuză fișierul SAF-T pe luna trecută. Furnizorii în cauză sunt persoane fizice de la care "
        "cumpărăm cereale și pentru care noi ținem CNP-ul în câmpul de observații.</p>",
        "SAF-T",
        URGENT,
        (
            Attachment("D406 erori.txt", "SupplierID invalid: 12 înregistrări\nprima: linia 4412\n"),
            Attachment(
                "D406 extras.xml",
                '<?xml version="1.0" encoding="UTF-8"?>\n<Suppliers><Supplier nume="Ioniță Țăranu"/></Suppliers>\n',
            ),
        ),
        (
            take("elena", 12),
            reply(
                "elena",
                40,
                "<p>Am găsit tiparul: toate cele 12 fișe au tipul „persoană juridică”. Pregătesc o corecție în bloc, nu trebuie să umblați la ele.</p>",
            ),
            work("elena", 130, 110, "Script pentru tipul furnizorului și regenerarea D406"),
            resolve(
                "elena",
                15,
                "<p>Fișele au fost trecute pe „persoană fizică”, iar CNP-ul a fost mutat la locul lui. Declarația regenerată trece de validator fără nicio eroare; o găsiți atașată.</p>",
                Attachment(
                    "D406 validată.pdf",
                    "Rezultat validare D406\nErori: 0\nAvertismente: 2 (cantități fără unitate de măsură)\n",
                ),
            ),
            accept("andrei", 260),
        ),
    ),
    Request(
        "agro-motorina",
        341,
        "andrei",
        "Consumul de motorină se dublează la tractoarele cu două fișe",
        "<p>Când un tractor lucrează în aceeași zi pe două sole, foaia de parcurs adună litrii de două ori. La Fendt 724 ne-au ieșit 410 litri, adică mai mult decât intră în rezervor.</p>",
        "Mecanizare",
        steps=(
            take("stefan", 180),
            ask(
                "stefan",
                60,
                "<p>Aș vrea să reproduc calculul la noi, pe datele dumneavoastră.</p>",
                "Foile de parcurs din 14 și 15 martie",
                "Norma de consum folosită la arat",
            ),
            update(
                "andrei",
                350,
                "<p>Atașez ambele foi. Norma este 21 de litri la hectar, pe sol greu.</p>",
                Attachment(
                    "foi parcurs martie.pdf",
                    "Foaie de parcurs nr. 318\nTractor: Fendt 724\nSole: Lunca, Dealul Țapului\nMotorină: 205 litri\n",
                ),
            ),
            tick("stefan", 30, 0),
            tick("stefan", 2, 1),
            work("stefan", 200, 180, "Reproducerea și corectarea însumării pe sole"),
            resolve(
                "stefan",
                45,
                "<p>Litrii se împărțeau corect pe sole, dar totalul zilei îi lua și din antet. Corecția este în versiunea 8.1.3, pe care v-am instalat-o la prânz.</p>",
            ),
            accept("andrei", 500),
        ),
    ),
    Request(
        "agro-apia",
        286,
        "ioana",
        "Export pentru cererea unică APIA, pe blocuri fizice",
        "<p>Ne-ar prinde bine un tabel cu parcelele, blocul fizic și cultura, exact în ordinea cerută de APIA. Anul trecut l-am făcut de mână două zile.</p>",
        "Rapoarte",
        LOW,
        steps=(
            reply(
                "elena",
                420,
                "<p>Un asemenea tabel există deja în modulul <em>Terenuri</em>, ascuns sub „Situații pentru autorități”. Încercați-l întâi pe acela?</p>",
            ),
            withdraw("ioana", 300, "Exista deja; l-am găsit și e tocmai ce voiam."),
        ),
    ),
    Request(
        "agro-cantar",
        203,
        "andrei",
        "Podul-basculă trimite tara în locul greutății brute",
        "<p>Domnul Lupu a sunat de la siloz: după furtuna de aseară, cântarul trimite numai greutatea camionului gol. Avizele se scriu deocamdată cu pixul.</p>",
        "Gestiune",
        URGENT,
        steps=(
            note(
                "mihai", 3, "<p>Sunat înapoi la 0241, confirmat. E rând de 14 camioane la poartă, dăm prioritate.</p>"
            ),
            give("mihai", 4, "stefan"),
            work("stefan", 55, 50, "Conectare la distanță, reglarea protocolului cântarului"),
            resolve(
                "stefan",
                5,
                "<p>Indicatorul s-a resetat la setările din fabrică și trimitea alt format de mesaj. L-am trecut înapoi pe „continuu, 7 biți”, iar ultimele trei cântăriri s-au înregistrat corect.</p>",
            ),
            accept("andrei", 75),
        ),
        recorded_by="mihai",
    ),
    Request(
        "agro-tva",
        121,
        "andrei",
        "Jurnalul de TVA nu se mai deschide după actualizare",
        "<p>După trecerea la 8.3, <strong>jurnalul de cumpărări</strong> se oprește imediat:</p>"
        "<ol><li>Contabilitate → Jurnale → TVA</li><li>aleg luna încheiată</li><li>apare „Perioadă nedefinită (E-2107)”</li></ol><p>Decontul are termen pe 25.</p>",
        "Contabilitate",
        URGENT,
        (
            Attachment(
                "mesaj E-2107.png", "Eroare Perioadă nedefinită modul TVA versiunea 8.3 contactați administratorul"
            ),
            Attachment(
                "perioade contabile.csv",
                "perioada;stare\nluna trecută;închisă\nluna curentă;deschisă\nluna curentă;deschisă\n",
            ),
        ),
        (
            take("elena", 8),
            work("elena", 52, 50, "Analiza erorii E-2107 și curățarea perioadelor"),
            resolve(
                "elena",
                6,
                "<p>Mulțumesc pentru pașii exacți. Actualizarea crease de două ori aceeași perioadă; am șters dublura și am confruntat jurnalul cu balanța.</p>",
                Attachment(
                    "verificare balanță.csv",
                    "cont;jurnal;balanță\n4426;18.204,50;18.204,50\n4427;31.077,12;31.077,12\n",
                ),
            ),
            accept("andrei", 190),
        ),
    ),
)
