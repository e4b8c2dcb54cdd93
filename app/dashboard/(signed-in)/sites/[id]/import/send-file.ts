import type { ActionState } from "@/lib/http/operator-action";

const UNREACHABLE: ActionState<never> = { kind: "refused", message: "We could not reach the server. Try again in a moment.", fields: {} };

/**
 * Sends a file, or a part of one, as an action of the dashboard, and tells how much of it has arrived, from 0 to 1. `fetch`
 * would not tell.
 */
export function sendFile<Done extends object>(address: string, file: Blob, progress?: (share: number) => void): Promise<ActionState<Done>> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => progress?.(total === 0 ? 1 : loaded / total);
    request.onerror = () => done(UNREACHABLE);
    request.onload = () => done(request.status === 200 && request.response ? request.response : UNREACHABLE);
    request.send(file);
  });
}

/** What a refused file is told as: the one sentence that says why. */
export function problemOf(state: Exclude<ActionState, { kind: "done" }>): string {
  return state.kind === "idle" ? "" : (Object.values(state.fields)[0] ?? state.message);
}
