"use client";

import { useSyncExternalStore } from "react";
import { answerOf } from "@/lib/kernel/passkey-json/answer";
import { creationOf, requestOf } from "@/lib/kernel/passkey-json/options";

const never = () => () => undefined;

/** Whether this browser knows passkeys. Null before the page has come alive: the server cannot tell. */
export const useKnowsPasskeys = () =>
  useSyncExternalStore<boolean | null>(
    never,
    () => "PublicKeyCredential" in window,
    () => null,
  );

/** Asks for a passkey. `options`: what the server says, as JSON. Null: the browser has none to give, or somebody gave up. */
export async function askForPasskey(options: string, more: Omit<CredentialRequestOptions, "publicKey"> = {}): Promise<string | null> {
  const credential = await navigator.credentials.get({ publicKey: requestOf(options), ...more }).catch(() => null);
  return credential && answerOf(credential);
}

/** What came of making a passkey. */
export type PasskeyMade = { readonly answer: string } | { readonly problem: string };

/** Makes a passkey. */
export async function makePasskey(options: string): Promise<PasskeyMade> {
  try {
    const credential = await navigator.credentials.create({ publicKey: creationOf(options) });
    if (credential) return { answer: answerOf(credential) };
  } catch (error) {
    if (error instanceof DOMException && error.name === "InvalidStateError")
      return { problem: "This device has a passkey for you already." };
  }
  return { problem: "No passkey was made. Try again, or use another device." };
}
