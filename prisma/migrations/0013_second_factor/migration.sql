-- The second factor of site users.

ALTER TABLE site_users ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT false;
