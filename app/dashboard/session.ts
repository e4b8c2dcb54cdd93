import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Arrival, OperatorSession } from "@/lib/core/operators/arrival";
import { clientOf } from "@/lib/http/client";
import { type ActionOptions, type ActionState, runOperatorAction } from "@/lib/http/operator-action";
import {
  operatorOf,
  operatorOfDeleted,
  SESSION_S,
  sealSession,
  sessionCookieName,
  sessionCookieOptions,
} from "@/lib/http/operator-session";
import { stepCookieName, stepCookieOptions } from "@/lib/http/step-cookie";
import { runVisitorAction } from "@/lib/http/visitor-action";
import { env } from "@/lib/kernel/env";
import { AppError, isAppError } from "@/lib/kernel/errors";

/** Who is signed in, asked once for each request. */
export const currentOperator = cache(async () =>
  operatorOf((await cookies()).get(sessionCookieName())?.value, clientOf(await actionRequest())),
);

export type CurrentOperator = NonNullable<Awaited<ReturnType<typeof currentOperator>>>;

/** Who is signed in to an account that is deleted, asked once for each request. */
export const currentDeletedAccount = cache(async () =>
  operatorOfDeleted((await cookies()).get(sessionCookieName())?.value, clientOf(await actionRequest())),
);

/** The one who is signed in; a stranger is sent to sign in. SECURITY: every page below `(signed-in)` calls it by itself; a layout is no guard. */
export async function requireOperator(): Promise<CurrentOperator> {
  return (await currentOperator()) ?? redirect("/dashboard/login");
}

/** The id in an address, or the page that says there is nothing here: what is no id is nobody's. */
export function idOf(text: string): bigint {
  return /^[1-9]\d{0,15}$/.test(text) ? BigInt(text) : notFound();
}

/**
 * The id that a form names.
 *
 * @throws AppError `not_found`: what is no id is nobody's
 */
export function formId(form: FormData, name = "id"): bigint {
  const text = form.get(name);
  if (typeof text !== "string" || !/^[1-9]\d{0,15}$/.test(text)) throw new AppError("not_found");
  return BigInt(text);
}

/** What an address names, or the page that says there is nothing here: somebody else's is nothing too. */
export async function orNotFound<Found>(work: Promise<Found>): Promise<Found> {
  try {
    return await work;
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") notFound();
    throw error;
  }
}

/** Does something in the name of the operator who sent a form. */
export async function operatorAction<Done extends object>(
  work: (operator: CurrentOperator) => Promise<Done>,
  options?: ActionOptions,
): Promise<ActionState<Done>> {
  return runOperatorAction(await actionRequest(), await currentOperator(), work, options);
}

/** Does something in the name of the operator who sent a form, and whose account is deleted. */
export async function deletedAccountAction<Done extends object>(
  work: (operator: NonNullable<Awaited<ReturnType<typeof currentDeletedAccount>>>) => Promise<Done>,
): Promise<ActionState<Done>> {
  return runOperatorAction(await actionRequest(), await currentDeletedAccount(), work);
}

/** Does something for somebody who is not signed in. */
export async function visitorAction<Done extends object>(work: (request: Request) => Promise<Done>): Promise<ActionState<Done>> {
  const request = await actionRequest();
  return runVisitorAction(request, () => work(request));
}

/** Keeps a session that begins in a server action, or goes on in it, in the browser that sent it. */
export async function keepSession(session: OperatorSession): Promise<void> {
  (await cookies()).set(sessionCookieName(), await sealSession(session), { ...sessionCookieOptions(), maxAge: SESSION_S });
}

/** Where a first factor has led: its session or its step is kept, and this is where the browser goes on. */
export async function keepArrival(arrival: Arrival): Promise<{ next: string }> {
  if (arrival.kind === "signed_in") {
    await keepSession(arrival.session);
    return { next: "/dashboard" };
  }
  (await cookies()).set(stepCookieName(), arrival.step, stepCookieOptions());
  return { next: "/dashboard/login/second-step" };
}

/** Has the browser forget a session that is over. */
export async function forgetSession(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", { ...sessionCookieOptions(), maxAge: 0 });
}

/** The step that this browser is in, by its token. */
export const stepToken = async () => (await cookies()).get(stepCookieName())?.value;

/** Keeps the session that a step has led to. */
export async function keepFinished(session: OperatorSession): Promise<void> {
  await keepSession(session);
  (await cookies()).set(stepCookieName(), "", { ...stepCookieOptions(), maxAge: 0 });
}

/** The request behind a server action, for what reads its headers. */
export async function actionRequest(): Promise<Request> {
  return new Request(env().appUrl, { headers: new Headers(await headers()) });
}
