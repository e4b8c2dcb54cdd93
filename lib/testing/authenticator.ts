import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** An authenticator made of software: it makes ES256 passkeys and signs with them, well or badly. */

type Bytes = Uint8Array;
type Flags = { readonly verified?: boolean; readonly present?: boolean; readonly backedUp?: boolean };

/** What of an answer is to be other than it should. */
export type Twist = Flags & {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly challenge?: string;
  readonly counter?: number;
  readonly userHandle?: string | null;
  readonly crossOrigin?: string;
};

export type SoftPasskey = {
  readonly id: string;
  readonly userHandle: string;
  readonly rpId: string;
  readonly privateKey: KeyObject;
  counter: number;
};

type CreationOptions = { readonly rp: { readonly id: string }; readonly user: { readonly id: string }; readonly challenge: string };
type RequestOptions = { readonly challenge: string; readonly rpId: string };

const ORIGIN = "http://signin.localhost";
const AAGUID = "d548826e79b4db40a3d811116f7e8349";

const b64 = (bytes: Bytes | string) => Buffer.from(bytes as string).toString("base64url");
const sha = (bytes: Bytes | string) => createHash("sha256").update(bytes).digest();

/** CBOR of what passkeys are made of: integers, texts, bytes and maps. */
export function cbor(value: number | string | Bytes | Map<unknown, unknown>): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map) {
    const entries = [...value].flatMap(([key, inner]) => [cbor(key as string), cbor(inner as string)]);
    return Buffer.concat([head(5, value.size), ...entries]);
  }
  return Buffer.concat([head(2, value.length), value]);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 256) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 255]);
}

/** Makes a passkey, and the browser's answer that tells of it. */
export function createPasskey(options: CreationOptions, twist: Twist & { statement?: Map<unknown, unknown>; format?: string } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const rpId = twist.rpId ?? options.rp.id;
  const id = randomBytes(32);
  const cose = new Map<unknown, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, "base64url")],
    [-3, Buffer.from(y, "base64url")],
  ]);
  const attested = Buffer.concat([Buffer.from(AAGUID, "hex"), Buffer.from([0, id.length]), id, cbor(cose)]);
  const authData = Buffer.concat([authenticatorData(rpId, twist.counter ?? 0, twist, 0x40), attested]);
  const attestationObject = cbor(
    new Map<unknown, unknown>([
      ["fmt", twist.format ?? "none"],
      ["attStmt", twist.statement ?? new Map()],
      ["authData", authData],
    ]),
  );
  const passkey: SoftPasskey = { id: b64(id), userHandle: options.user.id, rpId, privateKey, counter: twist.counter ?? 0 };
  const response = {
    clientDataJSON: b64(clientData("webauthn.create", options.challenge, twist)),
    attestationObject: b64(attestationObject),
    transports: ["internal", "hybrid"],
  };
  return { passkey, answer: { id: passkey.id, rawId: passkey.id, type: "public-key", response, clientExtensionResults: {} } };
}

/** Answers a challenge with a passkey. One that counts counts on. */
export function signWith(passkey: SoftPasskey, options: RequestOptions, twist: Twist = {}) {
  if (passkey.counter > 0) passkey.counter += 1;
  const data = authenticatorData(twist.rpId ?? passkey.rpId, twist.counter ?? passkey.counter, twist, 0);
  const client = clientData("webauthn.get", options.challenge, twist);
  const signature = sign("sha256", Buffer.concat([data, sha(client)]), passkey.privateKey);
  const userHandle = twist.userHandle === undefined ? passkey.userHandle : twist.userHandle;
  const response = { clientDataJSON: b64(client), authenticatorData: b64(data), signature: b64(signature), userHandle };
  return { id: passkey.id, rawId: passkey.id, type: "public-key", response, clientExtensionResults: {} };
}

function authenticatorData(
  rpId: string,
  counter: number,
  { verified = true, present = true, backedUp = true }: Flags,
  more: number,
): Buffer {
  const flags = (present ? 0x01 : 0) | (verified ? 0x04 : 0) | 0x08 | (backedUp ? 0x10 : 0) | more;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha(rpId), Buffer.from([flags]), count]);
}

const clientData = (type: string, challenge: string, twist: Twist) =>
  JSON.stringify({
    type: twist.type ?? type,
    challenge: twist.challenge ?? challenge,
    origin: twist.origin ?? ORIGIN,
    crossOrigin: twist.crossOrigin !== undefined,
    ...(twist.crossOrigin === undefined ? {} : { topOrigin: twist.crossOrigin }),
  });
