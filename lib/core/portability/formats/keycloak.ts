import { readKeycloakHash } from "@/lib/core/passwords/read-keycloak-hash";
import type { ImportHash } from "../import-row";
import type { Fields } from "./fields";
import type { ImportFormat } from "./format";

type Credential = { readonly [part: string]: unknown };

/** Keycloak's users in a realm as `kc.sh export` writes it, alone or in files of users. keycloak.org/server/importExport */
export const keycloak = {
  id: "keycloak",
  title: "Keycloak",
  recognises: ({ names, beside }) =>
    beside.has("realm") ||
    (names.has("realm") && names.has("users")) ||
    (names.has("username") && ["credentials", "createdTimestamp", "serviceAccountClientId"].some((name) => names.has(name))),
  readUser(fields) {
    if (Array.isArray(fields.value("users"))) fields.refuse("Row is a whole realm; export one realm a file");
    if (fields.value("serviceAccountClientId") !== undefined) fields.refuse("Row is a service account of a client");
    const { locale, ...attributes } = fields.object("attributes") ?? {};
    if (Object.keys(attributes).length > 0) fields.keep("attributes", attributes);
    fields.value("disableableCredentialTypes");
    const enabled = fields.flag("enabled");
    return {
      externalId: fields.text("id"),
      email: fields.text("email"),
      emailVerified: fields.flag("emailVerified"),
      username: fields.text("username"),
      firstName: fields.text("firstName"),
      lastName: fields.text("lastName"),
      locale: Array.isArray(locale) && typeof locale[0] === "string" ? locale[0] : undefined,
      blocked: enabled === undefined ? undefined : !enabled,
      createdAt: fields.date("createdTimestamp"),
      ...readPassword(fields),
    };
  },
} as const satisfies ImportFormat;

function readPassword(fields: Fields): { password?: string; passwordHash?: ImportHash } {
  const credentials = fields.objects("credentials");
  const others = credentials.map(({ type }) => type).filter((type) => type !== "password");
  if (others.length > 0) fields.keep("second_factors", others);
  const credential = credentials.find(({ type }) => type === "password");
  if (!credential) return {};
  if (typeof credential.value === "string") return { password: credential.value };
  return { passwordHash: fields.hash(readCredential(credential)) };
}

/** As two JSON texts, or, until Keycloak 7, as fields of their own. */
function readCredential({ credentialData, secretData, ...old }: Credential) {
  if (typeof credentialData === "string" && typeof secretData === "string") return readKeycloakHash(credentialData, secretData);
  const { hashIterations, algorithm, salt, hashedSaltedValue: value } = old;
  return readKeycloakHash(JSON.stringify({ hashIterations, algorithm }), JSON.stringify({ value, salt }));
}
