import type { Colour } from "@/lib/kernel/colours";

/** What a site brings to its mails: who they are from, and how they look. */
export type Letterhead = {
  /** The name beside our address. Null: ours. */
  readonly senderName: string | null;
  /** Where answers go, as `parseEmail` writes it. Null: to the sender. */
  readonly replyTo: string | null;
  /** Fills the button, and what is read on it, on light ground and on dark. Null: the usual one. */
  readonly accent: { readonly light: Fill | null; readonly dark: Fill | null } | null;
  /** Stands in the place of the first letter of the site's name. */
  readonly logo: { readonly onLight: Picture; readonly onDark: Picture | null } | null;
};

export type Fill = { readonly button: Colour; readonly label: Colour };

/** A picture at an address of ours, with the size that it is shown in. */
export type Picture = { readonly address: string; readonly width: number; readonly height: number };

/** That of mails to operators, and of a site that set nothing. */
export const PLAIN: Letterhead = { senderName: null, replyTo: null, accent: null, logo: null };
