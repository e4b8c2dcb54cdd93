import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { importRows } from "@/lib/testing/import-rows";
import type { ImportHash } from "../import-row";
import { detectFormat } from "./detect-format";
import type { ReadOptions } from "./format";

/** Everybody's password in the samples is "Tulips-in-April", but for Firebase's: that one Google has published. */
const BCRYPT = { kept: "$2b$10$ZFwlMxpjeFMuoR2SCzYW/uGuk.9SmPfZSe5eFU/7eSFvqfEXRWZz6" };
const ARGON2 = { kept: "$argon2id$v=19$m=7168,t=5,p=1$obLD1OX2BxgpOktcbX6PkA$InSc8da7yVM1MQUWra2sqPF2t8bQUZiXtcqWFg1WCOE" };
const PBKDF2 = {
  kept: "$pbkdf2-sha256$i=27500$obLD1OX2BxgpOktcbX6PkA$/IMTlxomAUi8/wn8COLh+NbtS/+yWOG8oslSLhIbzoQw2UVPsfAOCUHe8WBH+9lkqW6cHgOTVf4Cf5nY6k4V9w",
};
const SCRYPT = {
  kept: "$scrypt$ln=14,r=16,p=1,form=nfkc$MGYxZTJkM2M0YjVhNjk3ODg3OTZhNWI0YzNkMmUxZjA$pt++rG6Z/IwJCRufgCRUwsZh91JDAQ668sIgYXAyk8SAKAcjaduAB13A7qtTch7VupJPae9EBDMmkkurAY1XDg",
};
const FIREBASE = {
  kept: "$firebase-scrypt$ln=14,r=8,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA,ss=Bw$42xEC+ixf3L2lw$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ",
};
const MD5: ImportHash = {
  fast: {
    algorithm: "md5",
    salt: Buffer.from("pepper"),
    position: "prefix",
    digest: Buffer.from("0c325ee46ea138191b1d3271cb6046e5", "hex"),
  },
};
const SHA256: ImportHash = {
  fast: {
    algorithm: "sha256",
    salt: Buffer.alloc(0),
    position: "none",
    digest: Buffer.from("4a87ac6ebd45f8e49a71f7620c555693c4e235135cdf9e1b67cc64a06837ff5e", "hex"),
  },
};

const PROJECT = {
  signerKey: "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
  saltSeparator: "Bw==",
  rounds: 8,
  memoryCost: 14,
};

const MAY = new Date("2023-05-01T08:30:00Z");
const MAY_SECOND = new Date("2023-05-02T08:30:00Z");
const FEBRUARY = new Date("2024-02-03T04:05:06Z");

const sample = (name: string) => readFileSync(new URL(`samples/${name}`, import.meta.url));

async function read(name: string, options: ReadOptions = {}) {
  const file = sample(name);
  return { format: detectFormat(file)?.format, rows: await importRows(file, options) };
}

