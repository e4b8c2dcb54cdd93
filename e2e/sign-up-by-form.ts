import { inject } from "vitest";
import { unique } from "./api";

/** Signs somebody up by the hosted form, without a browser. The site has a callback: there it is sent, with a token and the state. */
export async function signUpByForm(slug: string, state = ""): Promise<{ email: string; callback: string; token: string }> {
  const email = `${unique("new")}@example.com`;
  const body = new URLSearchParams({ email, password: "correct horse battery", state });
  const answer = await fetch(`${inject("baseUrl")}/${slug}/signup`, { method: "POST", body, redirect: "manual" });
  const callback = answer.headers.get("location") ?? "";
  return { email, callback, token: new URL(callback).searchParams.get("token") ?? "" };
}

/** The status of an exchange with a client id and secret. */
export async function exchangeStatus(token: string, clientId: string, secret: string): Promise<number> {
  const headers = { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}` };
  return (await fetch(`${inject("baseUrl")}/api/site_user_sessions/${token}`, { method: "POST", headers })).status;
}
