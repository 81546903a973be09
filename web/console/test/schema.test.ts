import assert from "node:assert/strict";
import { test } from "node:test";
import { operations as operationsText, schemas as schemasText } from "../src/catalogue.gen.ts";
import { begins, forChange, forNew, isSecret, kindOf, resolved, toDraft, toValue, type Draft, type Problems, type Schema, wrongAt } from "../src/lib/schema.ts";
import { filtersOf } from "../src/lib/filters.ts";
import { follow, nowText } from "../src/lib/time.ts";
import { SPECS } from "../src/resources.ts";

const operations: any[] = JSON.parse(operationsText);
const all = JSON.parse(schemasText);
const bare = (path: string) => path.replace(/\{[^}]+\}/g, "{}");
const operation = (method: string, path: string) => operations.find((one) => one.method === method && bare(one.path) === bare(path));
const ask = (schema: Schema, name: string, draft: Draft, required = false): [unknown, Problems] => {
  const problems: Problems = {};
  return [toValue(schema, name, draft, all, `/${name}`, problems, required), problems];
};

test("every body of the contract has a form, and what an empty form says is refused at its fields or sent", () => {
  const kinds = new Set<string>();
  let json = 0;
  const walk = (schema: Schema, name: string, depth: number) => {
    const kind = kindOf(schema, name, all);
    kinds.add(kind);
    if (kind === "json") json += 1;
    const whole = resolved(schema, all);
    if (depth < 8) for (const [key, one] of Object.entries(whole.properties ?? {})) walk(one, key, depth + 1);
    if (kind === "list") walk(whole.items!, name, depth + 1);
    const value = toDraft(schema, name, undefined, all, true);
    ask(schema, name, value);
  };
  const bodies = operations.filter((one) => one.body);
  for (const one of bodies) walk(one.body, "", 0);
  assert.ok(bodies.length > 120);
  assert.ok(kinds.size >= 15, [...kinds].join());
  assert.ok(json < 60, `${json} fields are typed as JSON`);
});

test("an empty form asks for what is needed and for nothing in parts that may be left out", () => {
  for (const one of operations.filter((each) => each.body)) {
    const whole = resolved(one.body, all);
    const needed = new Set(whole.required ?? []);
    const problems: Problems = {};
    for (const [key, schema] of Object.entries(whole.properties ?? {}))
      toValue(schema, key, toDraft(schema, key, undefined, all, begins(schema, key, needed.has(key), all)), all, `/${key}`, problems, needed.has(key));
    assert.deepEqual(Object.keys(problems).filter((pointer) => !needed.has(pointer.split("/")[1]!)), [], `${one.method} ${one.path}`);
  }
});

test("what was read and not touched is sent as it was, or not at all", () => {
  const schema: Schema = { properties: { name: { type: "string", minLength: 1 }, secret: { type: "string" }, at: { type: "string", example: "2039-11-11T00:00:00" } } };
  const record = { name: "Shop", secret: "********", at: "2027-01-01T00:00:00.123Z", version: 3 };
  const first = Object.fromEntries(Object.entries(schema.properties!).map(([key, one]) => [key, toDraft(one, key, (record as any)[key], all)]));
  const draft = { ...first, name: "Other" };
  const body = Object.fromEntries(Object.entries(schema.properties!).map(([key, one]) => [key, ask(one, key, draft[key]!)[0]]));
  assert.deepEqual(forChange(body, draft, first, record, true), { name: "Other", secret: "********", at: "2027-01-01T00:00:00.123Z" });
  assert.deepEqual(forChange(body, draft, first, record, false), { name: "Other" });
  assert.deepEqual(forChange({ ...body, name: undefined }, { ...draft, name: "" }, first, record, false), { name: null });
});

