import { isDeepStrictEqual } from "node:util";
import type { KnownUser, UserToWrite } from "@/lib/db/hot/import-users";
import { newId } from "@/lib/kernel/ids";
import { jsonObjectProblem } from "@/lib/kernel/json-object";
import { isObject } from "../formats/is-object";
import type { Candidate } from "./check-row";
import type { KnownUsers } from "./known-users";
import { wantsPassword } from "./wants-password";

/** What becomes of one row. `keys` say whom it names: a later row that names them again is refused. */
export type Outcome = { readonly row: number; readonly messages: readonly string[] } & (
  | { readonly kind: "refuse" }
  | { readonly kind: "skip"; readonly keys: readonly string[] }
  | {
      readonly kind: "new" | "update";
      readonly keys: readonly string[];
      readonly write: UserToWrite;
      /** The file's password is to become theirs. */
      readonly password: Pick<Candidate, "passwordHash" | "password"> | null;
    }
);

/** What is there already. */
export type Known = {
  readonly users: KnownUsers;
  /** Ids that users of the account have, at whichever site. */
  readonly takenIds: ReadonlySet<bigint>;
  /** Which row of the file has named whom. */
  readonly seen: ReadonlyMap<string, number>;
};

const emailKey = (canonical: string) => `email:${canonical}`;
const externalKey = (externalId: string) => `external:${externalId}`;
const usernameKey = (canonical: string) => `username:${canonical}`;
const userKey = (id: bigint) => `user:${id}`;

/** Every key by which a row can be found to repeat an earlier one, given whom it may turn out to be. */
export function possibleKeys({ email, externalId, username }: Candidate, users: KnownUsers): string[] {
  const named = [email && users.byEmail.get(email.canonical), externalId === undefined ? undefined : users.byExternalId.get(externalId)];
  return [...keysOf(email, externalId, username), ...named.flatMap((user) => (user ? [userKey(user.id)] : []))];
}

function keysOf(email: Candidate["email"], externalId: Candidate["externalId"], username: Candidate["username"]): string[] {
  const keys: string[] = [];
  if (email) keys.push(emailKey(email.canonical));
  if (externalId !== undefined) keys.push(externalKey(externalId));
  if (username) keys.push(usernameKey(username.canonical));
  return keys;
}

/**
 * Decides what becomes of the users of a batch, in the order of the file, and writes nothing.
 *
 * A user is known by the external id, or else by the address. The first row that names somebody counts.
 */
export function planBatch(candidates: readonly Candidate[], { users, takenIds, seen }: Known, now: Date): Outcome[] {
  const rowOf = new Map(seen);
  const ids = new Set(takenIds);
  const uuids = new Set(users.uuids);
  const known = { users: { ...users, uuids }, takenIds: ids, seen: rowOf };
  return candidates.map((candidate) => {
    const outcome = planRow(candidate, known, now);
    if (outcome.kind !== "refuse") for (const key of outcome.keys) rowOf.set(key, candidate.row);
    if (outcome.kind === "new") {
      ids.add(BigInt(outcome.write.id));
      if (outcome.write.uuid !== undefined) uuids.add(outcome.write.uuid);
    }
    return outcome;
  });
}

function planRow(candidate: Candidate, known: Known, now: Date): Outcome {
  const { row, email, externalId } = candidate;
  const byExternalId = externalId === undefined ? undefined : known.users.byExternalId.get(externalId);
  const byEmail = email && known.users.byEmail.get(email.canonical);
  const user = byExternalId ?? byEmail;
  const problem = repetition(candidate, user, known.seen) ?? mismatch(candidate, byExternalId, byEmail);
  if (problem) return { kind: "refuse", row, messages: [problem] };
  return user ? planUpdate(candidate, user, known) : planNew(candidate, known, now);
}

function repetition({ email, externalId }: Candidate, user: KnownUser | undefined, seen: Known["seen"]): string | null {
  const byEmail = email && seen.get(emailKey(email.canonical));
  if (byEmail) return `Email repeats that of row ${byEmail}: the first one counts`;
  const byExternalId = externalId === undefined ? undefined : seen.get(externalKey(externalId));
  if (byExternalId) return `External ID repeats that of row ${byExternalId}: the first one counts`;
  const byUser = user && seen.get(userKey(user.id));
  return byUser ? `User is the same as that of row ${byUser}: the first one counts` : null;
}

function mismatch({ email, externalId }: Candidate, byExternalId?: KnownUser, byEmail?: KnownUser): string | null {
  if (byExternalId && byEmail && byExternalId !== byEmail) return "Email belongs to another user than the external ID";
  if (!byExternalId && byEmail && externalId !== undefined && byEmail.externalId !== null) {
    return "Email belongs to a user with another external ID";
  }
  if (byExternalId || email) return null;
  return externalId === undefined ? "Email can't be blank" : "Email can't be blank: nobody is known here by this external ID";
}

