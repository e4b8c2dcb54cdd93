import type { FastDigest } from "@/lib/core/passwords/hashes/wrapped";

/** A password hash in the form we keep, or a fast digest, which `wrapFastDigest` has to bring into that form. */
export type ImportHash = { readonly kept: string } | { readonly fast: FastDigest & { readonly digest: Uint8Array } };

/**
 * What a file says about one user, before the product's own field rules are applied. Absent means: the file does not say.
 *
 * Whatever has no place of its own (phone, roles, groups, picture) is in `privateMetadata.imported`: nothing is lost silently.
 */
export type ImportUser = {
  /** The id in the system that the user comes from. A row may have nothing else to be known by. */
  externalId?: string;
  email?: string;
  emailVerified?: boolean;
  username?: string;
  name?: string;
  firstName?: string;
  lastName?: string;
  locale?: string;
  /** Shown to the user. */
  metadata?: Record<string, unknown>;
  /** For the customer's servers only. */
  privateMetadata?: Record<string, unknown>;
  blocked?: boolean;
  createdAt?: Date;
  lastSignInAt?: Date;
  passwordHash?: ImportHash;
  /** In the clear. SECURITY: hashed at import, never kept. */
  password?: string;
};

/** One row of a file: a user, or the sentences that say why it is refused. Rows count from 1; a header is none. */
export type ImportRow = { row: number } & ({ user: ImportUser } | { messages: string[] });
