/** How many requests are begun in one turn of the event loop. */
const AT_ONCE = 8;

/**
 * Begins no more than a few requests in one turn of the event loop, and the rest in the turns that follow, in their order.
 *
 * Node takes one new connection a turn (libuv 1.45 and later). With all begun at once whose bytes have arrived, a turn is as long as
 * hundreds of requests take: while many who are connected ask, a newcomer, or the balancer that asks whether we live, would wait for
 * seconds before anybody looks at them.
 *
 * @param begin is not called for somebody who has left meanwhile
 */
export function fewAtOnce<Request, Response extends { readonly destroyed: boolean }>(
  begin: (request: Request, response: Response) => void,
): (request: Request, response: Response) => void {
  let waiting: [Request, Response][] = [];
  let first = 0;
  let begun = 0;
  let isTurning = false;
  const turn = () => {
    begun = 0;
    while (begun < AT_ONCE && first < waiting.length) {
      const [request, response] = waiting[first++] as [Request, Response];
      if (response.destroyed) continue;
      begun += 1;
      begin(request, response);
    }
    if (first === waiting.length) {
      waiting = [];
      first = 0;
    }
    isTurning = begun > 0;
    if (isTurning) setImmediate(turn);
  };
  return (request, response) => {
    if (!isTurning) {
      isTurning = true;
      setImmediate(turn);
    }
    if (begun >= AT_ONCE || first < waiting.length) return void waiting.push([request, response]);
    begun += 1;
    begin(request, response);
  };
}
