import { describe, expect, test } from "vitest";
import { ARGON2, BCRYPT, MAY, MAY_SECOND, PBKDF2, readSample, SCRYPT } from "@/lib/testing/import-samples";

describe("the users of systems that people run themselves are detected, and read to the last field", () => {
  test("Supabase's table auth.users", async () => {
    expect(await readSample("supabase.csv")).toEqual({
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
    expect(await readSample("keycloak.json")).toEqual({
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

  test("better-auth's users with a list of accounts", async () => {
    expect(await readSample("better-auth.json")).toEqual({
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
    expect(await readSample("better-auth-joined.csv")).toEqual({
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
    expect(await readSample("better-auth-account.ndjson")).toEqual({
      format: "better-auth",
      rows: [
        { row: 1, user: { externalId: "Kx81", passwordHash: SCRYPT } },
        { row: 2, messages: ["Row is an account without a password"] },
      ],
    });
  });

  test("SuperTokens", async () => {
    expect(await readSample("supertokens.json")).toEqual({
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
});
