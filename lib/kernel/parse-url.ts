/**
 * A text as the web address it is; null when it is none.
 *
 * The trap: `URL.canParse` of Node 20 says no to "https://müller.example" once it was asked often enough to be compiled.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
