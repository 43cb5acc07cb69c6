"""Farmaciile Sfânta Ana SRL: prescriptions, tills, expiry dates and suppliers, as it was until some months ago."""

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
    reply,
    resolve,
    take,
    thank,
    tick,
    update,
    withdraw,
    work,
)

FARMACII_BEFORE = (
    Request(
        "far-bon",
        495,
        "vlad",
        "Casa de marcat din Zorilor scoate bonul cu ora de vară",
        "<p>Duminică s-a schimbat ora, calculatorul s-a potrivit singur, însă pe bon e cu un ceas mai mult.</p>",
        "Casă de marcat",
        steps=(
            reply(
                "stefan",
                40,
                "<p>Ora stă în memoria casei și se schimbă numai după un raport Z. Dați Z-ul, apoi din program: Casă → Potrivește ora.</p>",
            ),
            thank("vlad", 110, "<p>A mers din prima, mulțumesc.</p>"),
            resolve(
                "stefan", 10, "<p>Mă bucur. La trecerea din martie, programul vă va aminti singur de acest pas.</p>"
            ),
            work("stefan", 15, 10, "Îndrumare telefonică, potrivirea orei"),
            accept("vlad", 20),
        ),
    ),
    Request(
        "far-expira",
        447,
        "vlad",
        "Avertizare cu 90 de zile înainte de expirare",
        "<p>Acum suntem anunțați cu 30 de zile, când furnizorul nu mai primește returul. Ne trebuie trei luni la produsele scumpe, cele peste 200 de lei.</p>",
        "Farmacie",
        steps=(
            take("elena", 400),
            work("elena", 240, 210, "Praguri de expirare după prețul de achiziție"),
            resolve(
                "elena",
                15,
                "<p>Pragul se poate pune acum pe clasă de preț; l-am setat la 90 de zile pentru ce trece de 200 de lei și l-am lăsat la 30 pentru rest.</p>",
                Attachment(
                    "ghid praguri.pdf",
                    "Praguri de expirare\n1. Nomenclatoare, Clase de preț\n2. Alegeți zilele de avertizare\n3. Salvați și reîncărcați lista\n",
                ),
            ),
            accept("vlad", 1200),
        ),
    ),
    Request(
        "far-siui",
        376,
        "vlad",
        "Raportarea SIUI respinsă pentru 6 rețete de insulină",
        "<p>La validare primim „cantitate peste limita lunară”, dar pacienții au schemă mărită, cu aviz de la comisie.</p>",
        "Farmacie",
        URGENT,
        (Attachment("validare SIUI.txt", "6 rețete respinse\ncod 1143: cantitate peste limita lunară\n"),),
        (
            take("elena", 15),
            ask(
                "elena",
                25,
                "<p>Avizul se transmite într-un câmp separat. Ne trebuie, pentru fiecare pacient:</p>",
                "Numărul și data avizului",
                "Codul schemei de tratament",
            ),
            update(
                "vlad",
                130,
                "<p>Le-am trecut în tabel, fără nume, doar cu numărul rețetei.</p>",
                Attachment("avize comisie.csv", "rețetă;aviz;schemă\n88121;A-310;S2\n88127;A-314;S2\n88140;A-322;S3\n"),
            ),
            tick("elena", 10, 0),
            tick("elena", 1, 1),
            work("elena", 70, 60, "Completarea avizelor și retransmiterea raportării"),
            resolve(
                "elena",
                5,
                "<p>Raportarea a fost primită integral, cu toate cele șase rețete decontate. De acum câmpul pentru aviz apare chiar la eliberare.</p>",
            ),
            accept("vlad", 90),
        ),
    ),
    Request(
        "far-adaos",
        304,
        "vlad",
        "Adaosul la medicamentele fără prescripție se aplică de două ori",
        "<p>Un sirop luat cu 18,40 a ajuns la raft cu 31 de lei. Clienții compară, firește, cu farmacia de peste drum.</p>",
        "Gestiune",
        HIGH,
        steps=(
            give("mihai", 20, "stefan"),
            work("stefan", 85, 75, "Refacerea formulei de preț la recepție"),
            resolve(
                "stefan",
                10,
                "<p>Recepția din fișierul furnizorului aduce prețul cu adaosul recomandat, iar noi îl mai puneam o dată. 126 de prețuri au fost recalculate; lista schimbărilor e alături.</p>",
                Attachment(
                    "prețuri recalculate.csv",
                    "produs;vechi;nou\nsirop de pătlagină;31,00;23,92\nceai de tei;9,80;7,60\n",
                ),
            ),
            accept("vlad", 150),
        ),
    ),
    Request(
        "far-card",
        241,
        "vlad",
        "Puncte de fidelitate comune pentru toate farmaciile",
        "<p>Bătrânii adună puncte în Mănăștur și nu le pot folosi în Gheorgheni. Se poate un singur portofel?</p>",
        "Vânzări",
        LOW,
        steps=(
            reply(
                "elena",
                700,
                "<p>Se poate dacă farmaciile lucrează pe aceeași bază de clienți, ceea ce înseamnă un mic proiect, nu o simplă setare. Vă pregătesc o estimare?</p>",
            ),
            update("vlad", 900, "<p>Deocamdată nu, șefa spune că la anul.</p>"),
            withdraw("vlad", 60, "Amânat pentru bugetul anului viitor."),
        ),
    ),
    Request(
        "far-backup",
        166,
        "vlad",
        "Copia de siguranță de noapte nu s-a mai făcut de marți",
        "<p>În folderul de pe server ultima arhivă e de luni. Mesaj nu am primit niciunul, am văzut din întâmplare.</p>",
        "Administrare",
        URGENT,
        (Attachment("jurnal copie.zip", "02:00 început\n02:01 spațiu insuficient pe D:\n02:01 oprit cu eroare\n"),),
        (
            take("stefan", 6),
            work("stefan", 65, 55, "Eliberarea discului, copie completă, alertă prin e-mail"),
            resolve(
                "stefan",
                5,
                "<p>Discul D: era plin de arhive mai vechi de un an. Am păstrat ultimele 60, am rulat o copie completă și am restaurat-o de probă. La următorul eșec primiți e-mail.</p>",
            ),
            accept("vlad", 240),
        ),
    ),
)
