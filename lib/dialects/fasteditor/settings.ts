import { z } from "zod";
import { enabled } from "../kit/settings";

/** What a customer may set for FastEditor. */
export const settings = z.strictObject({ enabled });
