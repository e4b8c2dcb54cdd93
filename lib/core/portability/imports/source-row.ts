import type { ImportUser } from "../import-row";

/** A time as a file has it: a text keeps what a Date would round off. */
export type Moment = Date | string;

/** What a row of any file says about one user, before the product's own field rules are applied. Absent means: the file does not say. */
export type SourceUser = Omit<ImportUser, "emailVerified" | "blocked" | "createdAt" | "lastSignInAt"> & {
  /** Their ids where they come from; kept where they are free. */
  readonly id?: bigint;
  readonly uuid?: string;
  readonly emailVerifiedAt?: Moment | undefined;
  readonly blockedAt?: Moment | undefined;
  readonly createdAt?: Moment | undefined;
  readonly updatedAt?: Moment;
  readonly lastSignInAt?: Moment | undefined;
};

/** One row of a file, counted from 1: a user, or why it is refused. */
export type SourceRow = { readonly row: number } & ({ readonly user: SourceUser } | { readonly messages: readonly string[] });
