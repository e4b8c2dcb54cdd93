import { z } from "zod";
import type { IdentityProvider } from "@/lib/core/identity-providers/identity-provider";
import { providerFields } from "@/lib/core/identity-providers/provider-fields";
import { idParam, idShape, judged, sentBack, time, timeShape, withoutAbsent } from "./shapes";
import { siteId } from "./site-user";

/** A provider on the wire. Its secret is never told. */
export const providerShape = z
  .strictObject({
    id: idShape.meta({ examples: [52] }),
    site_id: idShape.meta({ examples: [17] }),
    kind: providerFields.kind.meta({ examples: ["google"] }),
    name: z.string().meta({ description: "As it stands on the button.", examples: ["Google"] }),
    issuer: z.string().meta({ examples: ["https://accounts.google.com"] }),
    client_id: z.string().meta({ examples: ["1065.apps.example"] }),
    has_client_secret: z.boolean().meta({ description: "Whether a secret is kept. It is never given back.", examples: [true] }),
    scopes: z.array(z.string()).meta({ examples: [["openid", "email", "profile"]] }),
    enabled: z.boolean().meta({ examples: [true] }),
    position: z.int().meta({ description: "From the top of the sign-in page.", examples: [0] }),
    redirect_uri: z.string().meta({
      description: "What to register there: where it sends your visitors back to.",
      examples: ["https://signin.example/my-app/social/callback"],
    }),
    created_at: timeShape,
    updated_at: timeShape,
  })
  .meta({ id: "IdentityProvider" });

export const providerAnswer = z.strictObject({ identity_provider: providerShape });

export const providersAnswer = z.strictObject({ identity_providers: z.array(providerShape) });

/** @param redirectUri of the provider's site */
export function providerJson(provider: IdentityProvider, redirectUri: string): z.output<typeof providerShape> {
  return {
    id: Number(provider.id),
    site_id: Number(provider.siteId),
    kind: provider.kind,
    name: provider.name,
    issuer: provider.issuer,
    client_id: provider.clientId,
    has_client_secret: provider.hasClientSecret,
    scopes: provider.scopes,
    enabled: provider.enabled,
    position: provider.position,
    redirect_uri: redirectUri,
    created_at: time(provider.createdAt),
    updated_at: time(provider.updatedAt),
  };
}

export const providersQuery = z.object({
  site_id: z.string("can't be blank").pipe(idParam).meta({ type: "integer", minimum: 1, description: "Whose providers." }),
});

export const providerParams = z.object({ id: idParam.meta({ description: "The provider’s id.", examples: ["52"] }) });

const writable = z
  .strictObject({
    kind: judged(providerFields.kind, { description: "Chosen once." }),
    name: judged(providerFields.name, { description: "As it stands on the button; without it, the provider’s own name." }),
    issuer: judged(providerFields.issuer, {
      description:
        "For oidc the issuer, whose /.well-known/openid-configuration is read. For github, gitlab and microsoft a server or directory of your own.",
    }),
    client_id: judged(providerFields.clientId, { description: "What your application is called there." }),
    client_secret: judged(providerFields.clientSecret, {
      description: "Kept sealed and never given back. For apple the signed JWT, which Apple takes for six months at most.",
    }),
    scopes: judged(providerFields.scopes, { description: "What is asked for; without them, what a sign-in needs." }),
    enabled: judged(providerFields.enabled, { description: "Whether the pages offer it." }),
    position: judged(providerFields.position, { description: "From the top of the sign-in page; without it, the last." }),
    id: sentBack,
    site_id: sentBack,
    has_client_secret: sentBack,
    redirect_uri: sentBack,
    created_at: sentBack,
    updated_at: sentBack,
  })
  .partial();

/** The provider of a body in the use-cases' own names. Absent stays absent. */
const given = ({ kind, name, issuer, client_id, client_secret, scopes, enabled, position }: z.output<typeof writable>) =>
  withoutAbsent({ kind, name, issuer, clientId: client_id, clientSecret: client_secret, scopes, enabled, position });

export const newProviderBody = z
  .strictObject({
    site_id: siteId.meta({ description: "The site that offers it." }),
    identity_provider: writable.meta({ required: ["kind", "client_id", "client_secret"] }).transform(given),
  })
  .meta({
    examples: [{ site_id: 17, identity_provider: { kind: "google", client_id: "1065.apps.example", client_secret: "GOCSPX-example" } }],
  });

export const providerBody = z
  .strictObject({ identity_provider: writable.transform(given) })
  .meta({ examples: [{ identity_provider: { enabled: false } }] });
