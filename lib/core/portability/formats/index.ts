import { auth0 } from "./auth0";
import { auth0Passwords } from "./auth0-passwords";
import { betterAuth } from "./better-auth";
import { clerk } from "./clerk";
import { cognito } from "./cognito";
import { firebase } from "./firebase";
import type { ImportFormat } from "./format";
import { GENERIC } from "./generic";
import { keycloak } from "./keycloak";
import { supabase } from "./supabase";
import { supertokens } from "./supertokens";

/** Every format whose rows we read, in the order of asking: the generic ones take what nobody else recognises. */
export const FORMATS = [
  auth0Passwords,
  supertokens,
  firebase,
  keycloak,
  supabase,
  clerk,
  cognito,
  auth0,
  betterAuth,
  GENERIC.csv,
  GENERIC.ndjson,
  GENERIC.json,
] as const satisfies readonly ImportFormat[];

/** A bundle is a format, but not one of rows: it has a reader of its own. */
export type FormatId = (typeof FORMATS)[number]["id"] | "bundle";
