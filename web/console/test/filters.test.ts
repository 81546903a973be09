// Whatever a list of the contract can be asked for, its page offers, or says why not; and what it begins with is seen there and can be changed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { creating, operation, schemas } from "../src/api/catalogue.ts";
import { EMPTY } from "../src/i18n/empty.ts";
import { ALL, beginsOf, choicesIn, contractBegins, filtersOf, isPlain, LEFT_OUT, without } from "../src/lib/filters.ts";
import { resolved } from "../src/lib/schema.ts";
import { SPECS, specOf, type Spec } from "../src/resources.ts";

const asked = (spec: Spec) => [spec.path, ...(spec.search ? [spec.search.path] : [])].flatMap((path) => operation("GET", path)!.query ?? []);
const offered = (name: string) => filtersOf(specOf(name));
const one = (name: string, source: string) => offered(name).find((filter) => filter.source === source)!;

test("every question of a list is offered, or left out for a reason", () => {
  let count = 0;
  for (const spec of SPECS) {
    const sources = new Set(filtersOf(spec).map(({ source }) => source));
    const names = new Set(asked(spec).map(({ name }) => name).filter((name) => name !== "fields"));
    for (const name of names) {
      assert.ok(sources.has(name) !== Boolean(LEFT_OUT[spec.name]?.[name]), `${spec.name}: ${name}`);
      count += 1;
    }
    assert.deepEqual([...sources, ...Object.keys(LEFT_OUT[spec.name] ?? {})].filter((name) => !names.has(name)), [], spec.name);
  }
  assert.ok(count > 60);
  assert.deepEqual(Object.keys(LEFT_OUT).filter((name) => !SPECS.some((spec) => spec.name === name)), []);
});

test("words of the contract, yes and no, and days are chosen and not typed", () => {
  for (const spec of SPECS)
    for (const { name, schema } of asked(spec)) {
      const filter = filtersOf(spec).find(({ source }) => source === name);
      if (!filter) continue;
      const words = choicesIn(schema);
      for (const word of words) assert.ok(filter.choices?.includes(word), `${spec.name}: ${name} ${word}`);
      if (resolved(schema, schemas).type === "boolean") assert.ok(filter.yes, `${spec.name}: ${name}`);
      if (resolved(schema, schemas).type === "integer") assert.ok(filter.number, `${spec.name}: ${name}`);
      if (/^\d{4}-\d\d-\d\d/.test(String(schema.example ?? ""))) assert.ok(filter.day, `${spec.name}: ${name}`);
      if (filter.of) assert.equal(operation("GET", filter.of.path)?.may, filter.of.may, `${spec.name}: ${name}`);
    }
  assert.deepEqual(["returns", "messages", "articles", "staff", "field_definitions", "customers"].map((name) => offered(name).some(({ choices }) => choices && choices.length > 1)), Array(6).fill(true));
  assert.ok(one("customers", "consent").choices?.includes("marketing_email") && one("customers", "with_orders").yes && one("exceptions", "older_than_hours").number);
  assert.equal(one("picks", "warehouse").of?.path, "/v1/admin/warehouse_names");
});

test("a list that begins with a part shows which, and offers the others", () => {
  const begun = SPECS.filter((spec) => asked(spec).some(({ schema }) => typeof schema.default === "string" && schema.default));
  assert.ok(begun.length >= 10, begun.map((spec) => spec.name).join());
  for (const spec of begun)
    for (const { name, schema } of asked(spec).filter((each) => typeof each.schema.default === "string" && each.schema.default)) {
      const filter = filtersOf(spec).find(({ source }) => source === name)!;
      assert.equal(beginsOf(spec)[name], schema.default, `${spec.name}: ${name}`);
      assert.ok(isPlain(filter), `${spec.name}: ${name} is shown`);
      // All of it can be asked for, or another one by its name.
      assert.ok(filter.choices ? filter.choices.includes(String(schema.default)) && filter.choices[0] === ALL : filter.of, `${spec.name}: ${name}`);
    }
  assert.deepEqual(contractBegins(specOf("picks")), { warehouse: "main", state: "requested" });
  assert.deepEqual(beginsOf(specOf("fapiao")), { status: "login_expired" });
  assert.deepEqual(beginsOf(specOf("orders")), {});
});

test("what narrows an empty list is named and taken away, but for what it is always asked for", () => {
  const values = (name: string, now: Record<string, unknown>) => without(specOf(name), now);
  assert.deepEqual(values("returns", { status: "requested" }), { values: { status: ALL }, narrowed: [{ source: "status", value: "requested", choices: one("returns", "status").choices }], begun: true });
  assert.equal(values("returns", { status: "closed" }).begun, false);
  assert.deepEqual(values("returns", { status: ALL }).narrowed, []);
  const picks = values("picks", { warehouse: "w1", state: "short" });
  assert.deepEqual([picks.values, picks.narrowed.map(({ source }) => source), picks.begun], [{ warehouse: "w1", state: ALL }, ["state"], false]);
  assert.deepEqual(values("shipments", { status: "DELIVERED" }), { values: { status: "DELIVERED" }, narrowed: [], begun: true });
  assert.deepEqual(values("orders", { q: "ada", status: "" }).narrowed.map(({ source }) => source), ["q"]);
  assert.deepEqual(values("orders", { q: "ada" }).values, {});
  assert.deepEqual(values("orders", {}), { values: {}, narrowed: [], begun: true });
  assert.ok(values("ledger", beginsOf(specOf("ledger"))).begun);
});

test("kinds of jobs are those that there are", () => {
  const kinds = readFileSync(new URL("../../../functions/platform/jobs/kinds.py", import.meta.url), "utf8");
  const known = [...kinds.slice(0, kinds.indexOf("}")).matchAll(/"([a-z_]+\.[a-z_]+)": "/g)].map((found) => found[1]!);
  assert.ok(known.length > 10);
  assert.deepEqual([...one("jobs", "kind").choices!].sort(), known.sort());
});

test("who may only read is told where rows come from, and not to make one", () => {
  for (const [name, { en, zh, todo }] of Object.entries(EMPTY)) {
    assert.doesNotMatch(en, /\b(Make|Set up|Start|Invite|Upload|Issue|Choose|Import) |\bmake one\b|: New\b/, name);
    assert.doesNotMatch(zh, /(?<!申)请|新建/, name);
    if (todo) assert.ok(todo.en.endsWith(".") && todo.zh.endsWith("。") && creating(specOf(name)), name);
  }
  const unsaid = SPECS.filter((spec) => creating(spec)?.body && !spec.named && !EMPTY[spec.name]?.todo);
  assert.deepEqual(unsaid.map((spec) => spec.name), []);
});
