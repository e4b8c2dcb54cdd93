/** What may be chosen, and what each is called. Nothing is loaded for a font: each is what systems bring along. */
export const APPEARANCES = { auto: "Auto", light: "Light", dark: "Dark" } as const;
export const RADII = { none: "None", small: "Small", medium: "Medium", large: "Large" } as const;
export const FONTS = { system: "System", humanist: "Humanist", serif: "Serif", rounded: "Rounded", mono: "Monospace" } as const;

/** The texts that a site may word by itself, and how long each may be. */
export const TEXT_LENGTHS = { sign_in_title: 80, sign_in_lead: 200, footer_note: 200 } as const;

export type TextName = keyof typeof TEXT_LENGTHS;
