import { z } from "zod";
import { countOfSite, identityProviderLines } from "@/lib/db/hot/bundle-lines";
import { unseal } from "@/lib/kernel/secrets";
import { providerSecretContext } from "../../../identity-providers/identity-provider";
import { bundleId, bundlePart, moment, withFields } from "../part";
import { restoreProviders } from "../restore-providers";

/** The providers that sign the site's users in. Without its secret one is restored, and off until it has one. */
export const identityProviders = bundlePart({
  file: "identity_providers.ndjson",
  settings: true,
  row: z.strictObject({
    id: bundleId.describe("Its id in the installation it comes from"),
    kind: z.string().describe("`google`, `github`, `microsoft`, `apple`, `gitlab`, `discord`, or `oidc` for any other"),
    name: z.string().describe("As it stands on the button"),
    issuer: z.string().describe("Whom its tokens are from"),
    client_id: z.string().describe("What the site is called there"),
    scopes: z.array(z.string()).describe("What is asked for"),
    enabled: z.boolean().describe("Whether the pages offer it"),
    position: z.int().describe("From the top of the sign-in page"),
    created_at: moment.describe("When it was added"),
    updated_at: moment.describe("When it was last changed"),
    client_secret: z.string().nullable().optional().describe("What the site proves itself by there"),
  }),
  count: (snapshot) => countOfSite(snapshot, "identity_providers"),
  async *lines(snapshot, { secrets }) {
    for await (const rows of identityProviderLines(snapshot)) {
      yield rows.map(({ line, id, clientSecret }) =>
        secrets ? withFields(line, { client_secret: clientSecret && unseal(clientSecret, providerSecretContext(id)) }) : line,
      );
    }
  },
  restore: restoreProviders,
});
