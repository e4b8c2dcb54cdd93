-- What an application binds a callback token to when a sign-in begins (RFC 7636, S256), and where it waits on the way there.

ALTER TABLE authorization_requests ADD COLUMN code_challenge TEXT;

ALTER TABLE callback_tokens ADD COLUMN code_challenge BYTEA;

ALTER TABLE email_codes ADD COLUMN code_challenge TEXT;
