import type { Aside } from "../passwords/hashing-queue";

/** Who is in front of a site's pages, as far as the wire can tell. */
export type Visitor = {
  /** The client's address; IPv6 as its /64. Budgets are kept for it. Null: a server asks for everybody who uses it. */
  readonly ip: string | null;
  /** SHA-256 of the cookie that this browser got when it signed up, or null. */
  readonly browserHash: Uint8Array<ArrayBuffer> | null;
  /** The notes that this browser keeps of who has signed in there before; see `knownSince`. Null, or left out: it keeps none. */
  readonly notes?: string | null;
  /** True when a program calls, which sends neither Origin nor Sec-Fetch-Site. Browsers always send one of them. */
  readonly program: boolean;
  /** The language they are spoken to in, or their browser asks for first, as a bare lower-case tag: `en` when it says none. */
  readonly language: string;
  /** The language that is saved for them if they sign up. Null, or left out: none that they chose or their browser asked for. */
  readonly locale?: string | null;
  /** The page of their own account that they came for, to which mails lead on. Null, or left out: none. */
  readonly to?: string | null;
  /** How to wait for another machine while this visitor's form is handled. */
  readonly aside: Aside;
};
