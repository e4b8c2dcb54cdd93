import { siteLines } from "@/lib/db/hot/bundle-lines";
import { unseal } from "@/lib/kernel/secrets";
import { endpointKeyContext } from "../../../endpoints/endpoint";
import { clientSecretContext } from "../../../sites/site";
import { bundlePart, withFields } from "../part";
import { restoreSite } from "../restore-site";
import { siteRow } from "../site-row";

/** The settings of the site: one line. */
export const site = bundlePart({
  file: "site.json",
  settings: true,
  row: siteRow,
  count: async () => 1,
  async *lines(snapshot, { secrets }) {
    for await (const rows of siteLines(snapshot)) {
      yield rows.map(({ line, id, clientSecret, signupEndpointKey, signInEndpointKey }) =>
        secrets
          ? withFields(line, {
              client_secret: unseal(clientSecret, clientSecretContext(id)),
              signup_endpoint_key: signupEndpointKey && unseal(signupEndpointKey, endpointKeyContext("signup", id)),
              sign_in_endpoint_key: signInEndpointKey && unseal(signInEndpointKey, endpointKeyContext("sign_in", id)),
            })
          : line,
      );
    }
  },
  async restore(site, [row]) {
    if (row) await restoreSite(site, row);
  },
});
