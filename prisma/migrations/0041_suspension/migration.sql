-- Since when nobody can sign in at a site: because its customer wants it so, or because whoever runs the installation does.

ALTER TABLE sites ADD COLUMN suspended_at TIMESTAMPTZ(6),
ADD COLUMN held_at TIMESTAMPTZ(6),
ADD COLUMN held_for TEXT;
