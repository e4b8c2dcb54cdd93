import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import type { FailureReason } from "@/lib/outgoing/dial";
import { clientAt } from "../sign-in/methods/social/client";
import { presetOf } from "../sign-in/methods/social/presets";
import { issuerOf } from "./issuer-of";
import { type ProviderInput, providerFields } from "./provider-fields";

const shape = z.object({ kind: providerFields.kind, issuer: providerFields.issuer });

/** Why nobody answered, as the rest of a sentence. */
const SILENCES: Readonly<Record<FailureReason, string>> = {
  address_refused: "is at an address that is not public",
  unknown_host: "names a host that does not exist",
  unreachable: "could not be reached",
  too_slow: "did not answer in time",
  redirected: "leads on to another address; name that one",
  encoded: "answers in an encoding that we do not read",
  broken: "broke off the connection, or its certificate is not valid",
};

/**
 * Lets pass an issuer that tells where it is reached, as OpenID Connect Discovery has it. What is as its preset says is not asked.
 *
 * @throws AppError `invalid` with why, at `issuer`
 */
export async function requireDiscovery(site: SiteContext, input: Pick<ProviderInput, "kind" | "issuer">): Promise<void> {
  const { kind, issuer: named } = checkFields(shape, input);
  const issuer = issuerOf(kind, named);
  const preset = presetOf(kind);
  if (preset.oauth || issuer === preset.issuer) return;
  try {
    await clientAt(site, { kind, issuer, clientId: "discovery", clientSecret: "none" });
  } catch (error) {
    throw invalid("issuer", `Issuer ${problemOf(error, issuer)}`);
  }
}

type Failure = { readonly name?: string; readonly message?: string; readonly code?: unknown; readonly cause?: unknown };

/** SECURITY: of what was answered nothing is told but the status, and the name that it gives itself. */
function problemOf(error: unknown, issuer: string): string {
  const { name, message = "", code, cause } = error as Failure;
  const inner = cause as (Failure & { readonly status?: number; readonly body?: { readonly issuer?: unknown } }) | undefined;
  const silence = name === "NoAnswer" ? message : inner?.name === "NoAnswer" ? (inner.message ?? "") : null;
  const document = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  if (silence?.startsWith("authorization_endpoint")) return "sends visitors to an address that is not public";
  if (silence !== null) return SILENCES[silence.split(" ")[0] as FailureReason] ?? `has no usable document at ${document}`;
  if (code === "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED") return `calls itself ${String(inner?.body?.issuer).slice(0, 200)}; name it so`;
  if (code === "OAUTH_RESPONSE_IS_NOT_CONFORM") return `answers ${inner?.status ?? "no success"} at ${document}`;
  return `has no usable document at ${document}`;
}
