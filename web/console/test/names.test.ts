// What pages tell of a row, a report or a document has a name in Chinese; what is empty, says so in both languages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { choices as choicesText } from "../src/catalogue.gen.ts";
import { operations, readingsOf, relatedOf, stepsOf, verbOf } from "../src/api/catalogue.ts";
import { EMPTY } from "../src/i18n/empty.ts";
import { en } from "../src/i18n/en.ts";
import { zh } from "../src/i18n/zh.ts";
import { toldFields, toldRelated, toldStates } from "../src/i18n/zhFields.ts";
import { fields, states } from "../src/i18n/zhMore.ts";
import { documents, fieldNames, stateNames } from "../src/i18n/zhNames.ts";
import { SPECS } from "../src/resources.ts";

const contract = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8"));
const zhFields: Record<string, string> = { ...toldFields, ...fieldNames, ...fields, ...zh.field };
const zhStates: Record<string, string> = { ...toldStates, ...stateNames, ...states, ...zh.state };
/** Never drawn under their own name. */
const UNNAMED = new Set(["version", "data", "next_cursor"]);
/** Kinds of files, codes of law and units are written alike everywhere. */
const ALIKE = /^$|\/|^[A-Z]{1,2}$|^[a-z]{1,2}$|^public-key$/;

test("every field that staff are told has a name in Chinese", () => {
  const missing = new Set<string>();
  const seen = new Set<string>();
  const walk = (schema: any): void => {
    const name = schema?.$ref?.split("/").at(-1);
    if (name) return seen.has(name) ? undefined : (seen.add(name), walk(contract.components.schemas[name]));
    for (const [field, one] of Object.entries<any>(schema?.properties ?? {})) {
      if (!zhFields[field] && !UNNAMED.has(field)) missing.add(field);
      walk(one);
    }
    for (const one of [schema?.items, schema?.additionalProperties, ...(schema?.anyOf ?? []), ...(schema?.oneOf ?? []), ...Object.values(schema?.patternProperties ?? {})]) if (typeof one === "object") walk(one);
  };
  for (const [path, methods] of Object.entries<any>(contract.paths)) if (path.startsWith("/v1/admin/")) walk(methods.get?.responses?.["200"]?.content?.["application/json"]?.schema);
  assert.ok(seen.size > 200);
  assert.deepEqual([...missing].sort(), [], "to web/console/src/i18n/zhFields.ts");
});

test("every word of the contract has one in Chinese", () => {
  const words = Object.values<string[]>(JSON.parse(choicesText)).flat();
  assert.ok(words.length > 500);
  assert.deepEqual([...new Set(words)].filter((word) => !ALIKE.test(word) && !zhStates[word.replaceAll(".", "_")]).sort(), [], "to web/console/src/i18n/zhFields.ts");
});

test("what hangs on a row, and what is done with it, has a name in Chinese", () => {
  const related: Record<string, string> = { ...toldRelated, ...zh.related };
  const steps: Record<string, string> = zh.do;
  const last = (path: string) => path.split("/").at(-1)!;
  const missing = SPECS.flatMap((spec) => [
    ...[...relatedOf(spec.path), ...readingsOf(spec.path)].map((one) => last(one.path)).filter((name) => !related[name]).map((name) => `related.${name}`),
    ...stepsOf(spec.path).map(verbOf).filter((verb) => verb !== "remove" && !steps[verb]).map((verb) => `do.${verb}`),
  ]);
  assert.deepEqual([...new Set(missing)], []);
  // Taken away from a row, but not the row itself: named by what it is.
  const parts = operations.filter((one) => one.method === "DELETE" && !one.path.endsWith("}")).map((one) => last(one.path));
  assert.deepEqual(parts.filter((name) => !related[name]), []);
});

test("every document of settings has a name in Chinese", () => {
  const register = readFileSync(new URL("../../../functions/platform/settings/register.py", import.meta.url), "utf8");
  const known = [...register.matchAll(/Known\("(\w+)"/g)].map((found) => found[1]!);
  assert.ok(known.length > 25);
  assert.deepEqual(known.filter((name) => !documents[name]), []);
});

test("every empty list says what to do, in both languages", () => {
  assert.deepEqual(SPECS.map((spec) => spec.name).filter((name) => !EMPTY[name]?.en.endsWith(".") || !/[\u4e00-\u9fff].*。$/.test(EMPTY[name].zh)), []);
  assert.deepEqual(Object.keys(EMPTY).filter((name) => !SPECS.some((spec) => spec.name === name)), []);
});

test("no two columns of a list have the same name, in either language", () => {
  const twice = [en, zh].flatMap((words) => SPECS.flatMap((spec) => {
    const own: Record<string, string> = (words.of as Record<string, Record<string, string>>)[spec.name] ?? {};
    const names = spec.columns.map(({ source }) => own[source] ?? (words === zh ? zhFields[source] : en.field[source] ?? source));
    return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${spec.name}: ${name}`);
  }));
  assert.deepEqual(twice, [], "to `of` in web/console/src/i18n/zh.ts");
});
