import { describe, expect, test } from "vitest";
import { importRows } from "@/lib/testing/import-rows";
import { BCRYPT, FEBRUARY, FIREBASE, MAY, MAY_SECOND, MD5, PROJECT, readSample, sample } from "@/lib/testing/import-samples";

describe("the export files of hosted services are detected, and read to the last field", () => {
  test("Auth0's users", async () => {
    expect(await readSample("auth0.ndjson")).toEqual({
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
    expect(await readSample("auth0-import.json")).toEqual({
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
    expect(await readSample("auth0-passwords.ndjson")).toEqual({
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
    expect(await readSample("clerk.csv")).toEqual({
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
    expect(await readSample("firebase.json", { firebaseProject: PROJECT })).toEqual({
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

  test("Amazon Cognito", async () => {
    expect(await readSample("cognito.csv")).toEqual({
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
});
