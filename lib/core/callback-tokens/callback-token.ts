/** The record behind a callback token. `used` and `expiresAt` tell whether it can still be exchanged. */
export type CallbackToken = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly siteUserId: bigint;
  readonly last4: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
};

/** A callback token by its record's id, or by the hash of the token itself. */
export type CallbackTokenRef = { readonly id: bigint } | { readonly tokenHash: Uint8Array<ArrayBuffer> };