test("every moment that a body of the contract has is typed on the shop's clock and sent as one that nobody reads otherwise", () => {
  follow({ timezone: "America/New_York", now: nowText() });
  const found = { moment: new Set<string>(), wall: new Set<string>(), day: new Set<string>() };
  const walk = (schema: Schema, name: string, at: string, depth: number) => {
    const whole = resolved(schema, all);
    const kind = kindOf(schema, name, all);
    if (whole.format === "date-time" || /T\d\d:/.test(String(whole.example ?? "")) || kind === "time" || kind === "wall") {
      const [value, problems] = ask(schema, name, "2027-07-04 09:00");
      assert.deepEqual([value, problems], [kind === "wall" ? "2027-07-04T09:00" : "2027-07-04T13:00:00Z", {}], at);
      assert.deepEqual(Object.keys(ask(schema, name, "soon")[1]), [`/${name}`], at);
      found[kind === "wall" ? "wall" : "moment"].add(at);
    }
    if (whole.format === "date") {
      assert.equal(kind, "day", at);
      assert.deepEqual([ask(schema, name, "2027/1/31")[0], ask(schema, name, "31.1.2027")[1]], ["2027-01-31", { [`/${name}`]: "say.day_bad" }], at);
      found.day.add(at);
    }
    if (depth < 8) for (const [key, one] of Object.entries(whole.properties ?? {})) walk(one, key, `${at}/${key}`, depth + 1);
    if (kind === "list") walk(whole.items!, name, `${at}/0`, depth + 1);
  };
  for (const one of operations.filter((each) => each.body)) walk(one.body, "", `${one.method} ${one.path}`, 0);
  assert.deepEqual([...found.wall], ["POST /v1/admin/message_campaigns/{id}/schedule/local_at"], "by each reader's own clock");
  assert.ok(found.moment.size > 40 && found.day.size > 8, `${found.moment.size} ${found.day.size}`);
  assert.ok(found.moment.has("POST /v1/admin/breaches/before") && found.moment.has("PUT /v1/admin/missions/missions/0/ends_at"));
});

test("where a day is asked for a day is sent, and a moment where the contract takes one, too", () => {
  follow({ timezone: "Asia/Shanghai", now: nowText() });
  const asked = (path: string, name: string) => operations.find((one) => one.method === "GET" && one.path === path).query.find((one: any) => one.name === name).schema as Schema;
  const [either, day] = [asked("/v1/admin/reports/sales", "from"), asked("/v1/admin/reports/turnover", "from")];
  assert.deepEqual([kindOf(either, "from", all), kindOf(day, "from", all)], ["day", "day"]);
  assert.deepEqual(["2027-01-31", "2027-01-31 09:00", "2027-01-31T01:00:00Z"].map((typed) => ask(either, "from", typed)), [["2027-01-31", {}], ["2027-01-31T01:00:00Z", {}], ["2027-01-31T01:00:00Z", {}]]);
  assert.deepEqual(ask(day, "from", "2027-01-31 09:00")[1], { "/from": "say.day_bad" });
});

test("a moment that was read and not touched is sent as it was, also the second one of an hour that comes twice, in a part that was changed", () => {
  follow({ timezone: "Europe/Berlin", now: nowText() });
  const schema: Schema = { type: "array", items: { type: "object", properties: { name: { type: "string" }, at: { type: "string", format: "date-time" } } } };
  const rows = [{ name: "a", at: "2027-10-31T01:30:12.345Z" }, { name: "b", at: "2027-10-31T00:30:00.000Z" }];
  const draft = toDraft(schema, "rows", rows, all) as Draft[];
  (draft[0] as Record<string, Draft>).name = "changed";
  assert.deepEqual(ask(schema, "rows", draft)[0], [{ ...rows[0], name: "changed" }, rows[1]]);
  assert.deepEqual(ask({ type: "string", format: "date-time" }, "at", "2027-03-28 02:30")[1], { "/at": "say.time_skipped" });
  assert.deepEqual(ask({ type: "string", maxLength: 16 }, "local_at", "2027-03-28 02:30"), ["2027-03-28T02:30", {}], "on another's clock there may be such a time");
  assert.deepEqual(ask({ type: "string", maxLength: 16 }, "local_at", "2027-03-28T02:30:00Z")[1], { "/local_at": "say.time_bad" });
});

test("figures are typed as people write them", () => {
  const number: Schema = { type: "integer", minimum: 0, maximum: 5000 };
  assert.deepEqual(ask(number, "n", "1,299")[0], 1299);
  assert.deepEqual(ask(number, "n", "１２")[0], 12);
  for (const [typed, wrong] of [["1e3", "say.whole_number"], ["1.5", "say.whole_number"], ["-1", "say.out_of_range"], ["9999", "say.out_of_range"]] as const) assert.deepEqual(ask(number, "n", typed)[1], { "/n": wrong });
  const money: Schema = { type: "object", properties: { amount: { type: "integer" }, currency: { type: "string" } } };
  assert.deepEqual(ask(money, "price", { amount: "1,299", currency: "CNY" })[0], { amount: 129900, currency: "CNY" });
  assert.deepEqual(ask(money, "price", { amount: "12.345", currency: "CNY" })[1], { "/price": "say.money_bad" });
});

