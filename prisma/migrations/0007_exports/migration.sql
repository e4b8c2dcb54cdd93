-- What an export needs in order to be taken up again when its process was killed.
ALTER TABLE exports ADD COLUMN stalls INTEGER NOT NULL DEFAULT 0,
ADD COLUMN worked_at TIMESTAMPTZ(6) NOT NULL DEFAULT now();
