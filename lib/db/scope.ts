declare const brand: unique symbol;

/** Permission to act inside one account. Only `resolve` makes one. */
export type AccountScope = { readonly accountId: bigint; readonly siteId?: undefined; readonly [brand]: "account" };

/** Permission to act inside one site of one account. Only `resolve` makes one. */
export type SiteScope = { readonly accountId: bigint; readonly siteId: bigint; readonly [brand]: "site" };
