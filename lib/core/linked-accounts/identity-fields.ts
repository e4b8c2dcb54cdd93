import { z } from "zod";

/** SECURITY: in bytes, because an index holds both, and PostgreSQL writes no entry of it that is longer than 2,704. */
const text = (bytes: number) =>
  z
    .string()
    .min(1)
    .max(bytes)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u)
    .refine((given) => Buffer.byteLength(given) <= bytes, "is too long");

/** What an account elsewhere is known by: who vouches for somebody, and what they call them. OpenID Connect's `iss` and `sub`. */
export const identityFields = { issuer: text(2_048), subject: text(255) };
