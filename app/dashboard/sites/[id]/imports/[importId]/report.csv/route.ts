import { importReport } from "@/lib/core/portability/imports/import-report";
import { csvDownload } from "@/lib/http/csv-download";
import { operatorRoute } from "@/lib/http/operator-route";
import { idParam } from "@/lib/rest/shapes";

/** Everything that is to be said about the rows of an import, to keep. */
export const GET = operatorRoute([200], async (operator, { importId }) => {
  const id = idParam.catch(0n).parse(importId);
  return csvDownload(`import-${id}.csv`, await importReport(operator, id));
});
