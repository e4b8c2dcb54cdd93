import { isAddressKnown } from "@/lib/core/sign-in/is-address-known";
import { settingsOf } from "@/lib/dialects/settings";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { badInput, ok } from "./errors";

/** Tells a sign-up form whether an address has an account. Where the site keeps that to itself, none has. */
export async function emailExists({ site, query, visitor }: WireRequest): Promise<WireResponse> {
  const email = query.get("email");
  if (email === null) throw badInput("The query must have an email");
  const told = settingsOf(site.site.dialects, "fastgen").email_exists;
  return ok({ exists: told && (await isAddressKnown(site, email, visitor)) });
}
