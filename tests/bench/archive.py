"""Very many requests, made inside PostgreSQL: twenty companies, two years, three entries each, words that repeat as words do."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, text

WORDS = """
    factura balanta stoc gestiune raport eroare actualizare imprimanta casa marcat salarii declaratie cont
    banca extras client furnizor comanda livrare receptie depozit lot serie garantie contract plata incasare
    tva jurnal registru inventar etichete cod bare utilizator drepturi parola server copie salvare retea
    import export xml fisier
""".split()  # noqa: SIM905 - words to read, not a list

_TICKETS = text(
    """
    INSERT INTO tickets (id, number, company_id, author_id, recorded_by, subject, category, priority, status, assignee_id,
                         version, last_seq, created_at, updated_at, effort_seconds, resolved_at, closed_at, customer_waits_since)
    SELECT gen_random_uuid(), nextval('ticket_number'), (CAST(:companies AS uuid[]))[who], (CAST(:authors AS uuid[]))[who],
           (CAST(:authors AS uuid[]))[who], words[1 + m % :w] || ' ' || words[1 + (m / 7) % :w] || ' ' || words[1 + (m / 31) % :w],
           (ARRAY['Contabilitate', 'Gestiune', 'Salarizare', 'Rapoarte'])[1 + m % 4],
           (ARRAY['low', 'normal', 'normal', 'high', 'urgent'])[1 + m % 5],
           CASE WHEN shut THEN 'closed' ELSE (ARRAY['new', 'in_progress', 'waiting_customer', 'resolved'])[1 + m % 4] END,
           CASE WHEN m % 3 > 0 THEN CAST(:consultant AS uuid) END, 3, 3, at, at + interval '1 day', (m % 20) * 300,
           CASE WHEN shut THEN at + interval '1 day' END, CASE WHEN shut THEN at + interval '2 days' END,
           CASE WHEN NOT shut AND m % 4 < 2 THEN at END
    FROM (SELECT 1 + n % :k AS who, n / :k AS m, (n / :k) % 10 < :shut AS shut, CAST(:words AS text[]) AS words,
                 now() - interval '730 days' + n * (interval '729 days' / :many) AS at
          FROM generate_series(1, :many) n) made
    """
)
_ENTRIES = text(
    """
    INSERT INTO entries (id, ticket_id, seq, kind, author_id, body_html, body_text, created_at)
    SELECT gen_random_uuid(), t.id, seq, (ARRAY['description', 'reply', 'update'])[seq],
           CASE WHEN seq = 2 THEN CAST(:consultant AS uuid) ELSE t.author_id END,
           '<p>' || repeat(t.subject || '. ', 12) || '</p>', repeat(t.subject || '. ', 12), t.created_at + seq * interval '1 hour'
    FROM tickets t CROSS JOIN generate_series(1, 3) seq WHERE t.number > :after
    """
)
_DOCUMENTS = text(
    """
    INSERT INTO public_documents (company_id, created_at, number, words)
    SELECT company_id, created_at, number, array_to_tsvector(array(SELECT DISTINCT left(replace(company_id::text, '-', ''), 8) || word
                                       FROM unnest(string_to_array(subject, ' ') || number::text) word))
    FROM tickets WHERE number > :after
    """
)
_STAFF = text(
    "INSERT INTO staff_documents (created_at, number, words) SELECT created_at, number, array_to_tsvector(array(SELECT DISTINCT word "
    "FROM unnest(string_to_array(subject, ' ') || number::text) word)) FROM tickets WHERE number > :after"
)


def fill(
    connection: Connection,
    companies: Sequence[UUID],
    authors: Sequence[UUID],
    consultant: UUID,
    many: int,
    *,
    shut: int = 8,
) -> tuple[int, int]:
    """Write `many` requests, `shut` of ten closed; returns the first and the last number of them."""
    after = connection.scalar(text("SELECT coalesce(max(number), 1000) FROM tickets")) or 0
    facts = {"companies": list(companies), "authors": list(authors), "k": len(companies), "consultant": consultant}
    connection.execute(_TICKETS, {**facts, "words": WORDS, "w": len(WORDS), "many": many, "shut": shut})
    connection.execute(_ENTRIES, {"consultant": consultant, "after": after})
    connection.execute(_DOCUMENTS, {"after": after})
    connection.execute(_STAFF, {"after": after})
    last = connection.scalar(text("SELECT max(number) FROM tickets")) or 0
    return int(after) + 1, int(last)
