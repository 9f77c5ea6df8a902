-- Records by their UID, and what of a file could not be read.
ALTER TABLE events ADD COLUMN uid TEXT NOT NULL DEFAULT '';
UPDATE events SET uid = json_extract(data, '$.uid');
CREATE INDEX events_uid ON events (uid);
ALTER TABLE tasks ADD COLUMN uid TEXT NOT NULL DEFAULT '';
UPDATE tasks SET uid = json_extract(data, '$.uid');
CREATE INDEX tasks_uid ON tasks (uid);
CREATE TABLE set_aside (
    seq INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (file, text)
) STRICT;
