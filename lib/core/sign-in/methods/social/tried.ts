import type { SiteContext } from "@/lib/db/resolve";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";

/**
 * Does something at a provider. Whatever goes wrong there is one refusal for the visitor, and a line in the log for whoever set the
 * provider up.
 *
 * SECURITY: of an error its class and code are logged, never what the provider wrote: that may hold a code or a token.
 *
 * @throws AppError `provider_failed`; and what the work refuses with itself
 */
export async function tried<T>(site: SiteContext, provider: { readonly id: bigint }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error)) throw error;
    const ids = { site_id: String(site.scope.siteId), provider_id: String(provider.id) };
    log.warn({ ...ids, ...causeOf(error) }, "a provider gave no usable answer");
    throw new AppError("provider_failed");
  }
}

function causeOf(error: unknown): { reason: string; cause: string | null } {
  const { name, message, code, cause } = error as { name?: string; message?: string; code?: unknown; cause?: unknown };
  const inner = cause instanceof Error && cause.name === "NoAnswer" ? cause.message : name === "NoAnswer" ? message : undefined;
  return { reason: inner ?? name ?? "unknown", cause: typeof code === "string" ? code : null };
}