test("what is needed is asked for; a new thing leaves the rest to the shop", () => {
  assert.deepEqual(ask({ type: "string", minLength: 1 }, "name", "", true)[1], { "/name": "say.required" });
  assert.deepEqual(ask({ type: "string", empty: true }, "name", "")[0], null);
  assert.deepEqual(forNew({ a: "", b: null, c: [], d: {}, e: 0, f: [] }, { required: ["f"] }), { a: "", e: 0, f: [] });
});

test("what is wrong deep below has its own place", () => {
  const schema: Schema = { type: "array", items: { type: "object", properties: { n: { type: "integer" } }, required: ["n"] } };
  assert.deepEqual(ask(schema, "rows", [{ n: "1" }, { n: "x" }, { n: "" }])[1], { "/rows/1/n": "say.whole_number", "/rows/2/n": "say.required" });
});

test("a text of 500 characters with emoji is counted as people count", () => {
  const schema: Schema = { type: "string", maxLength: 500 };
  assert.deepEqual(ask(schema, "name", "😀".repeat(500))[1], {});
  assert.deepEqual(ask(schema, "name", "😀".repeat(501))[1], { "/name": "say.too_long" });
});

test("bare amounts of rules are typed in major units of the currency beside them", () => {
  const rule = operations.find((one) => one.method === "POST" && resolved(one.body ?? {}, all).properties?.minimum && resolved(one.body, all).properties?.cap)?.body ?? { ref: "RuleRuleIn" };
  const properties = resolved(rule, all).properties!;
  assert.deepEqual(["amount", "cap", "minimum"].map((name) => kindOf(properties[name]!, name, all)), ["minor", "minor", "minor"]);
  const problems: Problems = {};
  const send = (text: string, currency: string) => toValue(properties.amount!, "amount", text, all, "/amount", problems, false, currency);
  assert.deepEqual([send("12.50", "CNY"), send("1,299", "JPY"), send("1.005", "KWD")], [1250, 1299, 1005]);
  assert.deepEqual(problems, {});
  send("12.345", "CNY");
  assert.deepEqual(problems, { "/amount": "say.money_bad" });
  assert.equal(toDraft(properties.amount!, "amount", 1250, all, false, "CNY"), "12.50");
});

test("pages ask the contract's lists with the rights that it asks for, and show fields that it gives", () => {
  for (const spec of SPECS) {
    const list = operation("GET", spec.path);
    assert.ok(list, spec.name);
    assert.equal(list.may, spec.read, spec.name);
    const asked = new Set((list.query ?? []).map((one: any) => one.name));
    const search = spec.search ? operation("GET", spec.search.path) : null;
    if (search) assert.ok(search.may === spec.read && search.row?.join() === list.row?.join(), `${spec.name}: search`);
    const there = new Set((search?.query ?? []).map((one: any) => one.name));
    for (const one of spec.search?.by ?? []) assert.ok(there.has(one), `${spec.name} cannot be searched by ${one}`);
    // What narrows the list narrows what is searched, too.
    if (search) for (const { source } of filtersOf(spec)) assert.ok(there.has(source) && (asked.has(source) || spec.search!.by.includes(source)), `${spec.name}: ${source}`);
    for (const one of there) asked.add(one);
    for (const filter of filtersOf(spec)) assert.ok(asked.has(filter.source), `${spec.name} cannot be asked for ${filter.source}`);
    for (const one of (list.query ?? []).filter((each: any) => each.required)) assert.ok(spec.needs === one.name || spec.query?.[one.name], `${spec.name} needs ${one.name}`);
    assert.equal(Boolean(spec.one), Boolean(operation("GET", `${spec.path}/{id}`)), `${spec.name}: one`);
    for (const column of spec.columns) assert.ok(list.row?.includes(column.source.split(".")[0]), `${spec.name} has no ${column.source}`);
    for (const step of spec.steps ?? []) assert.ok(operation("POST", `${spec.path}/{id}/${step.verb}`) ?? operation("POST", `${spec.path}/{id}/{step}`), `${spec.name} ${step.verb}`);
  }
});

