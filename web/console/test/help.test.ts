// No text of the console lacks either language: what it says itself, and what the contract says of steps and fields that it shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import english from "ra-language-english";
import { operations as operationsText, schemas as schemasText } from "../src/catalogue.gen.ts";
import { en } from "../src/i18n/en.ts";
import { forPeople } from "../src/i18n/help.ts";
import { helpZh } from "../src/i18n/helpZh.ts";
import { chinese, merged } from "../src/i18n/merged.ts";
import { zh } from "../src/i18n/zh.ts";
import { toldFields, toldStates } from "../src/i18n/zhFields.ts";
import { plainly } from "../src/i18n/plainly.ts";
import { fields, states } from "../src/i18n/zhMore.ts";
import { fieldNames, library, stateNames } from "../src/i18n/zhNames.ts";
import { filtersOf } from "../src/lib/filters.ts";
import { PLACES, SPECS } from "../src/resources.ts";

const operations: any[] = JSON.parse(operationsText);
const schemas: Record<string, any> = JSON.parse(schemasText);
const shape = (path: string) => path.replace(/\{[^}]+\}/g, "{}");

function* said(schema: any, seen: Set<string>): Iterable<string> {
  if (!schema) return;
  if (schema.description) yield schema.description;
  if (schema.ref) {
    if (!seen.has(schema.ref)) yield* said(schemas[schema.ref], new Set([...seen, schema.ref]));
    return;
  }
  for (const one of [...Object.values(schema.properties ?? {}), ...(schema.any ?? []), schema.items, schema.values]) if (typeof one === "object") yield* said(one, seen);
}

/** Of every form, step, report and document of settings that a page can show. */
function* shown(): Iterable<string> {
  const bases = SPECS.map((spec) => shape(spec.path));
  const documents = new Set(operations.filter((one) => one.method === "PUT" && !one.path.includes("{")).map((one) => one.path));
  for (const one of operations) {
    const path = shape(one.path);
    const isReport = one.path.startsWith("/v1/admin/reports") && one.method === "GET";
    const isDocument = documents.has(one.path) && ["GET", "PUT"].includes(one.method);
    const isStep = one.method !== "GET" && (one.path === "/v1/admin/share_report" || /^\/v1\/admin\/stock\/\{\}\/(transfer|threshold|safety)$/.test(path) || SPECS.some((spec) => spec.exports === one.path || spec.makes?.path === one.path) || bases.some((base) => path === base || path.startsWith(`${base}/{}`)));
    if (!isReport && !isDocument && !isStep && !["/v1/admin/erasures", "/v1/admin/owed", "/v1/admin/store_credit/{id}/moves"].includes(one.path)) continue;
    if (isReport || isStep || one.path.startsWith("/v1/admin/owed") || one.path.includes("store_credit")) yield one.more ?? one.says;
    if (isDocument && one.method === "GET") yield one.says;
    if (one.method !== "GET") yield* said(one.body, new Set());
    if (isReport) for (const asked of one.query ?? []) yield* said(asked.schema, new Set());
  }
}

test("what the contract says of steps and fields is there in Chinese", () => {
  const missing = [...new Set(shown())].filter((text) => !helpZh[text]);
  assert.deepEqual(missing, [], `to web/console/src/i18n/helpZh.ts: ${JSON.stringify(missing)}`);
});

