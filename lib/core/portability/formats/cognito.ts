import type { ImportFormat } from "./format";

/**
 * Amazon Cognito's users in the columns of its own CSV import; it gives no hashes away.
 *
 * docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html
 */
export const cognito = {
  id: "cognito",
  title: "Amazon Cognito",
  recognises: ({ names }) => names.has("cognito:username") || names.has("cognito:mfa_enabled"),
  readUser(fields) {
    const username = fields.text("cognito:username");
    const enabled = fields.flag("enabled");
    return {
      externalId: fields.text("sub") ?? username,
      email: fields.text("email"),
      emailVerified: fields.flag("email_verified"),
      username: fields.text("preferred_username") ?? username,
      name: fields.text("name"),
      firstName: fields.text("given_name"),
      lastName: fields.text("family_name"),
      locale: fields.text("locale"),
      blocked: enabled === undefined ? undefined : !enabled,
    };
  },
} as const satisfies ImportFormat;
