import { expect, it } from "vitest";
import { cbor, createPasskey, signWith } from "@/lib/testing/authenticator";
import { makeHolder } from "@/lib/testing/make-holder";
import { makePasskey } from "@/lib/testing/make-passkey";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { changingNothing } from "@/lib/testing/unchanged";
import { beginPasskeySignIn } from "../sign-in/methods/passkey/begin-sign-in";
import { addPasskey } from "./add-passkey";
import { beginAdding } from "./begin-adding";
import { verifyAssertion } from "./verify-assertion";

const b64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString("base64url");
const deep = `${"[".repeat(2_000)}${"]".repeat(2_000)}`;

/** What a field of an answer may hold that no browser puts there. */
const SHAPES: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -1, 1.5, "", " ", "null", "undefined", "a", "====", "+/+/", "%00", "\0", "\ud800", "é", "💥"],
  ...[
    [],
    {},
    [[]],
    [null],
    { length: 3 },
    { toString: 1 },
    { __proto__: null },
    "A".repeat(100_000),
    b64("{"),
    b64("[]"),
    b64("null"),
    b64(deep),
  ],
  ...[
    b64('{"challenge":5}'),
    b64('{"challenge":"x","origin":{}}'),
    b64('{"type":"webauthn.get"}'),
    b64('{"challenge":null,"tokenBinding":5}'),
  ],
  ...[
    b64(Buffer.alloc(37)),
    b64(Buffer.alloc(37, 255)),
    b64(Buffer.alloc(2_000, 0x9f)),
    b64(Buffer.alloc(2_000, 0xbf)),
    b64(Buffer.from([0x5b, 255, 255, 255, 255, 255, 255, 255, 255])),
  ],
  ...[b64(cbor(new Map([["fmt", "none"]]))), b64(cbor(new Map<unknown, unknown>([["fmt", 5]]))), b64(cbor(7)), b64(cbor("x"))],
];

/** Every answer that has one of the shapes in one of its fields, or that is cut off in one. */
function* spoiled(answer: { readonly response: object }): Generator<unknown> {
  const whole = answer as Record<string, unknown>;
  for (const shape of SHAPES) {
    yield shape;
    for (const field of ["id", "type", "response"]) yield { ...whole, [field]: shape };
    for (const field of Object.keys(answer.response).filter((name) => name !== "transports")) {
      yield { ...whole, response: { ...answer.response, [field]: shape } };
    }
  }
  for (const [field, value] of Object.entries(answer.response)) {
    if (typeof value !== "string" || field === "transports") continue;
    for (const length of [1, 2, 20, 36, 37, 38, 54, 60, value.length - 40, value.length - 4]) {
      if (length < value.length) yield { ...whole, response: { ...answer.response, [field]: value.slice(0, length) } };
    }
  }
}

it("nothing that can be said instead of an answer signs anybody in, or is more than a refusal", async () => {
  const tenant = await makeTenant();
  const { passkey } = await makePasskey(tenant, await makeUser(tenant));
  const good = signWith(passkey, beginPasskeySignIn(tenant.context, "preferred"));
  const verify = (text: unknown) => verifyAssertion(tenant.context, text, { kind: "sign_in" }, "preferred");
  await changingNothing(async () => {
    for (const answer of spoiled(good)) {
      await expect(verify(JSON.stringify(answer))).rejects.toMatchObject({ code: "passkey_refused" });
    }
    for (const text of [undefined, null, 5, "", "{", deep, JSON.stringify(good).slice(0, -1)]) {
      await expect(verify(text)).rejects.toMatchObject({ code: "passkey_refused" });
    }
  });
  expect((await verify(JSON.stringify(good))).userVerified).toBe(true);
});

it("nor adds a passkey", async () => {
  const tenant = await makeTenant();
  const owner = await makeHolder(tenant, await makeUser(tenant));
  const { answer: good } = createPasskey(await beginAdding(tenant.context, owner, "preferred"));
  const add = (answer: unknown) => addPasskey(tenant.context, owner, { answer, fallbackName: "Passkey" }, "preferred");
  await changingNothing(async () => {
    for (const answer of spoiled(good)) {
      const error = await add(JSON.stringify(answer)).catch((thrown) => thrown);
      expect({ answer, refused: ["passkey_refused", "passkey_not_added"].includes(error.code) }).toEqual({ answer, refused: true });
    }
  });
  expect(await add(JSON.stringify(good))).toEqual(expect.any(BigInt));
});
