/** A page of a list, counted from 1. */
export type Page = { readonly page: number; readonly perPage: number };

export type Paged<Row> = Page & { readonly rows: Row[]; readonly totalCount: number };

/** Reads one page of a list and its length. A page behind the end is empty and costs no scan. */
export async function readPage<Row>(
  page: Page,
  source: { count(): Promise<number>; rows(range: { skip: number; take: number }): Promise<Row[]> },
): Promise<Paged<Row>> {
  const skip = (page.page - 1) * page.perPage;
  const totalCount = await source.count();
  const rows = skip >= totalCount ? [] : await source.rows({ skip, take: page.perPage });
  return { ...page, rows, totalCount };
}

/** A search text as a LIKE pattern that means just itself. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
