/** What the server said to a file: its JSON, or why not, in words. */
export type Sent<Answer> = { readonly answer: Answer } | { readonly problem: string };

const UNREACHABLE = "We could not reach the server. Try again in a moment.";

/**
 * Sends a file, or a part of one, and tells how much of it has arrived, from 0 to 1. `fetch` would not tell.
 */
export function sendFile<Answer>(address: string, file: Blob, progress?: (share: number) => void): Promise<Sent<Answer>> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => progress?.(total === 0 ? 1 : loaded / total);
    request.onerror = () => done({ problem: UNREACHABLE });
    request.onload = () => {
      if (request.status === 200) return done({ answer: request.response });
      const { messages } = (request.response ?? {}) as { messages?: string[] };
      done({
        problem:
          request.status === 404 ? "You are signed out. Sign in again in another tab, then repeat this." : (messages?.[0] ?? UNREACHABLE),
      });
    };
    request.send(file);
  });
}
