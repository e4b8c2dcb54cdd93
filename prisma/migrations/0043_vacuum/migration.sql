-- Each sign-in changes a row, and a page with a changed row has to be read where the index by address would have told all. A fifth of the
-- users may sign in before PostgreSQL tidies up by itself: at a million, a search among them then reads a third of the pages it passes.
ALTER TABLE site_users SET (autovacuum_vacuum_scale_factor = 0.01);
