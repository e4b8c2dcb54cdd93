import { expect } from "vitest";

/** Any time, as the API writes it. */
export const TIME: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** A user nobody has seen yet, on the wire. */
export const newUser = {
  id: expect.any(Number) as unknown,
  site_id: expect.any(Number) as unknown,
  external_id: null,
  email: expect.any(String) as unknown,
  email_verified: false,
  username: null,
  name: null,
  first_name: null,
  last_name: null,
  locale: null,
  blocked: false,
  metadata: {},
  private_metadata: {},
  deletion_due_at: null,
  second_factor: false,
  created_at: TIME,
  updated_at: TIME,
  last_sign_in_at: null,
};
