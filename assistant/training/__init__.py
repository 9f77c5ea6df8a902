"""Training: what is collected, trained, evaluated and deployed; torch may be imported here."""
