"""Agro Dunărea SA: grain, silos, land leases and their accounts, in the last months."""

from __future__ import annotations

from demo.story import (
    HIGH,
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
    tick,
    update,
    work,
)

AGRO = (
    Request(
        "agro-tva-iar",
        97,
        "andrei",
        "E-2107 din nou, acum la jurnalul de vânzări",
        "<p>Aceeași eroare ca la cererea de luna trecută, însă de astă dată la vânzări. Perioada apare o singură dată, am verificat.</p>",
        "Contabilitate",
        HIGH,
        steps=(
            take("elena", 20),
            note(
                "elena",
                15,
                "<p>Vânzările citesc perioadele din memoria serverului de aplicație, nu din tabel. De ținut minte la următoarea actualizare.</p>",
            ),
            work("elena", 40, 25, "Golirea memoriei de perioade și verificare"),
            resolve(
                "elena",
                5,
                "<p>A rămas o listă veche de perioade în memoria serverului. Am golit-o și am adăugat pasul în procedura noastră de actualizare, ca să nu se mai repete.</p>",
            ),
            accept("andrei", 600),
        ),
        follow_up_of="agro-tva",
    ),
    Request(
        "agro-inventar",
        58,
        "ioana",
        "Listele de inventariere pe celule de siloz",
        "<p>Comisia cere liste separate pe fiecare celulă, iar programul le scoate pe întreg silozul.</p>",
        "Gestiune",
        steps=(
            take("stefan", 240),
            ask(
                "stefan",
                20,
                "<p>Spuneți-mi, vă rog, cum vreți împărțirea, ca să v-o pregătim o singură dată.</p>",
                "Schema celulelor, cu capacități",
            ),
            note("stefan", 1900, "<p>Am sunat de două ori, inventarul s-a făcut între timp pe hârtie.</p>"),
            close("mihai", 1500, "Inventarul a trecut; reluăm tema la cel din decembrie, la cererea clientului."),
        ),
    ),
    Request(
        "agro-stoc",
        11.6,
        "ioana",
        "Lipsesc 12 tone de porumb din raportul zilnic al depozitului Cernavodă",
        "<p>Fișa de magazie și raportul nu se potrivesc deloc. Diferența vine numai din loturile recepționate <em>sâmbăta după-amiază</em>.</p>",
        "Gestiune",
        HIGH,
        (Attachment("fișa de magazie Cernavodă.csv", "lot;tone;recepție\n1187;24;vineri\n1188;12;sâmbătă\n"),),
        (
            give("mihai", 35, "stefan"),
            note("stefan", 90, "<p>Seamănă cu decalajul de fus orar din 8.3; de văzut recepțiile de după ora 22.</p>"),
            work("stefan", 120, 95, "Compararea recepțiilor cu raportul pe trei săptămâni"),
            reply(
                "stefan",
                15,
                "<p>Am localizat cauza: sâmbăta tura a doua închide ziua după miezul nopții, iar raportul mută lotul în ziua de duminică, în care nu se tipărește. Lucrăm la corecție.</p>",
            ),
            update("ioana", 700, "<p>Are logică. Până la corecție, putem lista și duminica?</p>"),
            reply(
                "stefan",
                130,
                "<p>Da, bifați „Zile nelucrătoare” la opțiunile raportului și lotul apare la locul lui.</p>",
            ),
        ),
    ),
    Request(
        "agro-etransport",
        4.3,
        "andrei",
        "Codul UIT nu se tipărește pe avizul de însoțire",
        "<p>De la RO e-Transport primim codul, se vede în program, dar pe avizul tipărit locul rămâne gol. Șoferii au fost opriți ieri la Fetești.</p>",
        "e-Transport",
        URGENT,
        (
            Attachment(
                "aviz 20417.pdf",
                "Aviz de însoțire a mărfii nr. 20417\nExpeditor: Agro Dunărea SA\nMarfă: grâu panificație, 24 tone\nCod UIT: \n",
            ),
        ),
        (
            take("elena", 10),
            work("elena", 75, 60, "Refacerea șablonului de aviz cu câmpul UIT"),
            resolve(
                "elena",
                10,
                "<p>Șablonul dumneavoastră personalizat era mai vechi decât câmpul. L-am adăugat sub datele transportatorului; avizul de probă e atașat, uitați-vă dacă încape pe formularul preimprimat.</p>",
                Attachment(
                    "aviz probă.pdf",
                    "Aviz de însoțire a mărfii (probă)\nTransportator: Trans Bărăgan SRL\nCod UIT: 3A0F77Q1B2\n",
                ),
            ),
        ),
    ),
    Request(
        "agro-zilieri",
        1.9,
        "ioana",
        "Registrul zilierilor: 40 de persoane la cules, introduse una câte una",
        "<p>Începem culesul la vie și avem 40 de zilieri pe zi. Se poate încărca lista dintr-un tabel, măcar numele și CNP-ul?</p>",
        "Salarizare",
        files=(Attachment("zilieri Murfatlar.csv", "nume;zile\nBîrsan Floarea;6\nȘtefănuț Gică;5\nȚigănuș Maria;6\n"),),
        steps=(
            ask(
                "elena",
                210,
                "<p>Se poate, cu importul generic. Ca să vă fac șablonul potrivit, mai am nevoie de:</p>",
                "Codul CAEN al activității",
                "Câte ore trec pe zi, în medie",
                "Cine semnează registrul",
            ),
            update("ioana", 240, "<p>Zece ore pe zi și semnez eu. De cod întreb la contabilitate.</p>"),
            tick("elena", 20, 1),
            tick("elena", 1, 2),
            ask(
                "elena",
                5,
                "<p>Mulțumesc. Ne mai lipsește numai codul, restul e gata.</p>",
                "Codul CAEN confirmat de contabilitate",
            ),
        ),
    ),
    Request(
        "agro-poarta",
        0.35,
        "andrei",
        "Cântarul de la poarta 1 a rămas mut (înregistrată telefonic)",
        "<p>Domnul Lupu a sunat: greutatea nu mai ajunge în program, deși indicatorul o arată. L-au repornit de două ori fără rezultat.</p>",
        "Gestiune",
        HIGH,
        steps=(
            note(
                "mihai",
                6,
                "<p>De preluat azi: floarea-soarelui intră până la ora 18. Ștefan e la Brăila, poate Elena?</p>",
            ),
        ),
        recorded_by="mihai",
    ),
    Request(
        "agro-amortizare",
        0.12,
        "ioana",
        "Combina nouă: amortizare accelerată sau liniară?",
        "<p>Programul propune metoda liniară și nu mă lasă să schimb după salvare. Combina a costat 1,9 milioane și am vrea jumătate din primul an. <em>N-am închis luna</em>, deci cred că se poate îndrepta.</p>",
        "Mijloace fixe",
        files=(
            Attachment(
                "fișa mijlocului fix.png",
                "Combină Claas Lexion cod doiunudoi durată opt ani metodă liniară buton inactiv",
            ),
        ),
    ),
)
