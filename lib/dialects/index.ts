import { fastauth } from "./fastauth";
import { fasteditor } from "./fasteditor";
import { fastgen } from "./fastgen";
import { fastschema } from "./fastschema";
import type { Dialect } from "./kit/dialect";

/** Every wire that the sign-in use-cases are spoken on beside our own. One folder each, and none knows another. */
export const DIALECTS: readonly Dialect[] = [fastgen, fastauth, fastschema, fasteditor];
