import type { ComponentProps } from "react";

const LOOKS = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  plain: "border border-line bg-card text-ink hover:bg-well",
  danger: "border border-bad bg-card text-bad hover:bg-bad-well",
  quiet: "text-soft hover:bg-well hover:text-ink",
} as const;

/** How a button looks, also on a link. */
export const buttonLook = (look: keyof typeof LOOKS = "plain") =>
  `inline-flex min-h-9 items-center justify-center gap-2 rounded-lg px-3.5 text-sm font-medium whitespace-nowrap motion-safe:transition-colors disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 ${LOOKS[look]}`;

/** A button. It does nothing by itself unless it says `type="submit"`. */
export function Button({ look, className = "", ...rest }: ComponentProps<"button"> & { look?: keyof typeof LOOKS }) {
  return <button type="button" {...rest} className={`${buttonLook(look)} ${className}`} />;
}
