import { makeBrowser } from "./hosted-pages";
import { makeTenant, makeUser, PASSWORD } from "./make-tenant";
import { sql } from "./sql";

/** Somebody who is signed in at a site's own pages. */
export async function ownAccount(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const user = await makeUser(tenant);
  const base = `/${tenant.site.slug}`;
  const signIn = async (email = user.email, password = PASSWORD) => {
    const browser = makeBrowser();
    const answer = await browser.post(`${base}/login?to=account`, { email, password });
    return { ...browser, status: answer.status };
  };
  return { tenant, user, base, signIn, browser: await signIn() };
}

/** As if the last proof were eleven minutes old. */
export const proofGetsOld = (user: { readonly id: bigint }) =>
  sql("UPDATE sessions SET proved_at = proved_at - interval '11 minutes' WHERE site_user_id = $1", [user.id]);