test("parts for each language are typed as parts, keep languages that have no field, and leave out what is empty", () => {
  const block = resolved(operation("PUT", "/v1/admin/slots/{slot}").body, all).properties!.blocks!;
  const texts = resolved(resolved(block, all).items!, all).properties!.texts!;
  assert.equal(kindOf(texts, "texts", all), "object");
  const draft = toDraft(texts, "texts", { de: { title: "Hallo", body: "", alt: "" } }, all) as any;
  assert.deepEqual(Object.keys(draft), ["zh", "en", "de"]);
  draft.zh.title = "你好";
  const [value, problems] = ask(texts, "texts", draft);
  assert.deepEqual(problems, {});
  assert.deepEqual([(value as any).zh.title, (value as any).de.title, "en" in (value as any)], ["你好", "Hallo", false]);
});

test("figures by name are figures, and what is none is refused there", () => {
  const counts: Schema = { type: "object", values: { type: "integer", maximum: 9_000 } };
  assert.deepEqual(ask(counts, "counts", [["control", "5,000"], ["green", "12"]]), [{ control: 5000, green: 12 }, {}]);
  assert.deepEqual(ask(counts, "counts", [["control", "half"], ["green", "9001"]])[1], { "/counts/control": "say.whole_number", "/counts/green": "say.out_of_range" });
});

test("an amount is refused where its field would mark it, and taken where the contract takes less than nothing", () => {
  const money = (minimum?: number): Schema => ({ type: "object", properties: { amount: { type: "integer", minimum }, currency: { type: "string" } } });
  assert.deepEqual(ask(money(0), "price", { amount: "-5", currency: "CNY" }), [undefined, { "/price": "say.money_bad" }]);
  assert.deepEqual(ask(money(-100_000), "price", { amount: "-5", currency: "CNY" }), [{ amount: -500, currency: "CNY" }, {}]);
  assert.deepEqual(ask(money(0), "price", { amount: "5", currency: "JP" })[1], { "/price/currency": "say.currency_bad" });
  assert.deepEqual(ask({ type: "integer", minimum: 0, maximum: 10_000_000_000_000 }, "worth", "-5")[1], { "/worth": "say.money_bad" });
});

test("what is refused below a field is told at the nearest one that stands there", () => {
  const problems = { "/worth/amount": "too little", "/lines/0/price/amount": "too much", "/rules/1/value": "no such" };
  assert.equal(wrongAt(problems, "/worth"), "too little");
  assert.equal(wrongAt(problems, "/lines/0/price"), "too much");
  // The list itself has a field for each row, and none for what its row has no field for.
  assert.equal(wrongAt(problems, "/lines", ["/lines/0"]), undefined);
  assert.equal(wrongAt(problems, "/lines/0", ["/lines/0/sku", "/lines/0/pri"]), "too much");
  assert.equal(wrongAt(problems, "/rules", ["/rules/0"]), "no such");
  assert.equal(wrongAt(problems, "/wor"), undefined);
});

test("a rule with half a condition is not sent", () => {
  const schema: Schema = { type: "object", description: "A rule. Fields: orders (equals, at_least); spent (at_least); segment (in)." };
  const rule = (value: unknown, field = "orders") => JSON.stringify({ all: [{ not: { any: [{ field, op: "at_least", value }] } }] });
  const at = "/rule/all/0/not/any/0/value";
  assert.deepEqual(ask(schema, "rule", rule("x"))[1], { [at]: "say.whole_number" });
  assert.deepEqual(ask(schema, "rule", rule(""))[1], { [at]: "say.required" });
  assert.deepEqual(ask(schema, "rule", rule({ amount: "-5", currency: "CNY" }, "spent"))[1], { [at]: "say.money_bad" });
  assert.deepEqual(ask(schema, "rule", rule({ amount: 500, currency: "CNY" }, "spent"))[1], {});
  assert.deepEqual(ask(schema, "rule", rule([], "unheard_of"))[1], {});
});

test("what is a secret is kept nowhere, and only that", () => {
  const named = operations.flatMap((one) => Object.keys(resolved(one.body ?? {}, all).properties ?? {})).filter(isSecret);
  assert.deepEqual([...new Set(named)], ["secrets"]);
  assert.ok(isSecret("new_password"));
});
