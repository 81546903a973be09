// Things that are asked for one by one in the same moment are asked for together. Pure.

const GATHERS_MS = 20;
type Waits<T> = { tell: (one: T | undefined) => void; fail: (error: unknown) => void };

/** `askAll`: tells those of at most `most` ids that there are; of the others undefined is told. */
export function gathered<T extends { id: string }>(askAll: (ids: string[]) => Promise<T[]>, most: number): (id: string) => Promise<T | undefined> {
  let waiting = new Map<string, Waits<T>[]>();
  const ask = async (some: [string, Waits<T>[]][]): Promise<void> => {
    try {
      const found = new Map((await askAll(some.map(([id]) => id))).map((one) => [one.id, one]));
      for (const [id, waits] of some) for (const { tell } of waits) tell(found.get(id));
    } catch (error) {
      for (const [, waits] of some) for (const { fail } of waits) fail(error);
    }
  };
  const send = () => {
    const all = [...waiting];
    waiting = new Map();
    for (let start = 0; start < all.length; start += most) void ask(all.slice(start, start + most));
  };
  return (id) =>
    new Promise((tell, fail) => {
      if (!waiting.size) setTimeout(send, GATHERS_MS);
      waiting.set(id, [...(waiting.get(id) ?? []), { tell, fail }]);
    });
}