function planNew(candidate: Candidate, known: Known, now: Date): Outcome {
  const { row, email, externalId, username, uuid, id } = candidate;
  const messages = [...candidate.messages];
  const isUsernameFree = !username || isFree(username.canonical, null, known);
  if (!isUsernameFree) messages.push("Username has already been taken: this user has none");
  const isIdFree = id !== undefined && !known.takenIds.has(id);
  if (id !== undefined && !isIdFree) messages.push("ID has already been taken: this user has a new one");
  const isUuidFree = uuid === undefined || !known.users.uuids.has(uuid);
  if (!isUuidFree) messages.push("UUID has already been taken: this user has a new one");
  const keptUsername = isUsernameFree ? username : undefined;
  const write: UserToWrite = {
    id: String(isIdFree ? id : newId()),
    uuid: isUuidFree ? uuid : undefined,
    external_id: externalId,
    email: email?.email,
    email_canonical: email?.canonical,
    username: keptUsername?.username,
    username_canonical: keptUsername?.canonical,
    name: candidate.name,
    first_name: candidate.firstName,
    last_name: candidate.lastName,
    locale: candidate.locale,
    metadata: candidate.metadata,
    private_metadata: candidate.privateMetadata,
    email_verified_at: candidate.emailVerifiedAt,
    blocked_at: candidate.blockedAt,
    created_at: candidate.createdAt ?? now,
    updated_at: candidate.updatedAt,
    last_sign_in_at: candidate.lastSignInAt,
  };
  const hasPassword = candidate.passwordHash !== undefined || candidate.password !== undefined;
  return { kind: "new", row, messages, keys: keysOf(email, externalId, keptUsername), write, password: hasPassword ? candidate : null };
}

function planUpdate(candidate: Candidate, user: KnownUser, known: Known): Outcome {
  const { row, email, externalId, username } = candidate;
  const messages = [...candidate.messages];
  const isUsernameFree = !username || isFree(username.canonical, user, known);
  if (!isUsernameFree) messages.push("Username has already been taken: it is left as it was");
  const keptUsername = isUsernameFree ? username : undefined;
  const moved = email !== undefined && email.canonical !== user.emailCanonical;
  const verifies = candidate.emailVerifiedAt !== undefined && (moved || user.emailVerifiedAt === null);
  // SECURITY: whoever set this password had not shown that the address is theirs.
  const proves = verifies && !moved && user.passwordSealed !== null && !user.passwordIsImported;
  if (proves) messages.push("Password was set here before anybody had proved the address: it is void");
  const metadata = additions(user.metadata, candidate.metadata);
  const privateMetadata = additions(user.privateMetadata, candidate.privateMetadata);
  const tooMuch =
    metadataProblem("Metadata", user.metadata, metadata) ?? metadataProblem("Private metadata", user.privateMetadata, privateMetadata);
  if (tooMuch) return { kind: "refuse", row, messages: [tooMuch] };
  const password = wantsPassword(candidate, user, proves) ? candidate : null;
  const changes = {
    external_id: other(externalId, user.externalId),
    email: other(email?.email, user.email),
    email_canonical: moved ? email.canonical : undefined,
    email_verified_at: verifies ? candidate.emailVerifiedAt : undefined,
    username: other(keptUsername?.username, user.username),
    username_canonical: other(keptUsername?.canonical, user.usernameCanonical),
    name: other(candidate.name, user.name),
    first_name: other(candidate.firstName, user.firstName),
    last_name: other(candidate.lastName, user.lastName),
    locale: other(candidate.locale, user.locale),
    metadata,
    private_metadata: privateMetadata,
    blocked_at: user.blockedAt === null ? candidate.blockedAt : undefined,
  } satisfies Partial<UserToWrite>;
  const keys = [...keysOf(email, externalId, keptUsername), userKey(user.id)];
  if (!password && !proves && Object.values(changes).every((value) => value === undefined)) return { kind: "skip", row, messages, keys };
  return { kind: "update", row, messages, keys, write: { id: String(user.id), ...changes, moved, proves }, password };
}

const other = <Value>(given: Value | undefined, kept: Value | null) => (given === kept ? undefined : given);

type Metadata = Record<string, unknown>;

/**
 * What is added to metadata, name by name; undefined when there is nothing new. What no field of ours took is in `imported`, and
 * two files may each have brought a part of it.
 */
function additions(kept: Metadata, given: Metadata | undefined): Metadata | undefined {
  const added =
    isObject(given?.imported) && isObject(kept.imported) ? { ...given, imported: { ...kept.imported, ...given.imported } } : given;
  return isDeepStrictEqual({ ...kept, ...added }, kept) ? undefined : added;
}

function metadataProblem(label: string, kept: Metadata, added: Metadata | undefined): string | null {
  const problem = added && jsonObjectProblem({ ...kept, ...added });
  return problem ? `${label} ${problem}, with what is there already` : null;
}

function isFree(usernameCanonical: string, owner: KnownUser | null, { users, seen }: Known): boolean {
  const holder = users.byUsername.get(usernameCanonical);
  return !seen.has(usernameKey(usernameCanonical)) && (holder === undefined || holder === owner);
}
