"use server";

import { addOperatorPasskey, beginOperatorPasskey, removeOperatorPasskey } from "@/lib/core/operators/add-passkey";
import { renewOperatorCodes } from "@/lib/core/operators/renew-operator-codes";
import { beginOperatorApp, setUpOperatorApp } from "@/lib/core/operators/set-up-app";
import { turnOffOperatorFactor } from "@/lib/core/operators/turn-off-factor";
import type { ActionState } from "@/lib/http/operator-action";
import { qrPath } from "@/lib/kernel/qr-path";
import type { ShownApp } from "../../app-set-up";
import { formId, keepSession, operatorAction } from "../../session";

/** Begins to set up an app: a first one, or another. */
export async function beginAppAction(): Promise<ActionState<{ app: ShownApp }>> {
  return operatorAction(
    async (operator) => {
      const app = beginOperatorApp(operator);
      return { app: { ...app, qr: qrPath(app.uri) } };
    },
    { recent: true },
  );
}

/** Turns the second step on with the app. The codes are in the answer and nowhere else. */
export async function setUpAppAction(form: FormData): Promise<ActionState<{ codes: string[] }>> {
  return operatorAction(
    async (operator) => {
      const { codes, session } = await setUpOperatorApp(operator, { sealed: form.get("sealed"), code: form.get("code") });
      await keepSession(session);
      return { codes };
    },
    { recent: true },
  );
}

/** Makes new recovery codes. They are in the answer and nowhere else. */
export async function renewCodesAction(): Promise<ActionState<{ codes: string[] }>> {
  return operatorAction(async (operator) => ({ codes: await renewOperatorCodes(operator) }), { recent: true });
}

/** Turns the second step off. */
export async function turnOffAction(): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await keepSession(await turnOffOperatorFactor(operator));
      return {};
    },
    { recent: true },
  );
}

/** What to ask the browser for, so that it makes a passkey. */
export async function beginPasskeyAction(): Promise<ActionState<{ options: string }>> {
  return operatorAction(async (operator) => ({ options: JSON.stringify(await beginOperatorPasskey(operator)) }), { recent: true });
}

/** Adds the passkey that the browser has made. */
export async function addPasskeyAction(form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await addOperatorPasskey(operator, form.get("credential"));
      return {};
    },
    { recent: true },
  );
}

/** Removes a passkey. Other browsers are signed out; this one goes on with a new session. */
export async function removePasskeyAction(form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await keepSession(await removeOperatorPasskey(operator, { id: formId(form) }));
      return {};
    },
    { recent: true },
  );
}
