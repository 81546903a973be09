// The operations of the contract, as far as staff have any: which there are for a path, what each needs, and the form of its body.
import { choices as choicesText, minor, operations as operationsText, schemas as schemasText } from "../catalogue.gen.ts";
import { NAMED } from "../lib/fits.ts";
import type { Schema, Schemas } from "../lib/schema.ts";

export type Operation = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; path: string; may: string; says: string; more?: string;
  /** 1: If-Match may be sent; 2: it must. */
  match?: 1 | 2;
  body?: Schema; file?: true; list?: true; gives: string[];
  query?: { name: string; required?: boolean; schema: Schema }[];
};

export const operations: Operation[] = JSON.parse(operationsText);
export const schemas: Schemas = JSON.parse(schemasText);
const choices: Record<string, string[]> = JSON.parse(choicesText);

const amounts = new Set(minor);
/** Whether numbers of that name are amounts in minor units of the currency beside or above them. */
export const isAmount = (field: string): boolean => amounts.has(field);

/** The words of the contract under that name. */
export const choicesOf = (field: string): string[] => choices[field] ?? [];

/** Whether this is a word of the contract under that name, and no text of somebody. */
export const isChoice = (field: string, value: unknown): boolean => typeof value === "string" && (choices[field]?.includes(value) ?? false);

const SHAPE = /\{[^}]+\}/g;
const shape = (path: string) => path.replace(SHAPE, "{}");
const byShape = new Map(operations.map((one) => [`${one.method} ${shape(one.path)}`, one]));

export const operation = (method: Operation["method"], path: string) => byShape.get(`${method} ${shape(path)}`);

/** How something new of a page is made, if it can be. */
export const creating = (spec: { path: string; named?: boolean }) => (spec.named ? operation("PUT", `${spec.path}/{id}`) : operation("POST", spec.path));

/** Address of an operation for these ids, in their order. */
export function filled(path: string, ...ids: string[]): string {
  let next = 0;
  return path.replace(SHAPE, () => encodeURIComponent(ids[next++] ?? ""));
}

/** What can be done with one row of a list: `POST {path}/{id}/{verb}` and so on, but no files and nothing that asks for a second id. */
export function stepsOf(path: string): Operation[] {
  const one = shape(`${path}/{id}`);
  const lists = new Set(relatedOf(path).map((related) => shape(related.path)));
  return operations.filter((each) => {
    const here = shape(each.path);
    return each.method !== "GET" && !each.file && here.startsWith(`${one}/`) && here.split("{}").length === 2 && !lists.has(here);
  });
}

/** What somebody who does not see this page is told of their own rows. */
const MINE = /\/mine(\/|$)/;

/** Lists that hang on one row: `GET {path}/{id}/{name}` that answers pages. */
export function relatedOf(path: string): Operation[] {
  const one = shape(`${path}/{id}`);
  return operations.filter((each) => each.method === "GET" && each.list && !MINE.test(each.path) && shape(each.path).startsWith(`${one}/`) && shape(each.path).split("{}").length === 2);
}

/** How the id is called that an address ends on, or that its step is about. */
const lastId = (path: string) => path.match(/\{(\w+)\}[^{]*$/)![1]!;

/** What an operation with a row of such a list is asked of: by the field that its address names, else by what the row is known by. */
export function addressOf(step: Operation, id: string, row: any): string {
  return filled(step.path, id, String(row[lastId(step.path)] ?? row.id ?? row.code ?? row.number ?? row.version ?? ""));
}

/** How something is made that is put under an id which exists already (a product's link): that id is asked for. */
export function puttingOf(list: Operation): { step: Operation; id: string } | undefined {
  const put = operation("PUT", `${list.path}/{id}`);
  if (!put || put.body || operation("POST", list.path)) return undefined;
  const id = lastId(put.path);
  return { step: { ...put, body: { type: "object", properties: { [id]: { type: "string" } }, required: [id] } as Schema }, id };
}

/** What can be done with one row of a list that hangs on a row. */
export function deeperOf(list: Operation): Operation[] {
  const here = `${shape(list.path)}/{}`;
  return operations.filter((one) => one.method !== "GET" && !one.file && shape(one.path).startsWith(here) && one.path.split("{").length === 3);
}

/** What else is told of one row: `GET {path}/{id}/{name}` that answers one thing and needs no question. */
export function readingsOf(path: string): Operation[] {
  const one = shape(`${path}/{id}`);
  return operations.filter((each) => {
    const here = shape(each.path);
    return each.method === "GET" && !each.list && here.startsWith(`${one}/`) && here.split("{}").length === 2 && here.split("/").length === one.split("/").length + 1
      && each.gives.includes("application/json") && !/\/(overview|portrait|letters)$/.test(here) && !MINE.test(here) && !each.query?.some((asked) => asked.required);
  });
}

/** Files of one row: `GET {path}/{id}/{name}.pdf` and its like. */
export function filesOf(path: string): Operation[] {
  const one = shape(`${path}/{id}/`);
  return operations.filter((each) => each.method === "GET" && shape(each.path).startsWith(one) && /^[a-z_]+\.(pdf|xml|csv)$/.test(shape(each.path).slice(one.length)));
}

export const verbOf = (each: Operation) => (each.method === "DELETE" ? "remove" : each.path.split("/").filter((step) => !step.startsWith("{")).at(-1)!);

/** How lib/fits.ts calls it: by its verb, or by what is done with the row itself. */
export const nameOfStep = (each: Operation) => (each.path.endsWith("}") ? NAMED[each.method as keyof typeof NAMED] : each.path.split("/").filter((step) => !step.startsWith("{")).at(-1)!);

const DANGEROUS = /^(cancel|reject|revoke|stop|close|suspend|erasures|void|dismiss|give_up|short|unpublish|rotate|take_back|archive|redrive|capture|confirm|place|send|launch|replay|reset_factor)$/;
export const isDangerous = (each: Operation) => each.method === "DELETE" || DANGEROUS.test(verbOf(each));
