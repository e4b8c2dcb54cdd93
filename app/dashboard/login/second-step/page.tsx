import type { Metadata } from "next";
import { beginAppInSignIn } from "@/lib/core/operators/set-up-app";
import { beginOperatorProof } from "@/lib/core/operators/sign-in-by-passkey";
import { findOperatorStep } from "@/lib/core/operators/step";
import { qrPath } from "@/lib/kernel/qr-path";
import { stepToken } from "../../session";
import { type OpenedStep, SecondStepCard } from "./second-step-card";

export const metadata: Metadata = { title: "Second step" };

/** Between the two factors of a sign-in: what comes next is what the database says. Looking spends nothing. */
export default async function SecondStepPage() {
  return <SecondStepCard step={await openedStep()} />;
}

async function openedStep(): Promise<OpenedStep | null> {
  const step = await findOperatorStep(await stepToken());
  if (!step) return null;
  if (step.secondFactor || step.hasPasskey) {
    const options = await beginOperatorProof(step.operatorId);
    return { kind: "show", email: step.email, code: step.secondFactor, passkey: options && JSON.stringify(options) };
  }
  const app = beginAppInSignIn(step);
  return { kind: "set_up", email: step.email, app: { ...app, qr: qrPath(app.uri) } };
}
