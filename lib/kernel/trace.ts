import {
  type Attributes,
  context,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";

/** What a span stands for: a request that came, a job, a call to somebody else, or a step of ours. */
export type TracedKind = "server" | "consumer" | "client" | "internal";

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/**
 * Does some work inside a span of OpenTelemetry, which is a child of the one around it.
 *
 * Without an SDK in the process (docs/deploy.md) there is no span, and the work is all that is done. Work that throws marks the span as
 * failed, by the kind of error alone.
 *
 * SECURITY: spans leave the machine. A name and its attributes are ours, from closed lists: never a path, a query, an address of a person, a
 * value of a statement or the words of an error.
 */
export async function traced<T>(
  name: string,
  work: (span: Span) => Promise<T>,
  { kind = "internal", attributes = {} }: TracedOptions = {},
): Promise<T> {
  return trace.getTracer(TRACER).startActiveSpan(name, { kind: KINDS[kind], attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error instanceof Error ? error.name : typeof error);
      throw error;
    } finally {
      span.end();
    }
  });
}

type TracedOptions = { readonly kind?: TracedKind; readonly attributes?: Attributes };

/** Says of a span that what it stands for went wrong, and in one word why. */
export function markFailed(span: Span, type: string): void {
  span.setAttribute("error.type", type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/**
 * Begins a span that ends elsewhere, below nothing.
 *
 * SECURITY: what a stranger's `traceparent` says is not taken over. Anybody could have their requests kept by the sampler, or hang them into
 * somebody else's trace.
 *
 * @returns the span, and what runs work inside it
 */
export function beginTrace(name: string, kind: TracedKind, attributes: Attributes): { span: Span; inside: <T>(work: () => T) => T } {
  const span = trace.getTracer(TRACER).startSpan(name, { kind: KINDS[kind], attributes }, ROOT_CONTEXT);
  const within = trace.setSpan(ROOT_CONTEXT, span);
  return { span, inside: (work) => context.with(within, work) };
}

/** Whether what is done here belongs to a span that is kept. Without an SDK that is one look into an empty map, and nothing is made. */
export function isTraced(): boolean {
  const around = trace.getActiveSpan();
  return around !== undefined && (around.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

/** Begins a span below the one around it, which ends elsewhere. */
export function beginSpan(name: string, kind: TracedKind, attributes: Attributes): Span {
  return trace.getTracer(TRACER).startSpan(name, { kind: KINDS[kind], attributes });
}

/** The same function, which runs inside the span around here whoever calls it. */
export function inCallersTrace<Given extends unknown[]>(work: (...given: Given) => void): (...given: Given) => void {
  return context.bind(context.active(), work);
}

/**
 * Has a library make no spans. What we do inside its work belongs to the span around that work.
 *
 * The trap: pages are bundled with copies of the API, so it is the one provider of all copies that is asked to give none. An SDK has
 * registered it by then: it is loaded before anything else.
 *
 * SECURITY: for one whose spans hold what ours never do.
 */
export function keepSpansFrom(library: string): void {
  const provider = trace.getTracerProvider();
  const given = provider.getTracer.bind(provider);
  const nobody = new ProxyTracerProvider();
  provider.getTracer = (name, ...rest) => (name === library ? nobody.getTracer(name) : given(name, ...rest));
}

const TRACER = "signin-fast";
