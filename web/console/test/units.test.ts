import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { operations as operationsText, schemas as schemasText } from "../src/catalogue.gen.ts";
import { asTyped } from "../src/i18n/help.ts";
import { helpZh } from "../src/i18n/helpZh.ts";
import { toldFields } from "../src/i18n/zhFields.ts";
import { fields } from "../src/i18n/zhMore.ts";
import { kindOf, resolved, toDraft, toValue, type Draft, type Problems, type Schema } from "../src/lib/schema.ts";
import { percentRead, percentText, size, span, unitAt, unitOf } from "../src/lib/units.ts";

const operations: any[] = JSON.parse(operationsText);
const all = JSON.parse(schemasText);
const contract = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8"));
const body = (method: string, path: string): Record<string, Schema> => resolved(operations.find((one) => one.method === method && one.path === path).body, all).properties!;
const sent = (schema: Schema, name: string, draft: Draft): [unknown, Problems] => {
  const problems: Problems = {};
  return [toValue(schema, name, draft, all, `/${name}`, problems), problems];
};

test("parts are typed in per cent, as people write them, and what could mean two is refused", () => {
  for (const [typed, kept] of [["12.5", "1250"], ["12,5", "1250"], ["１２．５％", "1250"], [" 5 % ", "500"], ["0", "0"], ["100", "10000"], ["0.01", "1"]] as const) assert.equal(percentRead(typed, "basis_points"), kept, typed);
  for (const typed of ["", "%", "1,299", "12.345", "1e3", "-5", "1.2.3", "half"]) assert.equal(percentRead(typed, "basis_points"), null, typed);
  assert.deepEqual([percentRead("95.5", "permille"), percentRead("95.55", "permille")], ["955", null]);
  assert.deepEqual([percentRead("13", "share"), percentRead("5.5", "share"), percentRead("0.125", "share"), percentRead("100", "share")], ["0.13", "0.055", "0.00125", "1"]);
  assert.deepEqual([percentText(1250, "basis_points"), percentText(5, "basis_points"), percentText(0, "basis_points"), percentText(10_000, "basis_points"), percentText(955, "permille"), percentText("0.055", "share"), percentText("0.13", "share"), percentText("1", "share")], ["12.5", "0.05", "0", "100", "95.5", "5.5", "13", "100"]);
});

test("every part of the contract can be read and typed back, and says the same", () => {
  for (let kept = 0; kept <= 10_000; kept += 7) assert.equal(percentRead(percentText(kept, "basis_points"), "basis_points"), String(kept));
});

test("commission, discounts, taxes, floors, price limits and shares of a test are typed in per cent", () => {
  const { rate } = body("POST", "/v1/admin/share_influencers");
  assert.equal(kindOf(rate!, "rate", all), "percent");
  assert.deepEqual([toDraft(rate!, "rate", 1000, all), toDraft(rate!, "rate", null, all)], ["10", ""]);
  assert.deepEqual([sent(rate!, "rate", "12.5"), sent(rate!, "rate", "")], [[1250, {}], [null, {}]]);
  assert.deepEqual([sent(rate!, "rate", "100.01")[1], sent(rate!, "rate", "1,299")[1]], [{ "/rate": "say.out_of_range" }, { "/rate": "say.percent_bad" }]);
  const tax = body("POST", "/v1/admin/tax_rates").rate!;
  assert.deepEqual([toDraft(tax, "rate", "0.13", all), sent(tax, "rate", "13")], ["13", ["0.13", {}]]);
  assert.deepEqual(sent(tax, "rate", "5000")[1], { "/rate": "say.out_of_range" });
  const { shares } = body("POST", "/v1/admin/experiments");
  assert.deepEqual(toDraft(shares!, "shares", { control: 5000, green: 5000 }, all), [["control", "50"], ["green", "50"]]);
  assert.deepEqual(sent(shares!, "shares", [["control", "33.34"], ["green", "66.66"]]), [{ control: 3334, green: 6666 }, {}]);
  assert.deepEqual(sent(shares!, "shares", [["control", "half"]])[1], { "/shares/control": "say.percent_bad" });
  const exchange = all.ExchangeRateModel.properties.rate;
  assert.equal(kindOf(exchange, "rate", all), "text");
});

/** Every figure of the contract that staff type or are told, with the text that says what it is. */
function* figures(): Iterable<[string, string, Schema]> {
  for (const [name, schema] of Object.entries<any>(contract.components.schemas))
    for (const [field, one] of Object.entries<any>(schema.properties ?? {}))
      for (const each of [one, ...(one.anyOf ?? [])]) if (each.type === "integer") yield [name, field, { ...each, description: each.description ?? one.description }];
}

test("whatever the contract says is kept in parts has a unit wherever it is shown", () => {
  const raw = [...figures()].filter(([, , one]) => /hundredths of a per ?cent|basis points|in thousandths/i.test(one.description ?? ""));
  assert.ok(raw.length > 8);
  // A name may say it on one page alone.
  assert.deepEqual(raw.filter(([, field, one]) => !unitOf(field, one) || !unitAt(undefined, field, 1)).map(([name, field]) => `${name}.${field}`), []);
  const named = [...figures()].filter(([, field]) => /basis_points|_bp$|permille|_seconds$|_percent$|_bytes$/.test(field)).filter(([, field]) => !unitAt(undefined, field, 1));
  assert.deepEqual(named.map(([name, field]) => `${name}.${field}`), [], "to web/console/src/lib/units.ts");
});

test("no form tells of what is kept where per cent is typed", () => {
  const told = new Set<string>();
  const walk = (schema: any): void => {
    if (!schema || typeof schema !== "object") return;
    if (typeof schema.description === "string") told.add(schema.description);
    Object.values(schema).forEach(walk);
  };
  for (const one of operations) if (one.method !== "GET") { walk(one.body); told.add(one.more ?? ""); }
  for (const [name, schema] of Object.entries<any>(all)) if (/(In|Model|Change|Edit|Settings)$/.test(name)) walk(schema);
  assert.deepEqual([...told].filter((text) => /hundredths of a per|basis points|in thousandths/i.test(text) && !asTyped[text]), [], "to asTyped of web/console/src/i18n/help.ts");
  assert.deepEqual(Object.keys(asTyped).filter((text) => !told.has(text)), []);
  assert.deepEqual([...Object.values(helpZh), ...Object.values(fields), ...Object.values(toldFields)].filter((text) => /万分|千分|基点|basis_points/.test(text)), []);
});

test("spans and sizes are said in the units that people would take", () => {
  assert.deepEqual([span(7_260, "seconds", "en"), span(0, "seconds", "en"), span(10_080, "minutes", "en"), span(36, "hours", "en"), span(172_801, "seconds", "en")], ["2 hr 1 min", "0 sec", "7 days", "1 day 12 hr", "2 days"]);
  assert.match(span(7_260, "seconds", "zh"), /2小时 1分钟/);
  assert.deepEqual([size(0, "en"), size(1_500, "en"), size(2_400_000, "en")], ["0 bytes", "1.5 kB", "2.4 MB"]);
});

test("the same name is something else on some pages", () => {
  assert.deepEqual([unitAt("group_buys", "size", 5), unitAt("jobs", "size", 5), unitAt("experiments", "rate", 0.1), unitAt("share_influencers", "rate", 1000), unitAt("invoices", "rate", "0.13"), unitAt("settings", "rate", "7.1"), unitAt(undefined, "error", "it broke")], [null, "bytes", "share", "basis_points", "share", null, null]);
});
