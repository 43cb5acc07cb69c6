"""Tickets on the bus: one line per operation."""

from __future__ import annotations

from typing import Any

from chassis.call import Call
from chassis.results import Raw
from chassis.rpc import operation
from contracts import tickets as words
from contracts.auth import AuthApi
from contracts.files import FilesApi
from services.tickets.domain import (
    conversation,
    desk_settings,
    drafts,
    handing_over,
    handling,
    info_items,
    listing,
    marks,
    reading,
    recording,
    timer,
    work,
)
from services.tickets.domain.desk import Desk
from services.tickets.settings import TicketsSettings


class TicketsService:
    """Requests, their entries, states and work."""

    name = "tickets"
    settings = TicketsSettings
    desk: Desk

    @classmethod
    def build(cls, runtime: Any) -> TicketsService:
        """Make the service from its runtime."""
        service = cls()
        service.desk = Desk.of(
            runtime.engine,
            runtime.settings.command_hmac_key,
            files=runtime.client(FilesApi, "files"),
            auth=runtime.client(AuthApi, "auth"),
        )
        return service

    @operation
    def open_ticket(self, call: Call, command: words.OpenTicket) -> words.TicketRef:
        """Record a request."""
        return recording.open_ticket(self.desk, call, command)

    @operation
    def open_follow_up(self, call: Call, command: words.OpenFollowUp) -> words.TicketRef:
        """Record a request linked to a closed one."""
        return recording.open_follow_up(self.desk, call, command)

    @operation
    def list_tickets(self, call: Call, command: words.ListTickets) -> Raw:
        """A page of requests."""
        return listing.list_tickets(self.desk, call, command)

    @operation
    def get_ticket(self, call: Call, command: words.GetTicket) -> Raw:
        """One request."""
        return reading.get_ticket(self.desk, call, command)

    @operation
    def list_entries(self, call: Call, command: words.ListEntries) -> Raw:
        """Older entries."""
        return reading.list_entries(self.desk, call, command)

    @operation
    def list_history(self, call: Call, command: words.ListHistory) -> Raw:
        """Who did what."""
        return reading.list_history(self.desk, call, command)

    @operation
    def list_work(self, call: Call, command: words.ListWork) -> Raw:
        """Records of work."""
        return reading.list_work(self.desk, call, command)

    @operation
    def count_tickets(self, call: Call, command: words.CountTickets) -> words.CountsView:
        """How many requests each view holds."""
        return marks.count_tickets(self.desk, call, command)

    @operation
    def count_by_person(self, call: Call, command: words.CountByPerson) -> words.PeopleCountsView:
        """How many active requests each of a company's or the vendor's people has."""
        return marks.count_by_person(self.desk, call, command)

    @operation
    def mark_seen(self, call: Call, command: words.MarkSeen) -> None:
        """What the caller has seen."""
        marks.mark_seen(self.desk, call, command)

    @operation
    def add_update(self, call: Call, command: words.AddUpdate) -> words.TicketRef:
        """An update of the customer."""
        return conversation.add_update(self.desk, call, command)

    @operation
    def answer(self, call: Call, command: words.AnswerTicket) -> words.TicketRef:
        """An answer of a consultant."""
        return conversation.answer(self.desk, call, command)

    @operation
    def add_note(self, call: Call, command: words.AddNote) -> words.TicketRef:
        """An internal note."""
        return conversation.add_note(self.desk, call, command)

    @operation
    def assign(self, call: Call, command: words.AssignTicket) -> words.TicketRef:
        """Take or give a request."""
        return handling.assign(self.desk, call, command)

    @operation
    def unassign(self, call: Call, command: words.UnassignTicket) -> words.TicketRef:
        """Take the consultant off."""
        return handling.unassign(self.desk, call, command)

    @operation
    def hand_over(self, call: Call, command: words.HandOver) -> words.HandedOverView:
        """All active requests of one consultant to another."""
        return handing_over.hand_over(self.desk, call, command)

    @operation
    def transition(self, call: Call, command: words.TransitionTicket) -> words.TicketRef:
        """Accept, withdraw, close."""
        return handling.transition(self.desk, call, command)

    @operation
    def create_draft(self, call: Call, command: words.CreateDraft) -> words.DraftView:
        """Begin a draft."""
        return drafts.create_draft(self.desk, call, command)

    @operation
    def save_draft(self, call: Call, command: words.SaveDraft) -> words.DraftView:
        """Save a draft anew."""
        return drafts.save_draft(self.desk, call, command)

    @operation
    def list_drafts(self, call: Call, command: words.ListDrafts) -> words.DraftsView:
        """The own drafts."""
        return drafts.list_drafts(self.desk, call, command)

    @operation
    def get_draft(self, call: Call, command: words.GetDraft) -> words.DraftView:
        """One own draft."""
        return drafts.get_draft(self.desk, call, command)

    @operation
    def discard_draft(self, call: Call, command: words.DiscardDraft) -> None:
        """Delete an own draft."""
        drafts.discard_draft(self.desk, call, command)

    @operation
    def change_info_item(self, call: Call, command: words.ChangeInfoItem) -> words.TicketRef:
        """Tick one thing that was asked for."""
        return info_items.change_info_item(self.desk, call, command)

    @operation
    def get_desk_settings(self, call: Call, command: words.GetDeskSettings) -> words.DeskSettingsView:
        """How the desk treats a company's requests."""
        return desk_settings.get_desk_settings(self.desk, call, command)

    @operation
    def change_desk_settings(self, call: Call, command: words.ChangeDeskSettings) -> words.DeskSettingsView:
        """Change how the desk treats a company's requests."""
        return desk_settings.change_desk_settings(self.desk, call, command)

    @operation
    def log_work(self, call: Call, command: words.LogWork) -> words.TicketRef:
        """Record work."""
        return work.log_work(self.desk, call, command)

    @operation
    def correct_work(self, call: Call, command: words.CorrectWork) -> words.TicketRef:
        """Correct a record of work."""
        return work.correct_work(self.desk, call, command)

    @operation
    def start_timer(self, call: Call, command: words.StartTimer) -> words.TimerView:
        """Start the caller's timer."""
        return timer.start_timer(self.desk, call, command)

    @operation
    def stop_timer(self, call: Call, command: words.StopTimer) -> words.StoppedTimerView:
        """Stop the caller's timer."""
        return timer.stop_timer(self.desk, call, command)

    @operation
    def get_timer(self, call: Call, command: words.GetTimer) -> words.TimerView:
        """The caller's running timer."""
        return timer.get_timer(self.desk, call, command)


SERVICE = TicketsService
