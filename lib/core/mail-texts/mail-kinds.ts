/** What a site may say in words of its own, and how long each may be. */
export const WORD_LENGTHS = { subject: 120, heading: 120, body: 600 } as const;

export type WordPart = keyof typeof WORD_LENGTHS;
export type Placeholder = "site" | "duration" | "provider";

type Kind = {
  /** As the dashboard calls it. */
  readonly name: string;
  /** When it is sent, for the dashboard. */
  readonly when: string;
  /** What `{…}` may stand for. */
  readonly placeholders: readonly Placeholder[];
  /**
   * Whether it tells of something that was done to an account.
   *
   * SECURITY: then what was done, and what to do if that was somebody else, stays in our words whatever the site writes: its own come
   * besides. Who took over a site's dashboard could otherwise keep its users from learning what is done to them.
   */
  readonly notice: boolean;
};

const asks = (name: string, when: string): Kind => ({ name, when, placeholders: ["site", "duration"], notice: false });
const tells = (name: string, when: string): Kind => ({ name, when, placeholders: ["site"], notice: true });

/** Every mail to a site's users. */
export const MAIL_KINDS = {
  verify_email: asks("Confirm address", "After signing up, until the address is proved."),
  reset_password: asks("Reset password", "When somebody forgot their password."),
  sign_in_code: asks("Sign-in code", "When somebody signs in by a code or a link."),
  change_email: asks("Confirm new address", "To the new address, when a user changes it."),
  account_exists: { ...asks("Already has an account", "When a known address signs up again."), placeholders: ["site"] },
  new_device: tells("New browser", "After a sign-in in a browser that was not used for the account before."),
  password_changed: tells("Password changed", "After a password was changed."),
  email_changed: tells("Address changed", "To the old address, after it was changed."),
  factor_on: tells("Second factor on", "After an app for codes was set up or replaced."),
  factor_off: tells("Second factor off", "After the second factor was turned off or reset."),
  recovery_codes: tells("Recovery codes", "After a recovery code was used, or new ones were made."),
  passkey_added: tells("Passkey added", "After a passkey was added."),
  passkey_removed: tells("Passkey removed", "After a passkey was removed."),
  account_linked: { ...tells("Account linked", "After an account elsewhere was linked."), placeholders: ["site", "provider"] },
  account_unlinked: { ...tells("Account unlinked", "After an account elsewhere was unlinked."), placeholders: ["site", "provider"] },
  deletion_due: tells("Account closed", "After a user asked for their account to be deleted."),
} as const satisfies Record<string, Kind>;

export type MailKind = keyof typeof MAIL_KINDS;

export const MAIL_KIND_IDS = Object.keys(MAIL_KINDS) as [MailKind, ...MailKind[]];
