"""Farmaciile Sfânta Ana SRL: prescriptions, tills, expiry dates and suppliers, in the last months."""

from __future__ import annotations

from demo.story import (
    HIGH,
    LOW,
    URGENT,
    Attachment,
    Request,
    accept,
    ask,
    close,
    give,
    note,
    reply,
    resolve,
    take,
    thank,
    update,
    work,
)

FARMACII = (
    Request(
        "far-inchidere",
        88,
        "vlad",
        "Diferență de 10 lei la raportul Z, în fiecare seară",
        "<p>Doamna de la casă în Florești a pus deja de trei ori de la ea. Sertarul e numărat în doi, de fiecare dată.</p>",
        "Casă de marcat",
        HIGH,
        steps=(
            take("stefan", 30),
            reply(
                "stefan",
                120,
                "<p>Văd în fiecare zi un bon anulat de exact 10 lei, puțin după ora 8. Are cineva obiceiul să încerce casa dimineața?</p>",
            ),
            update("vlad", 70, "<p>Da! Deschide cu un bon de probă, apoi îl anulează. Nu știam că se socotește.</p>"),
            work("stefan", 50, 40, "Urmărirea bonurilor anulate pe două săptămâni"),
            resolve(
                "stefan",
                5,
                "<p>Anularea rămâne în sertarul teoretic până la raportul X. Pentru probă există butonul „Bon nefiscal”, care nu atinge totalurile.</p>",
            ),
            accept("vlad", 60),
        ),
    ),
    Request(
        "far-gdpr",
        37,
        "vlad",
        "Ștergerea datelor unui pacient, la cerere",
        "<p>Am primit o cerere scrisă de ștergere. Ce putem șterge din program și ce suntem obligați să păstrăm?</p>",
        "Administrare",
        steps=(
            reply(
                "mihai",
                300,
                "<p>Datele de fidelitate se pot șterge pe loc, din fișa clientului. Rețetele decontate rămân cinci ani, prin contractul cu Casa; de ele nu ne putem atinge.</p>",
            ),
            close("mihai", 4200, "Răspuns dat; partea juridică rămâne la farmacie."),
        ),
    ),
    Request(
        "far-drepturi",
        13.5,
        "vlad",
        "Drepturi de casier pentru o colegă nouă",
        "<p>Colega noastră <strong>Țîrlea Anca</strong> începe luni la farmacia din Mănăștur. Să poată vinde și face retur, fără prețuri.</p>",
        "Administrare",
        LOW,
        steps=(
            resolve(
                "stefan",
                75,
                "<p>Contul e făcut, cu profilul „casier fără prețuri”. Parola de început i-am spus-o ei, la telefon.</p>",
            ),
            work("stefan", 15, 10, "Cont nou și profil de casier"),
            thank("vlad", 350, "<p>A vândut deja primul paracetamol, funcționează.</p>"),
            accept("vlad", 5),
        ),
    ),
    Request(
        "far-comenzi",
        6.7,
        "vlad",
        "Comanda automată propune de trei ori necesarul la vaccinul antigripal",
        "<p>Pentru trei farmacii a propus 900 de doze; anul trecut am vândut 280. Nu am apăsat „Trimite”, slavă Domnului.</p>",
        "Gestiune",
        HIGH,
        (Attachment("propunere comandă.csv", "farmacie;doze\nMănăștur;300\nZorilor;300\nGheorgheni;300\n"),),
        (
            give("mihai", 18, "elena"),
            note(
                "elena",
                140,
                "<p>Media mobilă ia vârful din octombrie pentru fiecare punct de lucru în parte. De discutat cu Ștefan dacă schimbăm formula la sezoniere.</p>",
            ),
            work("elena", 150, 130, "Simularea necesarului pe ultimele două sezoane"),
            reply(
                "elena",
                20,
                "<p>Prognoza adună vânzarea întregului lanț la fiecare farmacie. Lucrez la corecție; până atunci, vă rog, comandați manual produsele marcate „sezonier”.</p>",
            ),
        ),
    ),
    Request(
        "far-serializare",
        2.6,
        "vlad",
        "Scanerul citește codul 2D, dar SNVM răspunde „lot necunoscut”",
        "<p>Se întâmplă numai la cutiile primite joi. Nu le putem elibera și nici returna fără răspuns de la sistem.</p>",
        "Farmacie",
        URGENT,
        (Attachment("cutie lot joi.png", "Lot A71Q expiră august cod produs serie neclară colț îndoit"),),
        (
            take("stefan", 9),
            work("stefan", 45, 30, "Verificarea citirii și a răspunsului SNVM"),
            resolve(
                "stefan",
                20,
                "<p>Tastatura calculatorului fusese trecută pe limba maghiară, iar scanerul „scria” Y în loc de Z în numărul lotului. Am blocat limba pe română pentru cititor. Încercați, vă rog, cutiile rămase.</p>",
            ),
        ),
    ),
    Request(
        "far-monitor",
        0.9,
        "vlad",
        "Prețul compensat nu se vede pe afișajul de la client",
        "<p>Afișajul arată prețul întreg și lumea se sperie. Pe bon contribuția e corectă.</p>",
        "Casă de marcat",
        steps=(
            take("elena", 110),
            ask(
                "elena",
                60,
                "<p>Avem două feluri de afișaj la dumneavoastră; ca să știu pe care îl reglez, îmi trimiteți?</p>",
                "O fotografie a afișajului, cu textul pe el",
                "Numărul casei, din colțul ferestrei",
            ),
        ),
    ),
    Request(
        "far-retete",
        0.15,
        "vlad",
        "Rețetele compensate nu se mai transmit la Casa de Asigurări",
        "<p>De dimineață transmiterea se oprește cu „conexiune refuzată”. Avem <strong>140 de rețete</strong> în așteptare în trei farmacii, iar coada ajunge la ușă.</p>",
        "Farmacie",
        URGENT,
        (
            Attachment(
                "jurnal transmitere.txt",
                "08:02 conexiune refuzată\n08:07 conexiune refuzată\n08:12 renunț după trei încercări\n",
            ),
        ),
    ),
)
