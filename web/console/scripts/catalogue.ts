// What the pages are built from: every operation of staff in the contract (docs/openapi.json) with the right it needs, its questions and the
// form of its body. Written before each build to src/catalogue.gen.ts, as text that is parsed when a page first needs it.
import { readFileSync, writeFileSync } from "node:fs";

const KEPT = ["type", "format", "enum", "const", "default", "required", "maxLength", "minLength", "pattern", "minimum", "maximum", "maxItems", "minItems", "description"];

const contract = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8"));
const schemas: Record<string, unknown> = {};

function slim(schema: any): any {
  if (schema?.$ref) {
    const name = schema.$ref.split("/").at(-1);
    if (!(name in schemas)) {
      schemas[name] = null; // a schema may name itself
      schemas[name] = slim(contract.components.schemas[name]);
    }
    return { ref: name, ...(schema.default === undefined ? {} : { default: schema.default }), ...(schema.description ? { description: schema.description } : {}) };
  }
  const found: any = Object.fromEntries(KEPT.filter((key) => schema?.[key] !== undefined).map((key) => [key, schema[key]]));
  if (schema?.examples?.length && schema.examples[0] !== null) found.example = schema.examples[0];
  const any = schema?.anyOf ?? schema?.oneOf;
  if (any) {
    const others = any.filter((one: any) => one.type !== "null");
    if (others.length < any.length) found.empty = true;
    if (others.length === 1) return { ...slim(others[0]), ...found };
    found.any = others.map(slim);
  }
  if (schema?.properties) found.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, slim(one)]));
  const languages = Object.keys(schema?.patternProperties ?? {}).find((key) => key.startsWith("^[a-z]{2}"));
  const each = languages && schema.patternProperties[languages];
  if (each && (each.$ref ? contract.components.schemas[each.$ref.split("/").at(-1)] : each).type !== "string") found.each = slim(each);
  else if (languages) found.words = schema.patternProperties[languages].maxLength ?? 500;
  else if (typeof schema?.additionalProperties === "object") found.values = slim(schema.additionalProperties);
  else if (Object.keys(schema?.patternProperties ?? {}).length === 1) found.values = slim(Object.values(schema.patternProperties)[0]);
  if (schema?.items) found.items = slim(schema.items);
  return found;
}

/** Names of the fields of a list's rows. */
function row(one: any): string[] | undefined {
  const page = contract.components.schemas[one.responses?.["200"]?.content?.["application/json"]?.schema?.$ref?.split("/").at(-1)];
  const item = contract.components.schemas[page?.properties?.data?.items?.$ref?.split("/").at(-1)];
  return item?.properties && Object.keys(item.properties);
}

const operations: unknown[] = [];
for (const [path, methods] of Object.entries<any>(contract.paths)) {
  if (!path.startsWith("/v1/admin/")) continue;
  for (const [method, one] of Object.entries<any>(methods)) {
    if (method === "parameters") continue;
    const parameters = one.parameters ?? [];
    const query = parameters.filter((p: any) => p.in === "query" && !["limit", "cursor", "field.*"].includes(p.name));
    const body = one.requestBody?.content?.["application/json"]?.schema;
    const gives = Object.keys(Object.entries<any>(one.responses).find(([status]) => status.startsWith("2"))?.[1].content ?? {});
    operations.push({
      method: method.toUpperCase(), path, may: one["x-permission"], says: one.summary,
      ...(one.description ? { more: one.description } : {}),
      ...(parameters.some((p: any) => p.name === "If-Match") ? { match: parameters.find((p: any) => p.name === "If-Match").required ? 2 : 1 } : {}),
      ...(body ? { body: slim(body) } : {}),
      ...(one.requestBody && !body ? { file: true } : {}),
      ...(query.length ? { query: query.map((p: any) => ({ name: p.name, required: p.required, schema: slim({ ...p.schema, description: p.description ?? p.schema.description }) })) } : {}),
      ...(parameters.some((p: any) => p.name === "cursor") ? { list: true, row: row(one) } : {}),
      gives,
    });
  }
}
/** Names of fields that are amounts in minor units wherever they stand, of the currency beside or above them. As lib/schema.ts knows them in forms. */
const MOST_MONEY = 10_000_000_000_000;
const numbers: Record<string, { minor?: true; other?: true }> = {};
/** By the name of a field: the values that are words of the contract. Other texts under the same name are somebody's own. */
const choices: Record<string, string[]> = {};
function enumerated(schema: any, seen: Set<string>): string[] {
  const name = schema?.$ref?.split("/").at(-1);
  if (name) return seen.has(name) ? [] : enumerated(contract.components.schemas[name], new Set([...seen, name]));
  const own = [...(schema?.enum ?? []), ...(schema?.const === undefined ? [] : [schema.const])].filter((one: unknown) => typeof one === "string");
  return [...own, ...[...(schema?.anyOf ?? []), ...(schema?.oneOf ?? []), schema?.items].flatMap((one: any) => (one ? enumerated(one, seen) : []))];
}
function collect(schema: any): void {
  for (const [name, one] of Object.entries<any>(schema?.properties ?? {})) {
    const found = enumerated(one, new Set());
    for (const number of [one, ...(one.anyOf ?? [])].filter((each: any) => each.type === "integer")) {
      const minor = number.maximum === MOST_MONEY || /minor units/i.test(`${number.description ?? ""} ${one.description ?? ""}`);
      // Answers seldom say how large a number may be: what is bounded otherwise is another thing under the same name.
      if (minor || number.maximum !== undefined) numbers[name] = { ...numbers[name], [minor ? "minor" : "other"]: true };
    }
    if (found.length) choices[name] = [...new Set([...(choices[name] ?? []), ...found])].sort();
    collect(one);
  }
  for (const one of [schema?.items, ...(schema?.anyOf ?? []), ...(schema?.oneOf ?? []), ...Object.values(schema?.patternProperties ?? {})]) if (one && typeof one === "object") collect(one);
}
for (const schema of Object.values<any>(contract.components.schemas)) collect(schema);

// Marks of code are for readers of the contract, not of a page.
const text = (value: unknown) => JSON.stringify(JSON.stringify(value, (key, one) => (["description", "says", "more"].includes(key) && typeof one === "string" ? one.replaceAll("`", "") : one)));
writeFileSync(new URL("../src/catalogue.gen.ts", import.meta.url), `export const operations: string = ${text(operations)};\nexport const schemas: string = ${text(schemas)};\nexport const choices: string = ${text(choices)};\nexport const minor: string[] = ${JSON.stringify(Object.keys(numbers).filter((name) => numbers[name]!.minor && !numbers[name]!.other))};\n`);