/** Words of who writes programs: headers, codes of answers, addresses, names of fields. `{slug}` is typed by people. */
const OF_PROGRAMS = /\bheaders?\b|\bparameters?\b|\bquery\b|\bJSON\b|idempoten|If-Match|\bETag\b|\bAccept:|\bHTTP\b|\bcursor|\bnull\b|\b(?:204|40[1-9]|41\d|42\d|50[1-4])\b|\/v1\/|\{"|(?<![{\w])[a-z]+_[a-z*]|minor units|\bISO 3166|\bADR \d|README|\b(?:GET|POST|PUT|PATCH) …|\bthe ids\b|\bIds;|media id|hashes|application\/|attr\.|per call|ISO 4217|最小单位|请求头|参数|幂等/i;

test("help speaks to people, not of the API", () => {
  const zhNames: Record<string, string> = { ...toldFields, ...fieldNames, ...fields, ...zh.field };
  const zhWords: Record<string, string> = { ...toldStates, ...stateNames, ...states, ...zh.state };
  const found: string[] = [];
  for (const text of new Set(shown())) {
    const told = [forPeople(text, "en", (name) => `“${name.replaceAll("_", " ")}”`), forPeople(text, "zh", (name) => `“${zhNames[name] ?? zhWords[name] ?? name}”`)];
    found.push(...told.filter((one) => OF_PROGRAMS.test(one)));
  }
  assert.deepEqual(found, [], "English: to web/console/src/i18n/plainly.ts; Chinese: helpZh.ts, zhFields.ts");
});

test("no text for people is kept of one that is not said any more", () => {
  const said = new Set(shown());
  assert.deepEqual(Object.keys(plainly).filter((text) => !said.has(text)), []);
});

test("what the library says is there in Chinese", () => {
  const lacks: string[] = [];
  const walk = (under: any, over: any, at: string): void => {
    for (const [key, text] of Object.entries<any>(under))
      if (typeof text === "object") walk(text, over?.[key], `${at}${key}.`);
      else if (/[A-Za-z]{3}/.test(text.replaceAll(/%\{\w+\}/g, "")) && !/[\u4e00-\u9fff]/.test(over?.[key] ?? "")) lacks.push(at + key);
  };
  // Shown as "1–10 / 25" (theme.ts).
  walk(english.ra, merged(chinese.ra, library), "");
  assert.deepEqual(lacks.filter((key) => !key.endsWith("page_range_info")), []);
});

test("Chinese is Chinese", () => {
  assert.deepEqual(Object.entries(helpZh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text) && !/^[A-Z0-9 -]+。$/.test(text)).map(([text]) => text), []);
});

test("every page, column, filter, choice and step has a name in both languages", () => {
  const zhFields: Record<string, string> = { ...toldFields, ...fieldNames, ...fields, ...zh.field };
  const zhStates: Record<string, string> = { ...toldStates, ...stateNames, ...states, ...zh.state };
  const missing: string[] = [];
  for (const spec of [...SPECS, ...PLACES]) for (const words of [en, zh] as any[]) if (!words.page[spec.name]) missing.push(`page.${spec.name}`);
  for (const spec of SPECS) {
    for (const source of [...spec.columns.map((one) => one.source), ...filtersOf(spec).map((one) => one.source)]) if (!zhFields[source]) missing.push(`field.${source}`);
    for (const choice of filtersOf(spec).flatMap((one) => one.choices ?? []).map((one) => one.replaceAll(".", "_"))) if (!zhStates[choice]) missing.push(`state.${choice}`);
    for (const step of spec.steps ?? []) if (!(zh.do as Record<string, string>)[step.verb]) missing.push(`do.${step.verb}`);
  }
  assert.deepEqual([...new Set(missing)], []);
});

test("every field and choice of a form has a name in Chinese", () => {
  const zhFields: Record<string, string> = { ...fieldNames, ...fields, ...zh.field };
  const zhStates: Record<string, string> = { ...stateNames, ...states, ...zh.state };
  const missing = new Set<string>();
  const walk = (schema: any, seen: Set<string>): void => {
    if (!schema) return;
    if (schema.ref) return seen.has(schema.ref) ? undefined : walk(schemas[schema.ref], new Set([...seen, schema.ref]));
    for (const [name, one] of Object.entries<any>(schema.properties ?? {})) {
      if (!zhFields[name] && name !== "version") missing.add(`field.${name}`);
      walk(one, seen);
    }
    for (const choice of schema.enum ?? []) if (!zhStates[String(choice)] && /^[a-z_]{3,}$/.test(String(choice))) missing.add(`state.${choice}`);
    for (const one of [...(schema.any ?? []), schema.items, schema.values]) if (typeof one === "object") walk(one, seen);
  };
  const bases = SPECS.map((spec) => shape(spec.path));
  for (const one of operations) if (one.method !== "GET" && one.body && bases.some((base) => shape(one.path) === base || shape(one.path).startsWith(`${base}/{}`))) walk(one.body, new Set());
  assert.deepEqual([...missing].sort(), []);
});
