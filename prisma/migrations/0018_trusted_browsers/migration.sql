-- What a trusted browser calls itself, so that its user knows which one it is.

ALTER TABLE trusted_browsers ADD COLUMN user_agent TEXT;
