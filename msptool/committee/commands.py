"""`msptool committee ...`."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msptool.terminal import Invocation, given_file, invocation, parse_day, print_json
from msptool.words import counted
from msptool.workspace.problems import EXIT_PROBLEMS, Refusal, unknown

if TYPE_CHECKING:
    from msptool.committee.model import Meeting
    from msptool.standards.library import Library
    from msptool.workspace.log import Commit

app = typer.Typer(
    help="The standards committee: its calendar, agenda, minutes and release notes.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


OfDay = Annotated[str | None, typer.Argument(metavar="[DAY]", help="YYYY-MM-DD.")]


@app.command(name="calendar")
def calendar_(
    ctx: typer.Context,
    months: Annotated[int, typer.Option(min=1, max=60, help="How many months ahead.")] = 12,
    write: Annotated[bool, typer.Option("--write", help="Write a file for every meeting that has none.")] = False,
    as_json: AsJson = False,
) -> None:
    """The meetings of the year ahead, on the days that msptool.yaml names; --write puts them into practice/committee/."""
    from msptool.committee.register import require_meetings, write_meetings, year_ahead

    run = invocation(ctx)
    workspace = run.workspace
    slots = year_ahead(require_meetings(workspace.source), workspace.settings.committee, run.today, months)
    written = write_meetings(workspace, [slot.meeting for slot in slots if slot.new]) if write else []
    shown = [replace(slot, new=False) for slot in slots] if write else slots
    if as_json:
        from msptool.committee.meeting_data import slot_data

        print_json("committee-calendar", meetings=[slot_data(slot) for slot in shown], written=written)
        return
    from msptool.committee.meeting_view import calendar_table

    run.console().print(calendar_table(shown))
    if written:
        run.remark(f"Wrote {counted(len(written), 'meeting')}. Commit practice/committee/ to publish the calendar.")
    elif any(slot.new for slot in shown):
        run.remark("'msptool committee calendar --write' puts them into practice/committee/.")
    elif write:
        run.remark("Every meeting has its file already.")
    if odd := [slot.meeting.day.isoformat() for slot in shown if not slot.fits and not slot.meeting.held]:
        run.remark(
            f"Not on the day that msptool.yaml names: {', '.join(odd)}. To plan them anew, delete their files and run this again."
        )


@app.command()
def agenda(
    ctx: typer.Context,
    day: OfDay = None,
    all_: Annotated[bool, typer.Option("--all", help="Every line of every list.")] = False,
    as_json: AsJson = False,
) -> None:
    """What the next meeting should talk about: feedback of TAMs, what fails most, what never fails, what is overdue."""
    from msptool.alignment.viewpoint import viewpoint
    from msptool.committee.agenda import agenda as agenda_of
    from msptool.committee.register import next_planned, require_meetings

    run = invocation(ctx)
    meetings = require_meetings(run.workspace.source)
    upcoming = next_planned(meetings, run.today)
    wanted = parse_day(day) if day else upcoming.day if upcoming else run.today
    view = viewpoint(run.workspace)
    found = agenda_of(view, meetings, wanted)
    if as_json:
        from msptool.committee.meeting_data import agenda_data

        print_json("committee-agenda", **agenda_data(found))
        return
    from msptool.committee.meeting_view import agenda_text
    from msptool.people.register import load_people

    meeting = next((each for each in meetings if each.day == wanted), None)
    people = load_people(run.workspace.source)
    run.console().print(agenda_text(found, meeting, people, None if all_ else _SHOWN))


_SHOWN = 8


@app.command()
def minutes(
    ctx: typer.Context,
    day: OfDay = None,
    decisions: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="CSV or YAML with standard, decision, reason, commit; '-' reads stdin."),
    ] = None,
    decide: Annotated[
        list[str] | None, typer.Option(metavar="'ID=DECISION: REASON'", help="One decision; may be repeated.")
    ] = None,
    keep: Annotated[list[str] | None, typer.Option(metavar="ID", help="Reviewed and kept; may be repeated.")] = None,
    keep_due: Annotated[
        bool, typer.Option("--keep-due", help="Keep what the agenda lists for review and nothing else decides.")
    ] = False,
    attendee: Annotated[
        list[str] | None, typer.Option(metavar="PERSON", help="Who was there; may be repeated.")
    ] = None,
    note: Annotated[str, typer.Option(help="What else was said.")] = "",
    follow_up: Annotated[list[str] | None, typer.Option(help="Who does what; may be repeated.")] = None,
    no_commit: Annotated[
        bool, typer.Option("--no-commit", help="Write the files, and leave the commit to you.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show a meeting's minutes with the commits of its decisions; with options, record them.

    keep, adopt, retire and reject are carried out in the standards' files; change and postpone come up on the next
    agenda. Minutes and standards are written together or not at all, and make one commit.
    """
    from msptool.committee.minutes import Said

    run = invocation(ctx)
    said = Said(tuple(attendee or ()), note, tuple(follow_up or ()))
    if decisions or decide or keep or keep_due or attendee or note or follow_up:
        wanted = parse_day(day) if day else run.today
        _record(run, wanted, decisions, decide or [], keep or [], keep_due, said, no_commit, as_json)
    else:
        _show_minutes(run, day, as_json)


