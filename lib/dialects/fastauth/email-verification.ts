import { getSession } from "@/lib/core/sessions/get-session";
import { limitByAddress } from "@/lib/core/sign-in/limit-by-address";
import { proveAddress } from "@/lib/core/sign-in/prove-address";
import { requestVerification } from "@/lib/core/sign-in/request-verification";
import { isAppError } from "@/lib/kernel/errors";
import { bearerToken } from "../kit/bearer";
import type { DialectRoute, WireRequest } from "../kit/dialect";
import { settingsOf } from "../settings";
import { refused } from "./errors";
import { taking } from "./taking";
import { missing, unprocessable } from "./unprocessable";

/** Mails the proof of an address once more, under either of its names. Says nothing about whether there is one to prove. */
const mailing = (path: string): DialectRoute => ({
  method: "POST",
  path,
  statuses: [204, 422, 429],
  handle: taking(["email"], async ({ email }, { site, visitor }) => {
    const most = settingsOf(site.site.dialects, "fastauth").resends_per_five_minutes;
    await limitByAddress(site, "verification mail", visitor, { most, inS: 300 });
    await requestVerification(site, { email }, visitor);
    return { status: 204 };
  }),
});

/** Unknown, expired and used are one refusal. */
const refuse: DialectRoute["refuse"] = ({ code }) =>
  code === "link_unusable" ? refused(400, "Invalid or expired verification token") : null;

/** Proves an address with the token of a mail. */
const confirm: DialectRoute = {
  method: "POST",
  path: "/email-verification/confirm",
  statuses: [204, 400, 422],
  handle: taking(["token"], async ({ token }, request) => {
    await prove(request, token);
    return { status: 204 };
  }),
  refuse,
};

/** The same for a link. The one GET that changes something: FastAuth's mails have it. Ours lead to a page with a button. */
const open: DialectRoute = {
  method: "GET",
  path: "/email-verification/confirm",
  statuses: [200, 400, 422],
  async handle(request) {
    const token = request.query.getAll("token").at(-1);
    if (token === undefined) return unprocessable([missing(["query", "token"], null)]);
    await prove(request, token);
    return { status: 200, body: { message: "Email verified successfully", status: "success" } };
  },
  refuse,
};

const prove = async (request: WireRequest, token: string) =>
  proveAddress(request.site, { token }, request.visitor, await signedInAs(request));

/** Whose access token comes along, or null. One that is no longer good is none: here the mail's counts. */
async function signedInAs({ site, headers }: WireRequest): Promise<bigint | null> {
  const token = bearerToken(headers);
  if (token === null) return null;
  try {
    return (await getSession(site, token)).user.id;
  } catch (error) {
    if (isAppError(error) && error.status === 401) return null;
    throw error;
  }
}

export const emailVerification: readonly DialectRoute[] = [
  mailing("/email-verification/resend"),
  mailing("/email-verification/request"),
  confirm,
  open,
];
