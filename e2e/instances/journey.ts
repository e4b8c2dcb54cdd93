import { randomInt } from "node:crypto";
import { unique } from "../api";
import type { TakenMail } from "../faults/mail-provider";

const PASSWORD = "correct horse battery";
const PATIENCE_MS = 15_000;

/** The address of a visitor whom nobody has seen. */
export const freshIp = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

/** Where somebody asks, and as whom. */
export type Place = {
  readonly baseUrl: string;
  readonly slug: string;
  readonly apiToken: string;
  mailTo(email: string, wanted: RegExp): Promise<TakenMail>;
};

type Sent = { form?: Record<string, string>; json?: object; headers?: Record<string, string> };

/** The headers of the wire that SuperTokens' clients speak, where tokens travel in headers. */
export const HEADER_MODE = { rid: "emailpassword", "st-auth-mode": "header" };

/** What that wire's sign-up and sign-in send. */
export const credentials = (email: string, password = PASSWORD) => ({
  formFields: [
    { id: "email", value: email },
    { id: "password", value: password },
  ],
});

/** Sends a request as a visitor of one address does. */
export function asker({ baseUrl }: Pick<Place, "baseUrl">, ip = freshIp()) {
  return (method: string, path: string, { form, json, headers = {} }: Sent = {}): Promise<Response> =>
    fetch(baseUrl + path, {
      method,
      redirect: "manual",
      headers: { "x-forwarded-for": ip, ...(json ? { "content-type": "application/json" } : {}), ...headers },
      body: form ? new URLSearchParams(form) : json && JSON.stringify(json),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
}

/** The token in the address that an answer leads to. */
export const tokenIn = (answer: Response) => new URL(answer.headers.get("location") ?? "about:blank").searchParams.get("token") ?? "";

/**
 * What a visitor and their application do, from the sign-up to the end of a session, on two wires.
 *
 * @param note is told each request and its answer
 * @throws Error that names the first step that is not answered as it should be
 */
export async function journey(place: Place, note: (step: string, status: number) => void): Promise<void> {
  const { slug, apiToken, mailTo } = place;
  const ask = asker(place);
  const step = async (name: string, status: number, method: string, path: string, sent?: Sent) => {
    const answer = await ask(method, path, sent);
    note(name, answer.status);
    if (answer.status !== status) throw new Error(`${name}: ${answer.status} and not ${status}: ${(await answer.text()).slice(0, 200)}`);
    return answer;
  };
  const bearer = { authorization: `Bearer ${apiToken}` };
  const email = `${unique("jane")}@example.com`;
  await step("sign-up", 303, "POST", `/${slug}/signup`, { form: { email, password: PASSWORD } });
  const mail = await mailTo(email, /verify-email/);
  const token = /verify-email\?token=([\w-]+)/.exec(mail.text)?.[1] ?? "";
  await step("proof", 303, "POST", `/${slug}/verify-email`, { form: { token, password: PASSWORD } });
  const callbackToken = tokenIn(await step("sign-in", 303, "POST", `/${slug}/login`, { form: { email, password: PASSWORD } }));
  const session = `/api/site_user_sessions/${callbackToken}`;
  await step("exchange", 200, "POST", session, { headers: bearer });
  await step("mark_used", 200, "POST", `${session}/mark_used`, { headers: bearer });
  const signedIn = await step("dialect", 200, "POST", `/${slug}/auth/signin`, { json: credentials(email), headers: HEADER_MODE });
  const refresh = { ...HEADER_MODE, authorization: `Bearer ${signedIn.headers.get("st-refresh-token")}` };
  const renewed = await step("refresh", 200, "POST", `/${slug}/auth/session/refresh`, { headers: refresh });
  const access = { ...HEADER_MODE, authorization: `Bearer ${renewed.headers.get("st-access-token")}` };
  await step("sign-out", 200, "POST", `/${slug}/auth/signout`, { headers: access });
}
