import NextAuth, { type AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { OperatorSession } from "@/lib/core/operators/arrival";
import { signInOperator } from "@/lib/core/operators/sign-in-operator";
import { signOutOperator } from "@/lib/core/operators/sign-out-operator";
import { clientOf } from "@/lib/http/client";
import { clientIp } from "@/lib/http/client-ip";
import { KNOWN_OPERATOR_COOKIE, knownOperatorCookie } from "@/lib/http/known-cookie";
import { openSession, SESSION_S, sealSession, sessionCookieName, sessionCookieOptions } from "@/lib/http/operator-session";
import { readBody } from "@/lib/http/read-body";
import { readCookies } from "@/lib/http/read-cookies";
import type { RouteContext } from "@/lib/http/route";
import { stepCookie } from "@/lib/http/step-cookie";
import { parseEmail } from "@/lib/kernel/email";
import { ERRORS, isAppError } from "@/lib/kernel/errors";
import { operatorSessionSecrets } from "@/lib/kernel/secrets";

/**
 * Operators' sign-in, by next-auth: its forms, its cookies and its defence against forged ones. Who is right is decided by
 * our own password pipeline, and whether a session still counts by its version in the database.
 */
const options = (request: Request, keep: { known(email: string): void; step(step: string): void }): AuthOptions => ({
  providers: [
    CredentialsProvider({
      credentials: { email: {}, password: {} },
      async authorize(credentials) {
        try {
          const guesser = { ip: clientIp(request), notes: notesOf(request) };
          const arrival = await signInOperator({ ...credentials }, guesser, clientOf(request));
          keep.known(parseEmail(credentials?.email ?? "")?.canonical ?? "");
          if (arrival.kind === "step") {
            keep.step(arrival.step);
            throw new Error("second_step");
          }
          const { operatorId, ...session } = arrival.session;
          return { id: String(operatorId), ...session };
        } catch (error) {
          if (error instanceof Error && error.message === "second_step") throw error;
          if (!isAppError(error) || error.status >= 500) throw new Error("unavailable");
          if (error.code === "too_many_attempts") throw new Error(`too_many_attempts:${error.retryAfterS ?? 600}`);
          return null;
        }
      },
    }),
  ],
  secret: operatorSessionSecrets()[0] ?? "",
  session: { strategy: "jwt", maxAge: SESSION_S },
  jwt: {
    encode: ({ token }) =>
      sealSession({
        operatorId: BigInt(token?.sub ?? 0),
        version: Number(token?.version),
        factor: token?.factor === true,
        provedS: Number(token?.proved ?? 0),
        ...(typeof token?.began === "number" ? { beganS: token.began } : {}),
      }),
    decode: async ({ token }) => {
      const session = await openSession(token);
      return (
        session && {
          sub: String(session.operatorId),
          version: session.version,
          factor: session.factor,
          proved: session.provedS,
          began: session.beganS,
        }
      );
    },
  },
  callbacks: {
    jwt: ({ token, user }) => {
      if (!user) return token;
      const { id, version, factor, provedS } = user as unknown as Omit<OperatorSession, "operatorId"> & { id: string };
      return { sub: id, version, factor, proved: provedS };
    },
    session: ({ session }) => ({ expires: session.expires }),
  },
  events: {
    signOut: async ({ token }) => {
      if (token?.sub) await signOutOperator({ operatorId: BigInt(token.sub), version: Number(token.version) }, clientOf(request));
    },
  },
  cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
  pages: { signIn: "/dashboard/login", signOut: "/dashboard/login", error: "/dashboard/login" },
  logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
});

/**
 * What next-auth cannot read is the caller's mistake, also where it says 500: for a GET of what is only posted to, and for its
 * own cookie with the way back, whatever it holds. That cookie goes then, or it would keep its browser out for ever.
 */
async function handle(request: Request, context: RouteContext): Promise<Response> {
  try {
    const cookies: string[] = [];
    let hasStep = false;
    const keep = {
      known: (email: string) => cookies.push(knownOperatorCookie(email, notesOf(request))),
      step(step: string) {
        cookies.push(stepCookie(step));
        hasStep = true;
      },
    };
    const answer: Response = await NextAuth(options(request, keep))(await whole(request), context);
    for (const cookie of cookies) answer.headers.append("set-cookie", cookie);
    // The first factor was right: that there is a second one is no error.
    if (hasStep && answer.status === 401) return new Response(answer.body, { status: 200, headers: answer.headers });
    return answer.status < 500 ? answer : unreadable();
  } catch (error) {
    return isAppError(error) && error.code === "too_large" ? tooLarge() : unreadable();
  }
}

/** The notes that this browser keeps of who has signed in to the dashboard there before. */
const notesOf = (request: Request) => readCookies(request.headers.get("cookie")).get(KNOWN_OPERATOR_COOKIE)?.[0] ?? null;

/** The request as far as next-auth looks at it, its body read. SECURITY: next-auth itself would read a body without end. */
async function whole(request: Request) {
  const body = request.method === "POST" ? await readBody(request) : "";
  const { method, headers, url } = request;
  return { method, headers, body, nextUrl: new URL(url), text: async () => body, json: async () => JSON.parse(body) };
}

const tooLarge = () => Response.json({ error: "Payload Too Large", messages: [ERRORS.too_large.text] }, { status: 413 });

function unreadable(): Response {
  const cookie = `${sessionCookieName().replace("session-token", "callback-url")}=; Path=/; Max-Age=0`;
  const body = { error: "Bad Request", messages: ["The request could not be read"] };
  return Response.json(body, { status: 400, headers: { "set-cookie": sessionCookieOptions().secure ? `${cookie}; Secure` : cookie } });
}

export { handle as GET, handle as POST };
