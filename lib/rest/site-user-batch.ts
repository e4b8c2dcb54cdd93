import { z } from "zod";
import { type BatchResult, MAX_BATCH } from "@/lib/core/site-users/batch-site-users";
import { refusalShape, refusalTitle } from "./refusal";
import { idField, idShape } from "./shapes";
import { givenSiteUser, siteId, writableSiteUser } from "./site-user";

const id = idField.meta({ ...idShape.meta(), id: undefined });
const siteUser = writableSiteUser.transform(givenSiteUser);

const operation = z
  .discriminatedUnion(
    "action",
    [
      z
        .strictObject({ action: z.literal("create"), site_user: siteUser })
        .transform(({ action, site_user }) => ({ action, siteUser: site_user })),
      z
        .strictObject({ action: z.literal("update"), id, site_user: siteUser })
        .transform(({ site_user, ...rest }) => ({ ...rest, siteUser: site_user })),
      z.strictObject({ action: z.literal("delete"), id }),
    ],
    "must be create, update or delete",
  )
  .meta({ description: "What to do, with the fields of a create or a change." });

export const batchBody = z.strictObject({
  site_id: siteId,
  operations: z
    .array(operation, "must be a list")
    .min(1, "can't be blank")
    .max(MAX_BATCH, `may be at most ${MAX_BATCH}`)
    .meta({
      description: "Done one after the other, in this order.",
      examples: [
        [
          { action: "create", site_user: { email: "jane@example.com" } },
          { action: "update", id: 42, site_user: { name: "Joe" } },
          { action: "delete", id: 43 },
        ],
      ],
    }),
});

const status = z.int().meta({ description: "What this operation alone would have been answered with.", examples: [201] });

export const batchAnswer = z.strictObject({
  results: z
    .array(z.union([z.strictObject({ status, id: idShape }), refusalShape.extend({ status })]))
    .meta({ description: "One for each operation, in the same order: whom it was done to, or why it was refused." }),
});

/** What became of a batch, operation after operation. */
export const batchJson = (results: readonly BatchResult[]): z.output<typeof batchAnswer> => ({ results: results.map(resultJson) });

function resultJson(result: BatchResult): z.output<typeof batchAnswer>["results"][number] {
  if (result.done !== "refused") return { status: result.done === "created" ? 201 : 200, id: Number(result.id) };
  const { status, issues, message } = result.refusal;
  return { status, error: refusalTitle(status), messages: issues.length > 0 ? issues.map((issue) => issue.message) : [message] };
}
