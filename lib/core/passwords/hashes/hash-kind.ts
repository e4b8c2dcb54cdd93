/** A kept password hash, understood. */
export type PasswordHash = {
  /** Whether a comparison stays within what one sign-in may cost: about a second of one core, and 128 MiB. */
  readonly affordable: boolean;
  /** Compares in constant time, with a password that is not blank. Never asked of a hash that is not affordable. */
  matches(password: string): Promise<boolean>;
};

/** One kind of password hash. A kept text says by itself which kind it is of, and everything needed to compare with it. */
export type HashKind = {
  readonly id: string;
  /**
   * Understands a text of this kind; null when it is none.
   *
   * SECURITY: the text comes from an import file. What is too short to tell passwords apart is no hash.
   */
  parse(kept: string): PasswordHash | null;
};

/** SECURITY: the shortest hash, in bytes, that stands for one password only. */
export const MIN_HASH_BYTES = 16;

/** SECURITY: what one comparison may take of the memory, in bytes. */
export const MAX_MEMORY = 128 * 1024 * 1024;
