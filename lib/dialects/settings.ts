import { keptSettings } from "@/lib/kernel/kept-settings";
import { settings as fastauth } from "./fastauth/settings";
import { settings as fasteditor } from "./fasteditor/settings";
import { settings as fastgen } from "./fastgen/settings";
import { settings as fastschema } from "./fastschema/settings";

/** What a customer may set for each dialect. A site keeps what was set; the rest is as it stands here. */
export const DIALECT_SETTINGS = { fastgen, fastauth, fastschema, fasteditor } as const;

export type DialectId = keyof typeof DIALECT_SETTINGS;

const kept = keptSettings(DIALECT_SETTINGS);

export type DialectSettings = ReturnType<typeof kept.everySetting>;

export const { everySetting, settingsOf, withGiven } = kept;

/** What a customer may say of them: any part of it. */
export const dialectsField = kept.field.meta({ examples: [{ fastgen: { enabled: false } }] });