describe("the export files of others are detected, and read to the last field", () => {
  test("Auth0's users", async () => {
    expect(await read("auth0.ndjson")).toEqual({
      format: "auth0",
      rows: [
        {
          row: 1,
          user: {
            externalId: "auth0|5dea9f9c82dd7c0e76e4ec93",
            email: "ada@example.com",
            emailVerified: true,
            name: "Ada Lovelace",
            firstName: "Ada",
            lastName: "Lovelace",
            createdAt: MAY,
            lastSignInAt: FEBRUARY,
            metadata: { colour: "violet" },
            privateMetadata: {
              plan: "gold",
              imported: {
                nickname: "ada",
                picture: "https://s.example.com/ada.png",
                updated_at: "2024-02-03T04:05:06.000Z",
                logins_count: 17,
                identities: [
                  {
                    user_id: "5dea9f9c82dd7c0e76e4ec93",
                    provider: "auth0",
                    connection: "Username-Password-Authentication",
                    isSocial: false,
                  },
                ],
                left_out: ["access_token"],
              },
            },
          },
        },
        {
          row: 2,
          user: {
            externalId: "google-oauth2|1030",
            email: "grace@example.com",
            emailVerified: true,
            name: "Grace Hopper",
            blocked: true,
            createdAt: MAY_SECOND,
            privateMetadata: {
              imported: { identities: [{ user_id: "1030", provider: "google-oauth2", connection: "google-oauth2", isSocial: true }] },
            },
          },
        },
      ],
    });
  });

  test("Auth0's import schema, with hashes", async () => {
    expect(await read("auth0-import.json")).toEqual({
      format: "auth0",
      rows: [
        {
          row: 1,
          user: {
            externalId: "1001",
            email: "ada@example.com",
            emailVerified: true,
            privateMetadata: { plan: "gold" },
            passwordHash: BCRYPT,
          },
        },
        { row: 2, user: { externalId: "1002", email: "grace@example.com", passwordHash: MD5 } },
        { row: 3, messages: ["Password hash is not of a kind we know"] },
      ],
    });
  });

  test("Auth0's file of password hashes", async () => {
    expect(await read("auth0-passwords.ndjson")).toEqual({
      format: "auth0-passwords",
      rows: [
        {
          row: 1,
          user: {
            externalId: "auth0|5dea9f9c82dd7c0e76e4ec93",
            email: "ada@example.com",
            emailVerified: true,
            passwordHash: BCRYPT,
          },
        },
        { row: 2, user: { externalId: "auth0|euclid", email: "euclid@example.com", emailVerified: false, passwordHash: BCRYPT } },
      ],
    });
  });

  test("Clerk", async () => {
    expect(await read("clerk.csv")).toEqual({
      format: "clerk",
      rows: [
        {
          row: 1,
          user: {
            externalId: "user_2fXa1",
            email: "ada@example.com",
            emailVerified: true,
            username: "ada",
            firstName: "Ada",
            lastName: "Lovelace",
            passwordHash: BCRYPT,
            privateMetadata: {
              imported: {
                primary_phone_number: "+15550100",
                verified_phone_numbers: "+15550100",
                other_email_addresses: ["countess@example.com"],
                left_out: ["totp_secret"],
              },
            },
          },
        },
        {
          row: 2,
          user: { externalId: "user_2fXa2", email: "grace@example.com", emailVerified: false, firstName: "Grace", lastName: "Hopper" },
        },
      ],
    });
  });

  test("Firebase, with the hash parameters of its project", async () => {
    expect(await read("firebase.json", { firebaseProject: PROJECT })).toEqual({
      format: "firebase",
      rows: [
        {
          row: 1,
          user: {
            externalId: "u7Q1w2E3r4T5y6U7i8O9p0",
            email: "ada@example.com",
            emailVerified: true,
            name: "Ada Lovelace",
            blocked: false,
            createdAt: MAY,
            lastSignInAt: FEBRUARY,
            passwordHash: FIREBASE,
            privateMetadata: {
              admin: true,
              imported: {
                photoUrl: "https://s.example.com/ada.png",
                providerUserInfo: [{ providerId: "google.com", rawId: "1030", email: "ada@example.com" }],
              },
            },
          },
        },
        {
          row: 2,
          user: {
            externalId: "a1S2d3F4g5H6j7K8l9",
            blocked: true,
            createdAt: MAY,
            privateMetadata: { imported: { phoneNumber: "+15550101" } },
          },
        },
      ],
    });
  });

  test("Firebase, with the hash parameters in the file, or without any", async () => {
    const text = sample("firebase.json").toString();
    const config = {
      algorithm: "SCRYPT",
      base64_signer_key: PROJECT.signerKey,
      base64_salt_separator: PROJECT.saltSeparator,
      rounds: 8,
      mem_cost: 14,
    };
    const [withConfig] = await importRows(text.replace("{", `{"hash_config":${JSON.stringify(config)},`));
    expect(withConfig).toMatchObject({ row: 1, user: { passwordHash: FIREBASE } });
    expect((await importRows(text))[0]).toEqual({
      row: 1,
      messages: ["Password hash needs the project's hash parameters: signer key, salt separator, rounds and memory cost"],
    });
  });

  test("Supabase's table auth.users", async () => {
    expect(await read("supabase.csv")).toEqual({
      format: "supabase",
      rows: [
        {
          row: 1,
          user: {
            externalId: "7d1c2a6e-3b3f-4f0a-9c55-0d6f4a1b2c01",
            email: "ada@example.com",
            emailVerified: true,
            name: "Ada Lovelace",
            createdAt: MAY,
            lastSignInAt: new Date("2024-02-03T04:05:06.500Z"),
            passwordHash: BCRYPT,
            metadata: { full_name: "Ada Lovelace", colour: "violet" },
            privateMetadata: {
              provider: "email",
              providers: ["email"],
              imported: {
                aud: "authenticated",
                role: "authenticated",
                updated_at: "2024-02-03 04:05:06+00",
                phone: "15550100",
                is_sso_user: "false",
                is_anonymous: "false",
              },
            },
          },
        },
        {
          row: 2,
          user: {
            externalId: "7d1c2a6e-3b3f-4f0a-9c55-0d6f4a1b2c02",
            email: "grace@example.com",
            emailVerified: false,
            blocked: true,
            createdAt: MAY_SECOND,
            metadata: {},
            privateMetadata: {
              imported: {
                aud: "authenticated",
                role: "authenticated",
                updated_at: "2023-05-02 08:30:00+00",
                is_sso_user: "false",
                is_anonymous: "false",
                left_out: ["confirmation_token"],
              },
            },
          },
        },
        { row: 3, messages: ["User was deleted there"] },
      ],
    });
  });

  test("Keycloak's realm", async () => {
    expect(await read("keycloak.json")).toEqual({
      format: "keycloak",
      rows: [
        {
          row: 1,
          user: {
            externalId: "0c4a7f52-5d0e-4a44-8b71-5f1e2d3c4b01",
            email: "ada@example.com",
            emailVerified: true,
            username: "ada",
            firstName: "Ada",
            lastName: "Lovelace",
            locale: "en",
            blocked: false,
            createdAt: MAY,
            passwordHash: PBKDF2,
            privateMetadata: {
              imported: {
                totp: true,
                realmRoles: ["user"],
                groups: ["/engineers"],
                attributes: { department: ["analytics"] },
                second_factors: ["otp"],
              },
            },
          },
        },
        {
          row: 2,
          user: {
            externalId: "0c4a7f52-5d0e-4a44-8b71-5f1e2d3c4b02",
            email: "grace@example.com",
            emailVerified: false,
            username: "grace",
            blocked: true,
            createdAt: MAY,
            passwordHash: ARGON2,
          },
        },
        { row: 3, messages: ["Row is a service account of a client"] },
      ],
    });
  });

  test("Amazon Cognito", async () => {
    expect(await read("cognito.csv")).toEqual({
      format: "cognito",
      rows: [
        {
          row: 1,
          user: {
            externalId: "5a1e7c1e-ada",
            email: "ada@example.com",
            emailVerified: true,
            username: "ada",
            name: "Ada Lovelace",
            firstName: "Ada",
            lastName: "Lovelace",
            locale: "en",
            privateMetadata: {
              imported: {
                birthdate: "1815-12-10",
                zoneinfo: "Europe/London",
                phone_number: "+15550100",
                phone_number_verified: "TRUE",
                updated_at: "1706933106",
                "cognito:mfa_enabled": "FALSE",
                "custom:plan": "gold",
              },
            },
          },
        },
        {
          row: 2,
          user: {
            externalId: "5a1e7c1e-grace",
            email: "grace@example.com",
            emailVerified: false,
            username: "5a1e7c1e-grace",
            privateMetadata: { imported: { phone_number_verified: "FALSE", "cognito:mfa_enabled": "FALSE" } },
          },
        },
      ],
    });
  });

  test("better-auth's users with a list of accounts", async () => {
    expect(await read("better-auth.json")).toEqual({
      format: "better-auth",
      rows: [
        {
          row: 1,
          user: {
            externalId: "Kx81",
            email: "ada@example.com",
            emailVerified: true,
            name: "Ada Lovelace",
            createdAt: MAY,
            passwordHash: SCRYPT,
            privateMetadata: { imported: { updatedAt: "2024-02-03T04:05:06.000Z", providers: ["google", "credential"] } },
          },
        },
        {
          row: 2,
          user: { externalId: "Kx82", email: "grace@example.com", emailVerified: false, name: "Grace Hopper", createdAt: MAY_SECOND },
        },
      ],
    });
  });

  test("better-auth's users joined to their accounts, and accounts alone", async () => {
    expect(await read("better-auth-joined.csv")).toEqual({
      format: "better-auth",
      rows: [
        {
          row: 1,
          user: {
            externalId: "Kx81",
            email: "ada@example.com",
            emailVerified: true,
            name: "Ada Lovelace",
            createdAt: MAY,
            passwordHash: SCRYPT,
            privateMetadata: {
              imported: {
                updatedAt: "2024-02-03 04:05:06",
                "id (2)": "a2",
                "createdAt (2)": "2023-05-01 08:30:01",
                providers: ["credential"],
              },
            },
          },
        },
      ],
    });
    expect(await read("better-auth-account.ndjson")).toEqual({
      format: "better-auth",
      rows: [
        { row: 1, user: { externalId: "Kx81", passwordHash: SCRYPT } },
        { row: 2, messages: ["Row is an account without a password"] },
      ],
    });
  });

  test("SuperTokens", async () => {
    expect(await read("supertokens.json")).toEqual({
      format: "supertokens",
      rows: [
        {
          row: 1,
          user: {
            externalId: "st-1",
            email: "ada@example.com",
            emailVerified: true,
            createdAt: MAY,
            passwordHash: BCRYPT,
            privateMetadata: {
              first_name: "Ada",
              imported: {
                userRoles: [{ role: "admin", tenantIds: ["public"] }],
                login_method: { tenantIds: ["public"] },
                other_login_methods: [
                  {
                    recipeId: "thirdparty",
                    tenantIds: ["public"],
                    email: "ada@example.org",
                    thirdPartyId: "google",
                    thirdPartyUserId: "1030",
                    isVerified: true,
                    isPrimary: false,
                    timeJoinedInMSSinceEpoch: 1682929900000,
                  },
                ],
                left_out: ["totpDevices"],
              },
            },
          },
        },
      ],
    });
  });

  test("CSV, in the names that people write", async () => {
    expect(await read("generic.csv")).toEqual({
      format: "csv",
      rows: [
        {
          row: 1,
          user: {
            email: "ada@example.com",
            emailVerified: true,
            firstName: "Ada",
            lastName: "Lovelace",
            createdAt: new Date("2023-05-01T00:00:00Z"),
            passwordHash: BCRYPT,
            metadata: { plan: "gold" },
            privateMetadata: { imported: { "Shoe size": "37", Notes: 'Likes "violets";\nand engines' } },
          },
        },
        { row: 2, messages: ["Created at is not a date"] },
        { row: 3, messages: ["Email is missing"] },
        { row: 4, messages: ["Row has 2 columns where the header has 9 columns"] },
      ],
    });
  });

  test("NDJSON", async () => {
    expect(await read("generic.ndjson")).toEqual({
      format: "ndjson",
      rows: [
        {
          row: 1,
          user: {
            externalId: "1001",
            email: "ada@example.com",
            name: "Ada Lovelace",
            password: "Tulips-in-April",
            metadata: { plan: "gold" },
            privateMetadata: { imported: { constructor: "Babbage" } },
          },
        },
        { row: 2, user: { externalId: "1002", email: "grace@example.com", passwordHash: SHA256 } },
        { row: 3, messages: ["Row is not valid JSON"] },
        { row: 4, messages: ["Row is not a JSON object"] },
      ],
    });
  });
});
