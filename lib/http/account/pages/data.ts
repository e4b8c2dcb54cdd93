import { ownData } from "@/lib/core/self-service/own-data";
import { file, view } from "../../hosted-response";
import { type AccountPage, requireRecent } from "../account-page";

const asText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

/** Everything that is kept about the visitor, as a file. */
export const dataPage: AccountPage = {
  path: "account/data",
  show(visit) {
    requireRecent(visit);
    return view({ page: "account-data" });
  },
  async submit(visit) {
    requireRecent(visit);
    const { context, signedIn } = visit;
    const data = { site: context.site.name, madeAt: new Date(), ...(await ownData(context, signedIn.user.id)) };
    return file(`${context.site.slug}-data.json`, "application/json; charset=utf-8", `${JSON.stringify(data, asText, 2)}\n`);
  },
};
