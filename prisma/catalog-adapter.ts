import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlQuery } from "@prisma/driver-adapter-utils";
import pg from "pg";

const internalChar = 18;
const text = 25;

/**
 * The PostgreSQL adapter, able to read the system catalogue.
 *
 * Catalogue columns such as `pg_constraint.contype` have PostgreSQL's internal type "char". The adapter refuses that type and the schema
 * engine wants it as a character, or it gives up and finds no difference at all. So such a column passes the adapter as text and reaches the
 * engine as a character.
 */
export class CatalogAdapter extends PrismaPg {
  readonly #pool: CatalogPool;

  constructor(databaseUrl: string) {
    const pool = new CatalogPool({ connectionString: databaseUrl, max: 2 });
    pool.on("error", () => undefined);
    super(pool);
    this.#pool = pool;
  }

  override async connect(): ReturnType<PrismaPg["connect"]> {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query: SqlQuery) => {
      const result = await queryRaw(query);
      for (const column of this.#pool.characters.get(result.rows) ?? []) result.columnTypes[column] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  }

  /** Closes the connections. */
  async end(): Promise<void> {
    await this.#pool.end();
  }
}

class CatalogPool extends pg.Pool {
  /** Which columns of a result, known by its array of rows, were of the internal type. */
  readonly characters = new WeakMap<unknown[][], number[]>();

  override query = (async (...given: Parameters<pg.Pool["query"]>) => {
    const result = (await super.query(...given)) as unknown as pg.QueryArrayResult;
    const columns = result.fields.flatMap((field, index) => (field.dataTypeID === internalChar ? [index] : []));
    for (const column of columns) Object.assign(result.fields[column] ?? {}, { dataTypeID: text });
    this.characters.set(result.rows, columns);
    return result;
  }) as unknown as pg.Pool["query"];
}
