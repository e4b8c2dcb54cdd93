import type { Prisma } from "@/lib/db/generated/client";
import { newId } from "@/lib/kernel/ids";
import { sha256 } from "@/lib/kernel/secrets";
import { makeToken, makeUser, type Tenant, unique } from "./make-tenant";

/** The models whose rows are somebody's. */
export type Tenanted = Exclude<Prisma.ModelName, "OwnerLink" | "OperatorAttempt" | "AuditEvent" | "Slug" | "Deletion" | "Backup">;

/** How one row of each model is named, and a harmless change to it. */
export type Row = { where: object; change: object };
export type Rows = Readonly<Record<Tenanted, Row>>;

/** A customer's site with a row in every table. */
export async function furnish(tenant: Tenant): Promise<Rows> {
  const { account, context, site } = tenant;
  const user = await makeUser(tenant);
  const token = sha256(await makeToken(tenant, user));
  const mail = await context.db.mail.create({
    data: { id: newId(), deliveryKey: unique("mail"), recipient: user.email, subject: "s", text: "t", html: "h", links: [] },
  });
  const secret = await context.db.mailToken.create({
    data: {
      id: newId(),
      siteUserId: user.id,
      purpose: "verify_email",
      emailCanonical: user.email,
      tokenHash: sha256(unique("t")),
      codeMac: token,
      expiresAt: new Date(),
    },
  });
  const key = sha256(unique("attempt"));
  await context.db.attempt.create({ data: { key, count: 1, windowEndsAt: new Date() } });
  const link = await account.db.operatorLink.create({
    data: {
      id: newId(),
      purpose: "invitation",
      email: user.email,
      emailCanonical: user.email,
      tokenHash: sha256(unique("l")),
      expiresAt: new Date(),
    },
  });
  const file = await context.db.storedFile.create({ data: { id: newId() } });
  const piece = { fileId: file.id, n: 0, sealed: token };
  await context.db.storedFileChunk.create({ data: piece });
  const incoming = await context.db.import.create({ data: { id: newId(), dryRun: true, optionsSealed: token, bytes: 1n } });
  const note = { importId: incoming.id, row: 1, refused: true, messages: ["m"] };
  await context.db.importNote.create({ data: note });
  await context.db.importKey.create({ data: { importId: incoming.id, key, row: 1 } });
  const kid = unique("s-key");
  await context.db.signingKey.create({ data: { generation: 1, kid, publicJwk: {}, privateSealed: token } });
  const stay = await context.db.session.create({
    data: { id: newId(), siteUserId: user.id, dialect: "fastgen", ip: "127.0.0.1", expiresAt: new Date() },
  });
  const asked = await context.db.emailCode.create({
    data: {
      id: newId(),
      deviceHash: token,
      email: user.email,
      emailCanonical: user.email,
      digits: 6,
      maxGuesses: 3,
      expiresAt: new Date(),
    },
  });
  const passkey = { credentialId: token, publicKey: token, rpId: "acme.example", userHandle: token, counter: 0n, aaguid: user.uuid };
  const kept = await context.db.passkey.create({
    data: { id: newId(), siteUserId: user.id, ...passkey, backupEligible: true, backedUp: true, name: "Phone" },
  });
  const own = { siteUserId: user.id, tokenHash: token, expiresAt: new Date() };
  await context.db.totpSecret.create({ data: { siteUserId: user.id, secretSealed: token, lastCounter: 0n } });
  await context.db.recoveryCode.create({ data: { siteUserId: user.id, codeMac: token } });
  const step = await context.db.secondFactorStep.create({ data: { id: newId(), purpose: "sign_in", ...own } });
  const trusted = await context.db.trustedBrowser.create({ data: { id: newId(), ...own } });
  const hash = unique("logo");
  await context.db.siteLogo.create({ data: { hash, type: "image/png", width: 2, height: 2, bytes: token } });
  const kind = unique("kind");
  await context.db.mailText.create({ data: { kind, language: "en", texts: { subject: "Ours" } } });
  const providerId = newId();
  await context.db.identityProvider.create({
    data: { id: providerId, kind: "oidc", name: "p", issuer: "https://p.example", clientId: "c", scopes: [], position: 0 },
  });
  const linked = await context.db.linkedAccount.create({
    data: { id: newId(), siteUserId: user.id, issuer: "https://p.example", subject: "s" },
  });
  const request = await context.db.authorizationRequest.create({
    data: { id: newId(), providerId, purpose: "sign_in", stateHash: token, browserHash: key, checksSealed: token, expiresAt: new Date() },
  });
  const change = await context.db.emailChange.create({
    data: {
      id: newId(),
      siteUserId: user.id,
      oldEmailCanonical: user.email,
      email: "new@example.com",
      emailCanonical: "new@example.com",
      expiresAt: new Date(),
    },
  });
  const outgoing = await context.db.export.create({ data: { id: newId(), includeSecrets: false } });
  const hook = await context.db.webhookEndpoint.create({
    data: { id: newId(), url: "https://hook.example", eventTypes: ["*"], secretSealed: token },
  });
  const delivery = await context.db.webhookDelivery.create({
    data: { id: newId(), endpointId: hook.id, eventId: newId(), eventType: "site_user.created", body: "{}" },
  });
  await account.db.idempotencyKey.create({ data: { keyHash: key, requestHash: key } });
  const [operator, apiToken, session] = await Promise.all([
    account.db.operator.findFirstOrThrow({ select: { id: true } }),
    account.db.apiToken.findFirstOrThrow({ select: { id: true } }),
    account.db.callbackToken.findFirstOrThrow({ where: { tokenHash: token }, select: { id: true } }),
  ]);
  const operatorId = operator.id;
  await account.db.operatorTotpSecret.deleteMany({});
  await account.db.operatorTotpSecret.create({ data: { operatorId, secretSealed: token, lastCounter: 0n } });
  await account.db.operatorRecoveryCode.create({ data: { operatorId, codeMac: token } });
  const dashboardKey = await account.db.operatorPasskey.create({
    data: { id: newId(), operatorId, ...passkey, backupEligible: true, backedUp: true, name: "Phone" },
  });
  return {
    Account: { where: { id: account.scope.accountId }, change: { name: "Taken over" } },
    Operator: { where: { id: operator.id }, change: { name: "Taken over" } },
    OperatorLink: { where: { id: link.id }, change: { email: "taken@example.com" } },
    OperatorTotpSecret: { where: { operatorId }, change: { lastCounter: 99n } },
    OperatorRecoveryCode: { where: { codeMac: token }, change: { usedAt: new Date(0) } },
    OperatorPasskey: { where: { id: dashboardKey.id }, change: { name: "Taken over" } },
    ApiToken: { where: { id: apiToken.id }, change: { name: "Taken over" } },
    Site: { where: { id: site.id }, change: { name: "Taken over" } },
    SiteUser: { where: { id: user.id }, change: { name: "Taken over" } },
    CallbackToken: { where: { id: session.id }, change: { last4: "own3" } },
    MailToken: { where: { id: secret.id }, change: { guesses: 99 } },
    Mail: { where: { id: mail.id }, change: { subject: "Taken over" } },
    Attempt: { where: { key }, change: { count: 99 } },
    IdempotencyKey: { where: { keyHash: key }, change: { status: 299 } },
    StoredFile: { where: { id: file.id }, change: { createdAt: new Date(0) } },
    StoredFileChunk: { where: { fileId: file.id }, change: { sealed: sha256("taken") } },
    Import: { where: { id: incoming.id }, change: { problem: "Taken over" } },
    ImportNote: { where: { importId: incoming.id }, change: { messages: ["Taken over"] } },
    ImportKey: { where: { importId: incoming.id }, change: { row: 99 } },
    SigningKey: { where: { kid }, change: { kid: "taken" } },
    Session: { where: { id: stay.id }, change: { dialect: "taken" } },
    EmailChange: { where: { id: change.id }, change: { guesses: 99 } },
    EmailCode: { where: { id: asked.id }, change: { guesses: 99 } },
    Passkey: { where: { id: kept.id }, change: { name: "Taken over" } },
    TotpSecret: { where: { siteUserId: user.id }, change: { lastCounter: 99n } },
    RecoveryCode: { where: { codeMac: token }, change: { usedAt: new Date(0) } },
    SecondFactorStep: { where: { id: step.id }, change: { expiresAt: new Date(0) } },
    TrustedBrowser: { where: { id: trusted.id }, change: { expiresAt: new Date(0) } },
    SiteLogo: { where: { hash }, change: { width: 1 } },
    MailText: { where: { kind }, change: { texts: { subject: "Taken over" } } },
    IdentityProvider: { where: { id: providerId }, change: { name: "Taken over" } },
    LinkedAccount: { where: { id: linked.id }, change: { subject: "taken" } },
    AuthorizationRequest: { where: { id: request.id }, change: { clientState: "taken" } },
    Export: { where: { id: outgoing.id }, change: { problem: "Taken over" } },
    WebhookEndpoint: { where: { id: hook.id }, change: { url: "https://taken.example" } },
    WebhookDelivery: { where: { id: delivery.id }, change: { body: "taken" } },
  };
}
