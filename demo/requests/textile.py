"""Textile Moldova SRL: orders, cutting, piecework and export, in the last months."""

from __future__ import annotations

from demo.story import (
    HIGH,
    LOW,
    URGENT,
    Attachment,
    Request,
    ask,
    give,
    reply,
    resolve,
    take,
    update,
    work,
)

TEXTILE = (
    Request(
        "tex-arhiva",
        46,
        "cristina",
        "Cum arhivăm comenzile mai vechi de cinci ani?",
        "<p>Lista de comenzi are peste 80.000 de rânduri și caută greu. Am vrea s-o ușurăm fără să pierdem istoricul clienților.</p>",
        "Vânzări",
        LOW,
        steps=(
            give("mihai", 500, "elena"),
            reply(
                "elena",
                800,
                "<p>Propun mutarea lor într-un an închis, unde rămân la căutare, dar nu mai încarcă lista. O facem într-o seară, cu o copie de siguranță înainte.</p>",
            ),
            update(
                "cristina",
                1300,
                "<p>De acord. Ne-ar conveni după 15 decembrie, când livrăm ultima comandă pentru sărbători.</p>",
            ),
            work("elena", 100, 40, "Plan de arhivare și estimarea duratei"),
        ),
    ),
    Request(
        "tex-etichete",
        9.2,
        "cristina",
        "Etichetele de colet ies fără cod de bare",
        "<p>La imprimanta din secția 2 sub adresă rămâne o dungă albă. Pe cea din birou, aceeași etichetă iese impecabil.</p>",
        "Producție",
        files=(
            Attachment("etichetă secția 2.png", "Destinatar Verona colet trei din opt greutate unsprezece kilograme"),
        ),
        steps=(
            take("elena", 55),
            reply(
                "elena",
                30,
                "<p>Ce model este imprimanta din secție? Îl găsiți pe spate, lângă seria de fabricație.</p>",
            ),
            update(
                "cristina",
                190,
                "<p>ZT-230, cumpărată în 2019. Am schimbat ruloul săptămâna trecută, poate are legătură.</p>",
            ),
            work("elena", 120, 45, "Comparația limbajului celor două imprimante"),
            reply(
                "elena",
                10,
                "<p>Driverul de pe calculatorul secției trimite codul ca imagine, iar memoria ei nu-l încape. Vă instalez mâine la 9 driverul potrivit; lăsați, vă rog, calculatorul pornit.</p>",
            ),
        ),
    ),
    Request(
        "tex-efactura",
        3.4,
        "cristina",
        "Trei facturi respinse în SPV: „BR-CO-15, totaluri neconcordante”",
        "<p>Toate trei au reducere comercială pe linie. Suma TVA diferă cu <strong>un ban</strong> față de total, după mesajul din SPV.</p>",
        "e-Factura",
        URGENT,
        (
            Attachment(
                "factura TM-8841.xml",
                '<?xml version="1.0" encoding="UTF-8"?>\n<Invoice><ID>TM-8841</ID><Note>Cămăși bărbătești, reducere 7%</Note></Invoice>\n',
            ),
            Attachment("răspuns SPV.zip", "BR-CO-15: totalul cu TVA nu este suma dintre baza de impozitare și TVA\n"),
        ),
        (
            give("mihai", 7, "elena"),
            work("elena", 90, 70, "Refacerea rotunjirii la reduceri pe linie"),
            resolve(
                "elena",
                8,
                "<p>Rotunjeam TVA-ul pe fiecare linie, nu la totalul cotei, cum cere standardul. Am corectat pe serverul dumneavoastră; cele trei facturi au fost retrimise și au indexul de încărcare.</p>",
            ),
            update(
                "cristina",
                260,
                "<p>Două au trecut, dar <strong>TM-8843</strong> e tot respinsă, cu altă eroare: „BR-RO-100”.</p>",
            ),
        ),
    ),
    Request(
        "tex-revisal",
        1.5,
        "cristina",
        "Sporul de noapte nu ajunge în fluturașul celor plătiți în acord",
        "<p>La regie apare, la acord nu. Sunt 17 oameni, iar lichidarea e pe 10. Vă rog mult!</p>",
        "Salarizare",
        HIGH,
        steps=(
            take("stefan", 35),
            ask(
                "stefan",
                90,
                "<p>Formula acordului este a firmei dumneavoastră, așa că am nevoie de reper.</p>",
                "Un fluturaș calculat de mână",
                "Regulamentul sporurilor, pagina cu munca de noapte",
            ),
        ),
    ),
    Request(
        "tex-culori",
        0.2,
        "cristina",
        "Nomenclatorul de culori cu denumiri în italiană",
        "<p>Clientul din Verona vrea pe aviz <em>verde bottiglia</em>, nu „verde-sticlă”. Putem ține două denumiri pentru aceeași culoare?</p>",
        "Vânzări",
        LOW,
    ),
)
