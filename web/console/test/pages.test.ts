import assert from "node:assert/strict";
import { test } from "node:test";

const kept = new Map<string, string>();
const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text), removeItem: (key: string) => void kept.delete(key) };
Object.assign(globalThis, { BroadcastChannel: undefined, sessionStorage: storage, localStorage: { ...storage, getItem: () => null } });
const { dataProvider } = await import("../src/api/dataProvider.ts");
const { keep } = await import("../src/api/session.ts");

const ALL = Array.from({ length: 23 }, (_, index) => ({ id: `prod_${index}` }));

test("a page behind the last one is the last one, and no more rows are counted than there are", async () => {
  keep({ access_token: "one", refresh_token: "another", expires_in: 3600 }, false);
  Object.assign(globalThis, {
    fetch: async (address: string) => {
      const asked = new URL(address, "http://shop.example").searchParams;
      const [from, limit] = [Number(asked.get("cursor") ?? 0), Number(asked.get("limit"))];
      return new Response(JSON.stringify({ data: ALL.slice(from, from + limit), next_cursor: from + limit < ALL.length ? String(from + limit) : null }));
    },
  });
  const list = (page: number) => dataProvider.getList("products", { pagination: { page, perPage: 10 }, sort: { field: "id", order: "DESC" }, filter: {} });
  for (const number of [3, 4, 400]) assert.deepEqual([(await list(number)).data.map(({ id }) => id), (await list(number)).total], [["prod_20", "prod_21", "prod_22"], 23]);
  assert.deepEqual([(await list(2)).data.length, (await list(2)).total], [10, undefined]);
});
