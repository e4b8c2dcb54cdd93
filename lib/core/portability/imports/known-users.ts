import type { KnownUser } from "@/lib/db/hot/import-users";

/** Users of a site by whatever a row can name them by: a file of known users is compared with as many. */
export type KnownUsers = {
  readonly byEmail: ReadonlyMap<string, KnownUser>;
  readonly byExternalId: ReadonlyMap<string, KnownUser>;
  readonly byUsername: ReadonlyMap<string, KnownUser>;
  readonly uuids: ReadonlySet<string>;
};

/** Indexes users by what is unique within their site. */
export function knownUsers(users: readonly KnownUser[]): KnownUsers {
  const by = (nameOf: (user: KnownUser) => string | null) =>
    new Map(
      users.flatMap((user) => {
        const name = nameOf(user);
        return name === null ? [] : [[name, user] as const];
      }),
    );
  return {
    byEmail: by(({ emailCanonical }) => emailCanonical),
    byExternalId: by(({ externalId }) => externalId),
    byUsername: by(({ usernameCanonical }) => usernameCanonical),
    uuids: new Set(users.map(({ uuid }) => uuid)),
  };
}
