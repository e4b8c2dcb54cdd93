"use server";

import { beginExport } from "@/lib/core/portability/exports/begin-export";
import { getExport } from "@/lib/core/portability/exports/get-export";
import { rotateSigningKey } from "@/lib/core/sessions/rotate-signing-key";
import { deleteSite } from "@/lib/core/sites/delete-site";
import { endPreviousSecret } from "@/lib/core/sites/end-previous-secret";
import { getSite } from "@/lib/core/sites/get-site";
import { resumeSite } from "@/lib/core/sites/resume-site";
import { rotateClientSecret } from "@/lib/core/sites/rotate-client-secret";
import { rotateFasteditorKey } from "@/lib/core/sites/rotate-fasteditor-key";
import { suspendSite } from "@/lib/core/sites/suspend-site";
import { updateSite } from "@/lib/core/sites/update-site";
import type { ActionState } from "@/lib/http/operator-action";
import { invalid } from "@/lib/kernel/errors";
import { operatorAction } from "../../../../session";
import { sentId } from "../current-site";
import { type ExportSeen, exportSeen } from "./export-seen";
import { sentSecondFactor, sentSignIn } from "./way-option";

/** Saves everything that may be changed on a site, unless somebody changed it after the page showed it. `updatedAtShown` is from there. */
export async function saveSettings(siteId: string, updatedAtShown: string, form: FormData): Promise<ActionState<{ updatedAt: string }>> {
  return operatorAction(
    async (operator) => {
      const { updatedAt } = await updateSite(
        operator,
        { id: sentId(siteId) },
        {
          name: form.get("name"),
          homeUri: form.get("homeUri"),
          successUri: form.get("successUri"),
          cancelUri: form.get("cancelUri"),
          failedUri: form.get("failedUri"),
          allowedOrigins: String(form.get("allowedOrigins") ?? "")
            .split("\n")
            .filter((line) => line.trim() !== ""),
          signUps: form.get("signUps") === "on",
          emailVerification: form.get("emailVerification"),
          callbackTokenMinutes: Number(form.get("callbackTokenMinutes")),
        },
        { lastChanged: new Date(Date.parse(updatedAtShown) || 0) },
      );
      return { updatedAt: updatedAt.toISOString() };
    },
    { recent: true },
  );
}

/** Saves which dialects a site speaks, unless somebody changed the site after the page showed it. */
export async function saveDialects(siteId: string, updatedAtShown: string, form: FormData): Promise<ActionState<{ updatedAt: string }>> {
  return operatorAction(async (operator) => {
    const spoken = (id: string) => ({ enabled: form.get(id) === "on" });
    const dialects = {
      fastgen: spoken("fastgen"),
      fastauth: spoken("fastauth"),
      fastschema: spoken("fastschema"),
      fasteditor: spoken("fasteditor"),
    };
    const lastChanged = new Date(Date.parse(updatedAtShown) || 0);
    const { updatedAt } = await updateSite(operator, { id: sentId(siteId) }, { dialects }, { lastChanged });
    return { updatedAt: updatedAt.toISOString() };
  });
}

/** Saves the ways to sign in, their options and their order, unless somebody changed the site after the page showed it. */
export async function saveSignIn(siteId: string, updatedAtShown: string, form: FormData): Promise<ActionState<{ updatedAt: string }>> {
  return operatorAction(async (operator) => {
    const lastChanged = new Date(Date.parse(updatedAtShown) || 0);
    const { updatedAt } = await updateSite(operator, { id: sentId(siteId) }, { signIn: sentSignIn(form) }, { lastChanged });
    return { updatedAt: updatedAt.toISOString() };
  });
}

/** Saves what is set against attacks. An empty limit is the installation's. */
export async function saveProtection(siteId: string, form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const limit = (name: string) => {
      const text = String(form.get(name) ?? "").trim();
      return text === "" ? null : Number(text);
    };
    const attackProtection = {
      failures_per_identifier: limit("failures_per_identifier"),
      failures_per_address: limit("failures_per_address"),
      failures_per_site: limit("failures_per_site"),
      sign_ups_per_address: limit("sign_ups_per_address"),
      mails_per_minute: limit("mails_per_minute"),
      challenge: form.get("challenge"),
      refuse_weak_passwords: form.get("refuse_weak_passwords") === "on",
      refuse_leaked_passwords: form.get("refuse_leaked_passwords") === "on",
    };
    await updateSite(operator, { id: sentId(siteId) }, { attackProtection });
    return {};
  });
}

