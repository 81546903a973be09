// react-admin's questions, put to our API: lists by cursor, versions by If-Match, changes as what has changed.
import type { DataProvider, RaRecord } from "react-admin";
import { call } from "./client.ts";
import { Refusal } from "./problem.ts";
import { person } from "./whoami.ts";
import { specOf } from "../resources.ts";

type Page = { data: Record<string, unknown>[]; next_cursor?: string | null };
type Row = RaRecord<string>;

const MOST_STEPS = 40;

function row(resource: string, data: Record<string, unknown>): Row {
  return { ...data, id: String(data[specOf(resource).id ?? "id"]) } as Row;
}

/** Where the pages of a list begin. In this tab only, so that "back" and a reload find their page without reading those before. What was
 * asked for may name a person: its digest is the key. */
async function placeOf(asked: unknown): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify([person(), asked]))));
  return `console.cursors.${Array.from(digest.slice(0, 16), (one) => one.toString(16).padStart(2, "0")).join("")}`;
}

const kept = (place: string | null) => JSON.parse((place && sessionStorage.getItem(place)) || "[null]") as (string | null)[];

/** `at`: which page that is: the last one where somebody asks for one behind it. */
async function page(path: string, query: Record<string, unknown>, number: number, limit: number): Promise<Page & { at: number }> {
  const place = await placeOf([path, query, limit]);
  const known = number === 1 ? [null] : kept(place);
  let at = Math.min(number, known.length);
  for (let step = 0; step < MOST_STEPS; step++) {
    const answer = await call<Page>(path, { query: { ...query, limit, cursor: known[at - 1] } });
    const next = answer.next_cursor ?? null;
    if (next !== null) {
      known[at] = next;
      known.length = at + 1;
      if (place) sessionStorage.setItem(place, JSON.stringify(known));
    }
    if (at === number || next === null) return { ...answer, at };
    at += 1;
  }
  return { data: [], next_cursor: null, at: number };
}

/** What differs, so that nobody's other change is written over. A value that was emptied is told as null. */
export function changed(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(after)) {
    if (name === "id" || name === "version") continue;
    if (JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null)) found[name] = after[name] ?? null;
  }
  return found;
}

/** An order is typed by its number, and asked for by its id; null where there is none of that number. */
async function named(filter: Record<string, unknown> = {}): Promise<Record<string, unknown> | null> {
  const order = typeof filter.order === "string" ? filter.order.trim() : "";
  if (!order || order.startsWith("ord_")) return filter;
  const [found] = (await call<Page>("/v1/admin/orders", { query: { number: order, limit: 1 } })).data;
  return found ? { ...filter, order: found.id } : null;
}

const unsupported = () => Promise.reject(new Error("The API has no such list."));

export const dataProvider: DataProvider = {
  async getList(resource, { pagination, filter }) {
    const spec = specOf(resource);
    const { page: number, perPage } = pagination ?? { page: 1, perPage: 25 };
    if (spec.needs && !filter?.[spec.needs]) return { data: [], total: 0, pageInfo: { hasNextPage: false, hasPreviousPage: false } };
    const asked = await named(filter);
    if (!asked) return { data: [], total: 0, pageInfo: { hasNextPage: false, hasPreviousPage: false } };
    const answer = await page(spec.search?.by.some((one) => filter?.[one]) ? spec.search.path : spec.path, { ...spec.query, ...asked }, number, Math.min(perPage, 100));
    const more = Boolean(answer.next_cursor);
    // How many there are is known on the last page only.
    const total = more ? undefined : (answer.at - 1) * Math.min(perPage, 100) + answer.data.length;
    return { data: answer.data.map((data) => row(resource, data)) as never[], total, pageInfo: { hasNextPage: more, hasPreviousPage: answer.at > 1 } };
  },
  async getOne(resource, { id }) {
    const spec = specOf(resource);
    const answer = await call(`${spec.path}/${encodeURIComponent(id)}`);
    // `held` and `..` lead to other things of the API.
    if (answer?.[spec.id ?? "id"] === undefined) throw new Refusal(404, { title: "Not found", code: "not_found" });
    return { data: row(resource, answer) as never };
  },
  async getMany(resource, { ids }) {
    const spec = specOf(resource);
    const found = await Promise.all(ids.map((id) => call(`${spec.path}/${encodeURIComponent(id)}`).catch(() => ({ [spec.id ?? "id"]: id }))));
    return { data: found.map((data) => row(resource, data)) as never[] };
  },
  getManyReference: unsupported,
  async create(resource, { data }) {
    return { data: row(resource, await call(specOf(resource).path, { method: "POST", body: data })) as never };
  },
  async update(resource, { id, data, previousData }) {
    const spec = specOf(resource);
    const body = changed(previousData as Record<string, unknown>, data as Record<string, unknown>);
    if (!Object.keys(body).length) return { data: previousData as never };
    const answer = await call(`${spec.path}/${encodeURIComponent(id)}`, { method: "PATCH", body, ifMatch: previousData.version });
    return { data: row(resource, answer) as never };
  },
  updateMany: unsupported,
  async delete(resource, { id, previousData }) {
    await call(`${specOf(resource).path}/${encodeURIComponent(id)}`, { method: "DELETE", ifMatch: previousData?.version });
    return { data: (previousData ?? { id }) as never };
  },
  deleteMany: unsupported,
};