def _record(
    run: Invocation, day: date, file: str | None, decide: list[str], keep: list[str], keep_due: bool, said: Any,
    no_commit: bool, as_json: bool,
) -> None:  # fmt: skip
    from msptool.alignment.viewpoint import viewpoint
    from msptool.committee.agenda import agenda as agenda_of
    from msptool.committee.agenda import due_for_review
    from msptool.committee.minutes import decide as decision_on
    from msptool.committee.minutes import parse_decision, read_decisions, record, summary
    from msptool.committee.register import require_meetings
    from msptool.standards.library import require_library

    workspace = run.workspace
    library = require_library(workspace.source)
    found = read_decisions(workspace, library, *given_file(file)) if file else []
    found += [parse_decision(workspace, library, each) for each in decide]
    found += [decision_on(workspace, library, each, "keep") for each in keep]
    if keep_due:
        meetings = require_meetings(workspace.source)
        due = agenda_of(viewpoint(workspace), meetings, day)
        found += due_for_review(due, meetings, {each.standard for each in found})
    done = record(workspace, library, day, found, said, commit=not no_commit)
    if as_json:
        _print_minutes(run, library, done.meeting, commit=done.commit, files=done.paths)
        return
    for each in done.replaced:
        run.remark(f"{each.standard}: in place of '{each.decision}', decided in this meeting before.")
    typer.echo(f"Minutes of {day}: {summary(found) or 'no new decisions'}. {counted(len(done.paths), 'file')} written.")
    run.remark(f"Committed as {done.commit[:10]}." if done.commit else "Nothing is committed yet.")


def _show_minutes(run: Invocation, day: str | None, as_json: bool) -> None:
    from msptool.committee.register import find_meeting, last_held, require_meetings
    from msptool.standards.library import require_library

    meetings = require_meetings(run.workspace.source)
    meeting = find_meeting(meetings, parse_day(day)) if day else last_held(meetings, date.max)
    if meeting is None:
        raise Refusal("No meeting has minutes yet: record some with 'msptool committee minutes DAY --keep-due'.")
    library = require_library(run.workspace.source)
    if as_json:
        _print_minutes(run, library, meeting)
        return
    from msptool.committee.meeting_view import minutes_text
    from msptool.people.register import load_people

    commits = _commits(run, library, meeting)
    run.console().print(minutes_text(meeting, load_people(run.workspace.source), commits))


def _commits(run: Invocation, library: Library, meeting: Meeting) -> dict[str, Commit]:
    from msptool.committee.carried_out import carried_out_by

    return {name: commit for (_, name), commit in carried_out_by(run.workspace, library, [meeting]).items()}


def _print_minutes(run: Invocation, library: Library, meeting: Meeting, **more: Any) -> None:
    from msptool.committee.meeting_data import meeting_data

    print_json("committee-minutes", **meeting_data(meeting, _commits(run, library, meeting)), **more)


@app.command()
def changelog(
    ctx: typer.Context,
    base: Annotated[str, typer.Argument(metavar="FROM", help="The tag, commit or branch of the library before.")],
    head: Annotated[str, typer.Argument(metavar="[TO]", help="The one after.")] = "HEAD",
    audience: Annotated[
        str, typer.Option("--for", help="team, or clients (what is checked, and nothing internal).")
    ] = "team",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write a file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Release notes of the library between two tags, in Markdown: one for the team and one for clients."""
    from msptool.committee.changelog import AUDIENCES
    from msptool.committee.changelog import changelog as notes_of
    from msptool.committee.proposal import proposal

    if audience not in AUDIENCES:
        raise unknown(f"--for takes {' or '.join(AUDIENCES)}, not {audience!r}.", audience, AUDIENCES)
    run = invocation(ctx)
    found = proposal(run.workspace, base, head)
    for remark in found.remarks:
        run.remark(remark)
    day = run.workspace.history.day_of(head)
    text = notes_of(found, audience, run.workspace.settings.practice.name, day)
    if output is not None:
        from msptool.workspace.files import write_output

        write_output(output, text.encode())
    if as_json:
        print_json(
            "committee-changelog", audience=audience, base=base, head=head, day=day, markdown=text,
            path=None if output is None else str(output),
        )  # fmt: skip
    elif output is None:
        typer.echo(text.encode(), nl=False)
    else:
        typer.echo(f"Wrote {output}.")


@app.command()
def owners(
    ctx: typer.Context,
    write: Annotated[bool, typer.Option("--write", help="Write them into the repository's CODEOWNERS file.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 where that file is not up to date.")] = False,
    as_json: AsJson = False,
) -> None:
    """Who approves a change of which category, as the CODEOWNERS file of GitHub and GitLab."""
    from msptool.committee.owners import code_owners, owners_file, ownership
    from msptool.people.register import load_people
    from msptool.standards.library import require_library

    run = invocation(ctx)
    workspace = run.workspace
    prefix = workspace.history.prefix if workspace.history.exists else ""
    library, people = require_library(workspace.source), load_people(workspace.source)
    rows = ownership(library, people, workspace.settings.committee, prefix)
    if prefix and (write or check):
        raise Refusal(
            f"The workspace is the folder {prefix} of a larger repository: put the lines that 'msptool committee owners' "
            "prints into the repository's own CODEOWNERS file."
        )
    file = owners_file(workspace.root, rows)
    if write:
        file.write(workspace.root)
    if as_json:
        print_json(
            "committee-owners",
            owners=[asdict(row) for row in rows],
            file=file.path,
            up_to_date=write or not file.is_stale,
        )
    elif not (write or check):
        typer.echo(code_owners(rows), nl=False)
    elif write:
        typer.echo(f"Wrote {file.path}." if file.is_stale else f"{file.path} is up to date.")
    else:
        state = "not up to date: run 'msptool committee owners --write'" if file.is_stale else "up to date"
        typer.echo(f"{file.path} is {state}.")
    if check and file.is_stale and not write:
        raise typer.Exit(EXIT_PROBLEMS)
