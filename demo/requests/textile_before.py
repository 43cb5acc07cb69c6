"""Textile Moldova SRL: orders, cutting, piecework and export, as it was until some months ago."""

from __future__ import annotations

from demo.story import (
    HIGH,
    LOW,
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
    withdraw,
    work,
)

TEXTILE_BEFORE = (
    Request(
        "tex-norme",
        488,
        "cristina",
        "Norma de timp la guler se rotunjește la minut întreg",
        "<p>Operația „aplicat guler” are 1,35 minute, însă în fișa de operații rămâne 1. La 6.000 de cămăși pierdem 35 de ore din plata în acord.</p>",
        "Producție",
        HIGH,
        (
            Attachment(
                "fișa operații cămașă.csv", "operație;norma\naplicat guler;1,35\ntivit poală;0,80\ncusut nasturi;1,10\n"
            ),
        ),
        (
            take("elena", 60),
            work("elena", 160, 120, "Trecerea normelor pe două zecimale"),
            resolve(
                "elena",
                20,
                "<p>Câmpul păstra numai partea întreagă. De acum ține două zecimale, iar normele vechi au fost reîncărcate din tabelul trimis.</p>",
            ),
            thank("cristina", 240, "<p>Fetele din secția 1 vă transmit salutări, acordul iese la bănuț.</p>"),
            accept("cristina", 30),
        ),
    ),
    Request(
        "tex-intrastat",
        431,
        "cristina",
        "Intrastat: masa netă lipsește la țesăturile pe metru",
        "<p>La declarația de export, țesăturile măsurate în metri apar cu masă zero și primim avertizare de la INS.</p>",
        "Declarații",
        steps=(
            give("mihai", 90, "stefan"),
            ask(
                "stefan",
                75,
                "<p>Masa se calculează din gramaj; la câteva repere el lipsește. Ne puteți ajuta cu datele?</p>",
                "Gramajul pe metru pătrat, pe sortimente",
                "Lățimea rolei",
            ),
            update(
                "cristina",
                900,
                "<p>Le-am strâns de la laborator, în tabel. Lățimea e peste tot 1,50 m.</p>",
                Attachment("gramaje țesături.csv", "sortiment;g/mp\npoplin;118\ntercot;165\nstofă lână;290\n"),
            ),
            work("stefan", 110, 80, "Încărcarea gramajelor și refacerea calculului"),
            resolve(
                "stefan",
                10,
                "<p>Gramajele sunt în nomenclator, iar masa netă se completează singură. Am recalculat și luna anterioară, în caz că rectificați.</p>",
            ),
            accept("cristina", 700),
        ),
    ),
    Request(
        "tex-raport",
        365,
        "cristina",
        "Comenzi pe client și săptămână, cu total pe trimestru",
        "<p>Directorul comercial vrea un <strong>raport nou</strong> pentru ședința de luni: client, săptămână, bucăți, valoare în euro.</p>",
        "Rapoarte",
        LOW,
        steps=(withdraw("cristina", 150, "Directorul s-a răzgândit, îi ajunge tabelul din vânzări."),),
    ),
    Request(
        "tex-bratari",
        318,
        "cristina",
        "Pontajul cu brățări pierde ieșirea la schimbul trei",
        "<p>Cine pleacă la 6 dimineața apare „neieșit”, iar la salarii îi trec 24 de ore. În octombrie au fost nouă cazuri.</p>",
        "Salarizare",
        HIGH,
        (Attachment("pontaj schimbul trei.csv", "marca;intrare;ieșire\n417;22:00;\n423;21:58;\n431;22:03;06:01\n"),),
        (
            take("stefan", 45),
            note(
                "stefan",
                80,
                "<p>Cititorul de la poarta din spate are ceasul înainte cu 11 minute, deci ieșirea cade în altă zi de pontaj.</p>",
            ),
            work("stefan", 150, 140, "Potrivirea cititorului și repararea celor nouă zile"),
            resolve(
                "stefan",
                25,
                "<p>Am pus cititorul să-și ia ora de la server și am completat ieșirile lipsă, după condica portarului. Verificați, vă rog, mărcile din listă înainte de a calcula salariile.</p>",
                Attachment(
                    "mărci corectate.txt", "417 423 438 440 451 452 460 477 489\nieșire completată după condică\n"
                ),
            ),
            accept("cristina", 420),
        ),
    ),
    Request(
        "tex-curs",
        262,
        "cristina",
        "Factura în euro ia cursul din ziua următoare",
        "<p>Pentru clientul din Verona am facturat marți, dar programul a folosit cursul BNR de miercuri. Contabila a trebuit să storneze.</p>",
        "Vânzări",
        steps=(
            reply(
                "elena",
                130,
                "<p>Cursul publicat marți la ora 13 este valabil, după lege, pentru ziua de miercuri. La ce oră ați emis factura?</p>",
            ),
            update("cristina", 65, "<p>Pe la 15:30. Deci programul ar fi trebuit să-l ia pe cel de luni?</p>"),
            reply(
                "elena",
                40,
                "<p>Întocmai. Un coleg a bifat „curs nou imediat” în august; debifați-o din Vânzări → Opțiuni și totul intră în normal.</p>",
            ),
            work("elena", 30, 20, "Consultanță despre cursul de facturare"),
            close("elena", 2400, "Explicat și reglat de client; nu a mai revenit nimeni."),
        ),
    ),
    Request(
        "tex-croit",
        188,
        "cristina",
        "Bonul de croit nu scade furnitura din gestiunea secției",
        "<p>Se consumă țesătura, dar nasturii și ața rămân pe stoc. Avem deja 41.000 de nasturi „în plus” la secția 2.</p>",
        "Producție",
        steps=(
            take("stefan", 300),
            work("stefan", 190, 165, "Verificarea rețetelor de produs după import"),
            resolve(
                "stefan",
                30,
                "<p>La importul din primăvară, furniturile au intrat în rețetă cu tipul „ambalaj”, pe care bonul îl ocolește. Le-am schimbat tipul și am generat consumul restant, document cu document.</p>",
            ),
            update(
                "cristina",
                560,
                "<p>Nasturii sunt bine, însă <strong>ața</strong> a ieșit acum cu minus la trei repere.</p>",
            ),
            work("stefan", 95, 60, "Transformarea bobinelor în metri la trei repere"),
            resolve(
                "stefan",
                10,
                "<p>La acele repere ața era ținută în bobine, iar consumul vine în metri. Am pus factorul de 5.000 și soldurile s-au îndreptat.</p>",
            ),
            accept("cristina", 380),
        ),
    ),
    Request(
        "tex-licente",
        133,
        "cristina",
        "Mai avem nevoie de două licențe pentru secția de broderie",
        "<p>Angajăm două maistre din septembrie. Ce pași avem de făcut și cam cât costă pe an?</p>",
        "Administrare",
        LOW,
        steps=(
            reply(
                "mihai",
                95,
                "<p>Am trimis oferta colegei de la achiziții, cu reducerea de fidelitate inclusă. Licențele se activează la două ore după semnare.</p>",
                Attachment(
                    "ofertă licențe.pdf",
                    "Ofertă Meridian Soft\n2 licențe Producție, 12 luni\nPreț: 640 euro fără TVA\nValabilă 30 de zile\n",
                ),
            ),
            close("mihai", 3000, "Oferta a fost semnată; licențele sunt active."),
        ),
    ),
    Request(
        "tex-licente-iar",
        110,
        "cristina",
        "Licența a doua de la broderie cere din nou activare",
        "<p>Doamna Mihăilă primește în fiecare dimineață „licență neactivată”, deși ieri a mers toată ziua. Cealaltă nu are probleme.</p>",
        "Administrare",
        steps=(
            reply(
                "stefan",
                50,
                "<p>Două calculatoare au același nume în rețea, BRODERIE-1, și își fură licența unul altuia. Redenumiți-l pe al doilea și reporniți-l.</p>",
            ),
            thank("cristina", 180, "<p>Așa era! Informaticianul le clonase.</p>"),
            resolve("stefan", 15, "<p>Am eliberat și activarea veche, ca să nu vă mai întrebe.</p>"),
            work("stefan", 20, 15, "Eliberarea activării duble"),
            accept("cristina", 45),
        ),
        follow_up_of="tex-licente",
    ),
)
