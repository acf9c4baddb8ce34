"""A plan's tasks as a calendar file (ICS) that phones and mail programs read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from dan_van.errors import MissingTool
from dan_van.reports.tasks import Task


def written(tasks: Sequence[Task], plan: str, on: date) -> bytes:
    """An all-day entry on the last day of each task that is not done, with a reminder three days before.

    The same task keeps its id, so that a file imported again replaces the entries and does not double them.
    """
    try:
        from icalendar import Alarm, Calendar, Event
    except ImportError:
        raise MissingTool("Chưa có phần ghi lịch. Chạy: pip install 'dan_van[calendar]'.") from None
    book = Calendar()
    book.add("prodid", "-//dan_van//VI")
    book.add("version", "2.0")
    for task in tasks:
        if task.done or task.due is None:
            continue
        event = Event()
        event.add("uid", f"{sha256(f'{plan}|{task.text}'.encode()).hexdigest()[:32]}@dan-van")
        event.add("dtstamp", datetime(on.year, on.month, on.day, tzinfo=UTC))
        event.add("dtstart", task.due)
        event.add("dtend", task.due + timedelta(days=1))
        event.add("summary", f"Hạn: {task.text}")
        if task.owner:
            event.add("description", f"Người làm: {task.owner}. Theo {plan}.")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", task.text)
        alarm.add("trigger", timedelta(days=-3))
        event.add_component(alarm)
        book.add_component(event)
    content: bytes = book.to_ical()
    return content
