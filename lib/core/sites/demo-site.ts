import { keepDemoSite } from "@/lib/db/system-db";
import { env } from "@/lib/kernel/env";
import { isLoopback } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { newToken, seal, sha256 } from "@/lib/kernel/secrets";
import { newClientId } from "./client-id";
import { clientSecretContext } from "./site";

const SLUG = "demo";
let kept: Promise<string> | undefined;

/**
 * The site behind the home page's example, by its slug; made when it is first asked for. Who signs up there is forgotten
 * after a day.
 *
 * Null on an installation for real people: nobody wants strangers to sign up at a site that nobody asked for.
 */
export async function demoSite(): Promise<string | null> {
  if (!isLoopback(new URL(env().appUrl).hostname)) return null;
  kept ??= keep();
  return kept.catch((error) => {
    kept = undefined;
    throw error;
  });
}

async function keep(): Promise<string> {
  const id = newId();
  const secret = newToken("pst_");
  await keepDemoSite({
    id,
    name: "Acme Shop",
    slug: SLUG,
    origin: env().appUrl,
    clientId: newClientId(),
    clientSecretSealed: seal(secret, clientSecretContext(id)),
    clientSecretHash: sha256(secret),
  });
  return SLUG;
}
