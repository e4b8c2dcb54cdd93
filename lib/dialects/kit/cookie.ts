import { env } from "@/lib/kernel/env";

/** A cookie that a dialect sets. Secure wherever the product is reached by https. */
export type Cookie = {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  /** Null takes it away. */
  readonly expiresAt: Date | null;
  readonly sameSite: "Lax" | "None" | "Strict";
};

/** The Set-Cookie line of a cookie. SECURITY: HttpOnly, and without a Domain, so that neighbouring hosts never see it. */
export function cookieLine({ name, value, path, expiresAt, sameSite }: Cookie): string {
  const expires = (expiresAt ?? new Date(0)).toUTCString();
  const secure = env().appUrl.startsWith("https:") ? "; Secure" : "";
  return `${name}=${expiresAt ? value : ""}; Path=${path}; Expires=${expires}; HttpOnly; SameSite=${sameSite}${secure}`;
}
