import { endSession } from "@/lib/core/sessions/end-session";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { ok } from "./errors";
import { withoutTokens } from "./hand-over";
import { requireSession } from "./session";

/** Ends the session, and takes its tokens away. */
export async function signOut(request: WireRequest): Promise<WireResponse> {
  const { session } = await requireSession(request);
  await endSession(request.site, session);
  return withoutTokens(request, ok());
}
