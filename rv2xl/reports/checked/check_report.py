"""The files that were checked, each in its state, and by form who should have sent one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rv2xl import forms
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.roles import Senders
from rv2xl.reports.checked.sentences import closing_sentences, year_of_all
from rv2xl.reports.replies import File, Replies, Reply, State, common_folder, files_of, own_name, replies_of
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.messages import Message, messages
from rv2xl.returns.register import Register
from rv2xl.returns.state import state_of


@dataclass(frozen=True, eq=False)
class Due:
    """A form that everybody has to return, and who has."""

    form: Form
    replies: Replies

    @property
    def expected(self) -> list[Reply]:
        """The Leistungserbringer who have to return it."""
        return [reply for reply in self.replies.senders if reply.expected]

    @property
    def missing(self) -> list[Reply]:
        """Those of whom there is no file."""
        return self.replies.of(State.FEHLT)

    @property
    def incomplete(self) -> list[Reply]:
        """Those whose return is accepted without an Ort that the register has."""
        return [reply for reply in self.replies.of(State.ANGENOMMEN) if reply.missing]


@dataclass(frozen=True, eq=False)
class CheckReport:
    """What a check comes to; `searched` if whole folders were checked, `due` only then and with register and year."""

    entries: tuple[Checked, ...]
    register: Register | None
    year: int | None
    searched: bool

    @cached_property
    def form(self) -> Form | None:
        """The form that the files are about: the one that is due by a day, or the only one; with several others none."""
        due = [form for form in self.forms.values() if form.roles.deadline is not None]
        return next(iter(due or (self.forms.values() if len(self.forms) == 1 else ())), None)

    @cached_property
    def own(self) -> list[Checked]:
        """The files of that form; of several all."""
        form, found = self.form, [entry for entry in self.entries if entry.issue is not None]
        return [entry for entry in found if form is None or (entry.issue and entry.issue.form.name == form.name)]

    @cached_property
    def states(self) -> list[State]:
        """The state of each file as the form's report counts it: a file of another form has no other one."""
        return [state_of(entry, self.form) for entry in self.entries]

    @cached_property
    def sentences(self) -> list[str]:
        """What became of all files, first their number; the report on the same folder says the same."""
        return closing_sentences(self.own, self.states, self.year)

    @cached_property
    def due(self) -> tuple[Due, ...]:
        """Who has returned what, by form: of one that comes with a measure nobody knows who has to."""
        if self.register is None or self.year is None or not self.searched or self.other_year is not None:
            return ()
        made = (consolidate(form, self.year, self.register, self.entries) for form in self._forms_due())
        return tuple(Due(made.form, replies_of(made, ())) for made in made)

    def _forms_due(self) -> list[Form]:
        """Return the forms that everybody owes and of which there are returns: those due by a day where there is one, for a Bogen may
        have strayed among them. If no form at all was recognised, whichever every Leistungserbringer owes by a day."""
        owed = [
            form
            for form in map(forms.newest, forms.NAMES)
            if form.sender is not None and not form.comes_with_a_measure and (form.name in self.forms or not self.forms)
        ]
        by_a_day = [form for form in owed if form.roles.deadline is not None]
        if not self.forms:
            return [form for form in by_a_day if form.senders is Senders.LEISTUNGSERBRINGER]
        return by_a_day or owed

    @cached_property
    def forms(self) -> dict[str, Form]:
        """The forms that were recognised, by name, as they occur."""
        issues = (entry.issue for entry in self.entries)
        return {issue.form.name: issue.form for issue in issues if issue is not None}

    @cached_property
    def files(self) -> tuple[File, ...]:
        """The files in the order in which they were given; an unreadable one with the sender that its name tells."""
        guessed = {file.entry.file: file for due in self.due for file in due.replies.files if file.guessed}
        return tuple(guessed.get(file.entry.file, file) for file in files_of(self.entries))

    @cached_property
    def other_year(self) -> int | None:
        """The year that all returns are of, if that is another than was asked for."""
        return year_of_all(self.own, self.year)

    @cached_property
    def folder(self) -> str:
        """What is left out before the names of files, here and where a message names another one."""
        return common_folder(self.files)

    def messages(self, file: File) -> list[Message]:
        """Return what is to be read of a file; what is said once of all files is left out."""
        found = messages(file.entry.returned, file.entry.findings)
        if self.other_year is None:
            return found
        return [message for message in found if message.finding.code != "FORM-JAHR"]

    def name_of(self, file: File) -> str:
        """Return what the sender of a file is called: by the register, else by itself."""
        issue, known = file.entry.issue, ""
        if self.register is not None and issue is not None:
            known = self.register.sender_name(issue.form, issue.year, file.sender or "")
        elif self.register is not None:
            known = self.register.name_of(file.sender or "")
        return known or own_name(file.entry)
