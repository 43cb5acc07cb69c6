"""Events are applied whenever they arrive: no inbox row, no sequence."""

from __future__ import annotations

from tests.reliability import without


def take_out() -> None:
    """Apply and remember nothing but how far a subject came."""
    from sqlalchemy import text

    from chassis import events

    advance = text(
        "INSERT INTO inbox_subjects (source, subject, last_sequence) VALUES (:source, :subject, :sequence) "
        "ON CONFLICT (source, subject) DO UPDATE SET last_sequence = :sequence"
    )

    def apply_in(self, connection, received):  # type: ignore[no-untyped-def]
        getattr(self.bus.service, self.method_name)(connection, received)
        for event in received:
            key = {"source": self.source, "subject": event.subject}
            connection.execute(advance, key | {"sequence": event.sequence})

    events.Subscription.apply_in = apply_in  # type: ignore[method-assign]


if __name__ == "__main__":
    without.run(take_out)
