import { once } from "node:events";
import type { Connection, Submittable } from "pg";

type CopyConnection = Connection & { sendCopyFromChunk(chunk: Uint8Array): void; endCopyFrom(): void; sendCopyFail(why: string): void };

/** One `COPY … FROM STDIN`, fed by a source as fast as PostgreSQL takes it. */
export class CopyIn implements Submittable {
  /** Settles when PostgreSQL has taken all of it, or refused. */
  readonly done: Promise<void>;
  readonly #text: string;
  readonly #source: AsyncIterable<Uint8Array>;
  #failure: Error | undefined;
  #settle: (failure?: Error) => void = () => undefined;

  constructor(text: string, source: AsyncIterable<Uint8Array>) {
    this.#text = text;
    this.#source = source;
    this.done = new Promise((done, failed) => {
      this.#settle = (failure) => (failure ? failed(failure) : done());
    });
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.#feed(connection).catch((error: unknown) => {
      // What is wrong with the source is what the caller hears; PostgreSQL only hears that nothing more comes.
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      connection.sendCopyFail("The source ended early");
    });
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#settle();
  }

  /** The last that is heard of a statement that failed. */
  handleError(error: Error): void {
    this.#failure ??= error;
    this.#settle(this.#failure);
  }

  async #feed(connection: CopyConnection): Promise<void> {
    for await (const chunk of this.#source) {
      if (this.#failure) return;
      connection.sendCopyFromChunk(chunk);
      if (connection.stream.writableNeedDrain) await once(connection.stream, "drain");
    }
    connection.endCopyFrom();
  }
}