/** Saves what is set about second factors, unless somebody changed the site after the page showed it. */
export async function saveSecondFactor(
  siteId: string,
  updatedAtShown: string,
  form: FormData,
): Promise<ActionState<{ updatedAt: string }>> {
  return operatorAction(async (operator) => {
    const lastChanged = new Date(Date.parse(updatedAtShown) || 0);
    const { updatedAt } = await updateSite(operator, { id: sentId(siteId) }, { signIn: sentSecondFactor(form) }, { lastChanged });
    return { updatedAt: updatedAt.toISOString() };
  });
}

/** Saves what is set about the mails of a site. */
export async function saveMail(siteId: string, form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const typed = (name: string) => String(form.get(name) ?? "").trim() || null;
    const mail = { sender_name: typed("sender_name"), reply_to: typed("reply_to"), new_device: form.get("new_device") === "on" };
    await updateSite(operator, { id: sentId(siteId) }, { mail });
    return {};
  });
}

/** Makes the key that FastEditor shows, and tells it to the operator this once. */
export async function makeFasteditorKey(siteId: string): Promise<ActionState<{ key: string }>> {
  return operatorAction(async (operator) => ({ key: await rotateFasteditorKey(operator, { id: sentId(siteId) }) }), { recent: true });
}

/** Replaces the signing key of a site; `revoke` signs everybody out. */
export async function replaceSigningKey(siteId: string, revoke: boolean): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await rotateSigningKey(operator, { id: sentId(siteId) }, { revoke: revoke === true });
      return {};
    },
    { recent: true },
  );
}

/** Saves where the customer's own user system is reached, or that there is none. */
export async function saveUserSystem(siteId: string, form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const endpoints = { signupEndpoint: endpointOf(form, "signupEndpoint"), signInEndpoint: endpointOf(form, "signInEndpoint") };
      const named = endpoints.signupEndpoint !== null || endpoints.signInEndpoint !== null;
      if (named && form.get("consent") !== "on") throw invalid("consent", "Tick this, or leave the addresses empty");
      await updateSite(operator, { id: sentId(siteId) }, endpoints);
      return {};
    },
    { recent: true },
  );
}

/** An endpoint as its two fields say it. An empty key is none that was given. */
function endpointOf(form: FormData, name: string): { url: string; apiKey?: string } | null {
  const [url, apiKey] = ["url", "apiKey"].map((part) => String(form.get(`${name}.${part}`) ?? "").trim());
  return url ? { url, ...(apiKey ? { apiKey } : {}) } : null;
}

/** Makes a new client secret; the old one stays good for a day. */
export async function rotateSecret(siteId: string): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await rotateClientSecret(operator, { id: sentId(siteId) });
      return {};
    },
    { recent: true },
  );
}

/** Ends the client secret from before the last rotation now. */
export async function endOldSecret(siteId: string): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await endPreviousSecret(operator, { id: sentId(siteId) });
      return {};
    },
    { recent: true },
  );
}

/** Keeps everybody from signing in at a site, or lets them in again. */
export async function suspend(siteId: string, suspended: boolean): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await (suspended === true ? suspendSite : resumeSite)(operator, { id: sentId(siteId) });
      return {};
    },
    { recent: true },
  );
}

/** Deletes a site whose name was typed. */
export async function removeSite(siteId: string, form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      const { id, name } = await getSite(operator, { id: sentId(siteId) });
      if (form.get("confirmation") !== name) throw invalid("confirmation", `This is not “${name}”`);
      await deleteSite(operator, { id });
      return {};
    },
    { recent: true },
  );
}

/** Has the site exported. */
export async function exportSite(siteId: string, form: FormData): Promise<ActionState<{ begun: ExportSeen }>> {
  return operatorAction(
    async (operator) => {
      const asked = {
        includeSecrets: form.get("secrets") === "on",
        recipient: String(form.get("recipient") ?? "").trim() || null,
      };
      const begun = await beginExport(operator, sentId(siteId), asked, operator.operator.email);
      return { begun: exportSeen(operator, begun) };
    },
    { recent: true },
  );
}

/** Tells how far an export has come. */
export async function lookAtExport(exportId: string): Promise<ActionState<{ seen: ExportSeen }>> {
  return operatorAction(async (operator) => ({ seen: exportSeen(operator, await getExport(operator, sentId(exportId))) }));
}
