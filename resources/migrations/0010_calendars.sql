-- Calendars as records, and events by the calendar that they lie in.
CREATE TABLE calendars (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    labels TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;
ALTER TABLE events ADD COLUMN calendar TEXT NOT NULL DEFAULT '';
UPDATE events SET calendar = coalesce(json_extract(data, '$.calendar'), 'personal');
CREATE INDEX events_calendar ON events (calendar);
