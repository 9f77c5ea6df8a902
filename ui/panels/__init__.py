"""Pages: calendar, reminders, contacts, outbox, activity, approvals, models, settings."""
