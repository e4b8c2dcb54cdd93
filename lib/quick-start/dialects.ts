import type { DialectId } from "@/lib/dialects/settings";

/** How code that was written for another system reaches a site. All of it is public but the keys, which stand as their names. */
export type DialectGuide = {
  readonly id: DialectId;
  readonly name: string;
  /** Whose code keeps working. */
  readonly whose: string;
  /** What the client's configuration wants: each setting with its value. */
  readonly settings: readonly (readonly [setting: string, value: string])[];
  /** A call that works as it stands. */
  readonly call: string;
};

/** The guides for a site, in the order that they are shown in. `appUrl`: where this product answers, as an origin. */
export function dialectGuides({ appUrl, slug }: { readonly appUrl: string; readonly slug: string }): readonly DialectGuide[] {
  const base = `${appUrl}/${slug}`;
  return [
    {
      id: "fastgen",
      name: "Fastgen",
      whose: "Code for Fastgen, and for the frontend SDKs of SuperTokens.",
      settings: [
        ["apiDomain", appUrl],
        ["apiBasePath", `/${slug}/auth`],
        ["JWKS, where a backend checks tokens", `${base}/auth/jwt/jwks.json`],
      ],
      call: curl(`${base}/auth/signup`, ["rid: thirdpartyemailpassword"], {
        formFields: [
          { id: "email", value: "jane@example.com" },
          { id: "password", value: "correct horse battery 1" },
        ],
      }),
    },
    {
      id: "fastauth",
      name: "FastAuth",
      whose: "Code that calls the /auth routes of FastAuth, the library for FastAPI.",
      settings: [["Base address", base]],
      call: curl(`${base}/auth/register`, [], { email: "jane@example.com", password: "correct horse battery" }),
    },
    {
      id: "fastschema",
      name: "FastSchema",
      whose: "Code for FastSchema’s authentication, and its JavaScript SDK.",
      settings: [["Base address", base]],
      call: curl(`${base}/api/auth/local/register`, [], { login: "jane", email: "jane@example.com", password: "correct horse battery" }),
    },
    {
      id: "fasteditor",
      name: "FastEditor",
      whose: "FastEditor, which signs its users up and in here.",
      settings: [
        ["Sign-up endpoint", `${base}/fasteditor/signup`],
        ["Login endpoint", `${base}/fasteditor/login`],
        ["Forgot password endpoint", `${base}/fasteditor/forgot-password`],
      ],
      call: curl(`${base}/fasteditor/signup`, ["X-Api-Key: $FASTEDITOR_KEY"], {
        userName: "jane@example.com",
        password: "correct horse battery",
        language: "en",
      }),
    },
  ];
}

function curl(url: string, headers: readonly string[], body: object): string {
  const lines = ["Content-Type: application/json", ...headers].map((header) => `  -H "${header}" \\`);
  return [`curl -i "${url}" \\`, ...lines, `  -d '${JSON.stringify(body)}'`].join("\n");
}
