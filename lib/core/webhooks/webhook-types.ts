/** What a webhook may be told of, and what each means. */
export const WEBHOOK_TYPES: Readonly<Record<string, string>> = {
  "site_user.created": "Somebody signed up, or was added",
  "site_user.updated": "Something about a user was changed",
  "site_user.deleted": "A user was deleted",
  "site_user.signed_in": "A user signed in",
};

/** What an endpoint says that is told of everything, also of what will be added later. */
export const EVERY_TYPE = "*";

/** What a test is called. It is no event, and sent to an endpoint whatever that is told of. */
export const TEST_TYPE = "webhook_endpoint.tested";
