"use server";

import { mailTextRef } from "@/lib/core/mail-texts/mail-text-ref";
import { sendSample } from "@/lib/core/mail-texts/send-sample";
import { setMailText } from "@/lib/core/mail-texts/set-mail-text";
import { requireSite } from "@/lib/core/sites/require-site";
import type { ActionState } from "@/lib/http/operator-action";
import { operatorAction } from "../../../../session";
import { sentId } from "../current-site";

/** Makes these the site's own words in one mail and one language. */
export async function saveWords(siteId: string, kind: string, language: string, words: unknown): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await setMailText(await requireSite(operator, sentId(siteId)), mailTextRef(kind, language), words);
    return {};
  });
}

/** Mails the operator what they see. */
export async function mailMe(siteId: string, kind: string, language: string, words: unknown): Promise<ActionState<{ to: string }>> {
  return operatorAction(async (operator) => {
    await sendSample(operator, await requireSite(operator, sentId(siteId)), mailTextRef(kind, language), words);
    return { to: operator.operator.email };
  });
}
