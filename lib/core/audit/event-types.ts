/** A kind of event: what it means, in a sentence for people. */
export type EventKind = {
  readonly says: string;
  /** Whether webhooks may be subscribed to it: what a site's own systems have a use for. */
  readonly webhooks?: true;
  /** Set where whoever does it has not shown to be the user it is about. Everywhere else a visitor's success shows that. */
  readonly byAnybody?: true;
};

const forWebhooks = (says: string) => ({ says, webhooks: true }) as const;
const byAnybody = (says: string) => ({ says, byAnybody: true }) as const;

/** Everything that the audit log knows of. A name that was given out once keeps its meaning; a new kind of event is a line here. */
export const EVENT_TYPES = {
  "site_user.signed_up": forWebhooks("A user signed up."),
  "site_user.sign_up_failed": byAnybody("Somebody tried to sign up with an address or a username that is taken."),
  "site_user.created": forWebhooks("A user was created in the customer’s name."),
  "site_user.updated": forWebhooks("Fields of a user were changed."),
  "site_user.blocked": forWebhooks("A user was blocked."),
  "site_user.unblocked": forWebhooks("A user may sign in again."),
  "site_user.deletion_asked": forWebhooks("A user asked to be deleted."),
  "site_user.deletion_called_off": forWebhooks("A user who had asked to be deleted stays."),
  "site_user.deleted": forWebhooks("A user was deleted."),
  "site_user.signed_in": forWebhooks("A user signed in."),
  "site_user.sign_in_failed": byAnybody("Somebody tried to sign in and could not show who they are."),
  "site_user.locked_out": byAnybody("Too many wrong tries: a budget is closed for a while."),
  "site_user.email_proved": forWebhooks("A user proved that their address is theirs."),
  "site_user.email_change_asked": { says: "A user asked for another address." },
  "site_user.email_changed": forWebhooks("The address of a user was changed."),
  "site_user.password_changed": forWebhooks("A user’s password was changed."),
  "site_user.password_reset_asked": byAnybody("Somebody asked for a mail that sets a new password."),
  "site_user.password_reset": forWebhooks("A user set a new password by a mail."),
  "site_user.sessions_ended": forWebhooks("All sessions of a user were ended."),
  "session.ended": forWebhooks("A session was ended."),
  "session.refresh_token_reused": {
    says: "A refresh token came a second time, and its session was ended.",
    byAnybody: true,
    webhooks: true,
  },
  "callback_token.replayed": { says: "A callback token was shown again after it had been exchanged.", webhooks: true },
  "second_factor.turned_on": forWebhooks("A user set up a second factor."),
  "second_factor.turned_off": forWebhooks("A user turned their second factor off."),
  "second_factor.reset": forWebhooks("A user’s second factor was taken away in the customer’s name."),
  "second_factor.codes_renewed": { says: "A user made new recovery codes." },
  "second_factor.failed": byAnybody("A second factor was wrong."),
  "trusted_browser.added": { says: "A user trusts a browser from now on: it goes without a second factor." },
  "passkey.added": forWebhooks("A passkey was added."),
  "passkey.removed": forWebhooks("A passkey was removed."),
  "linked_account.added": forWebhooks("An account at a provider was linked to a user."),
  "linked_account.removed": forWebhooks("An account at a provider was unlinked from a user."),
  "import.begun": { says: "An import of users was begun." },
  "import.finished": { says: "An import of users came to its end." },
  "export.begun": { says: "An export of a site was begun." },
  "export.downloaded": { says: "The file of an export was downloaded." },
  "site_users.downloaded": { says: "The list of users was downloaded." },
  "site.created": { says: "A site was created." },
  "site.updated": { says: "Settings of a site were changed." },
  "site.suspended": forWebhooks("A site was suspended: nobody can sign in."),
  "site.resumed": forWebhooks("A suspended site answers again, unless somebody else has it suspended too."),
  "site.deleted": { says: "A site was deleted." },
  "site.restored": { says: "A deleted site was brought back." },
  "client_secret.revealed": { says: "The client secret of a site was shown." },
  "client_secret.rotated": { says: "A site got a new client secret." },
  "client_secret.previous_ended": { says: "The client secret before the last one was ended." },
  "fasteditor_key.rotated": { says: "A site got a new FastEditor key." },
  "signing_key.rotated": { says: "A site got a new signing key." },
  "identity_provider.created": { says: "A provider was set up." },
  "identity_provider.updated": { says: "A provider was changed." },
  "identity_provider.deleted": { says: "A provider was removed." },
  "webhook_endpoint.created": { says: "A webhook endpoint was added: what happens at the site is sent there." },
  "webhook_endpoint.updated": { says: "A webhook endpoint was changed." },
  "webhook_endpoint.deleted": { says: "A webhook endpoint was deleted." },
  "webhook_secret.revealed": { says: "The secret of a webhook endpoint was shown." },
  "webhook_secret.rotated": { says: "A webhook endpoint got a new secret." },
  "mail_text.set": { says: "The words of a mail were changed." },
  "mail_text.deleted": { says: "The words of a mail are the usual ones again." },
  "branding.published": { says: "A new look of the pages was published." },
  "api_token.created": { says: "An API token was made." },
  "api_token.regenerated": { says: "An API token was made anew, and the one before ended." },
  "api_token.revoked": { says: "An API token was revoked." },
  "account.created": { says: "The account was created, with its first operator." },
  "account.deleted": { says: "The account was deleted: nothing of it answers, and a week later it is gone for good." },
  "account.restored": { says: "The deleted account was brought back." },
  "account.second_factor_needed_changed": { says: "Whether every operator needs a second factor was changed." },
  "audit_log.retention_changed": { says: "For how long the audit log is kept was changed." },
  "audit_log.downloaded": { says: "The audit log was downloaded." },
  "operator.signed_in": { says: "An operator signed in to the dashboard." },
  "operator.sign_in_failed": byAnybody("Somebody tried to sign in as an operator and could not."),
  "operator.locked_out": byAnybody("Too many wrong tries at an operator’s password: it is refused for a while."),
  "operator.signed_out": { says: "An operator ended all of their sessions." },
  "operator.invited": { says: "Somebody was invited to the account." },
  "operator.invitation_withdrawn": { says: "An invitation was withdrawn." },
  "operator.joined": { says: "Somebody accepted an invitation." },
  "operator.removed": { says: "An operator was removed." },
  "operator.left": { says: "An operator left the account." },
  "operator.password_changed": { says: "An operator changed their password." },
  "operator.password_reset_asked": byAnybody("Somebody asked for a mail that sets an operator’s new password."),
  "operator.proved_again": { says: "An operator showed once more who they are, before something that matters." },
  "operator.second_factor_turned_on": { says: "An operator set up a second factor." },
  "operator.second_factor_turned_off": { says: "An operator turned their second factor off." },
  "operator.second_factor_reset": { says: "An operator’s second factor and passkeys were taken away, so that they get in without." },
  "operator.second_factor_failed": byAnybody("A second factor of an operator was wrong."),
  "operator.recovery_codes_renewed": { says: "An operator made new recovery codes." },
  "operator.passkey_added": { says: "An operator added a passkey." },
  "operator.passkey_removed": { says: "An operator removed a passkey." },
  "operator.password_reset": { says: "An operator set a new password by a mail." },
} as const satisfies Record<`${string}.${string}`, EventKind>;

export type EventType = keyof typeof EVENT_TYPES;

/** What is said of a type. */
export const kindOf = (type: EventType): EventKind => EVENT_TYPES[type];

/** The types that webhooks may be subscribed to. */
export const WEBHOOK_TYPES = (Object.keys(EVENT_TYPES) as EventType[]).filter((type) => kindOf(type).webhooks);
