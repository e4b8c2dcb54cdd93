import { z } from "zod";
import { parseEmail } from "@/lib/kernel/email";
import { fields } from "@/lib/kernel/fields";
import { identityFields } from "../../../linked-accounts/identity-fields";
import { isNoMailAddress } from "../../../site-users/no-mail-address";

/** What a provider says of somebody, in the words of OpenID Connect. Nothing of it is to be trusted but the subject. */
export type Claims = Readonly<Record<string, unknown>>;

/** Asks a provider without OpenID Connect who somebody is. `get` calls an address with their access token. */
export type ReadProfile = (issuer: string, get: (url: string) => Promise<unknown>) => Promise<Claims>;

/** Somebody as their provider knows them. */
export type Profile = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: { readonly email: string; readonly canonical: string } | null;
  /** Whether the provider vouches for the address. */
  readonly emailProved: boolean;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly locale: string | null;
};

const name = fields.personName.catch(null);

const shape = z.object({
  sub: identityFields.subject,
  iss: identityFields.issuer,
  email: z
    .string()
    .transform((text) => parseEmail(text))
    // SECURITY: those are what we call users who have none, and nobody's to prove.
    .refine((address) => address === null || !isNoMailAddress(address.canonical))
    .nullable()
    .catch(null),
  name,
  given_name: name,
  family_name: name,
  locale: fields.locale.catch(null),
});

/**
 * Claims as a profile. What is optional and wrong is as if it were not there.
 *
 * @throws ZodError when they do not say whose they are
 */
export function profileOf(claims: Claims, provesEmail: (claims: Claims) => boolean): Profile {
  const { sub: subject, iss: issuer, email, name, given_name: firstName, family_name: lastName, locale } = shape.parse(claims);
  return { issuer, subject, email, emailProved: email !== null && provesEmail(claims), name, firstName, lastName, locale };
}
