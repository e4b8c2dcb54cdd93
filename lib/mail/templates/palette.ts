import type { Letterhead } from "@/lib/mail/letterhead";

/** The colours of a mail, light and dark. Every text reaches 4.5:1 on its ground in both. */
const light = {
  page: "#f4f4f6",
  card: "#ffffff",
  line: "#e3e3e8",
  ink: "#1a1a21",
  soft: "#5c5c69",
  well: "#f4f4f6",
  button: "#1a1a21",
  label: "#ffffff",
};
const dark: Palette = {
  page: "#111114",
  card: "#1b1b20",
  line: "#2e2e36",
  ink: "#f1f1f4",
  soft: "#a3a3b0",
  well: "#26262d",
  button: "#f1f1f4",
  label: "#1a1a21",
};

export type Palette = typeof light;

export const PALETTE = { light, dark };

/** The colours of a mail whose button has a colour of its own. */
export function paletteOf({ accent }: Letterhead): typeof PALETTE {
  return { light: { ...light, ...accent?.light }, dark: { ...dark, ...accent?.dark } };
}
