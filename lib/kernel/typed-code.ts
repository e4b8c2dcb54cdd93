/**
 * A code as it was meant, however it was typed: without blanks and hyphens, and in our digits where the keyboard has others.
 *
 * The digits of Arabic, Persian and wide Japanese keyboards say their value in their last four bits, as ours do.
 */
export function typedCode(code: string): string {
  return code.replace(/[\s-]/g, "").replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) & 15));
}
