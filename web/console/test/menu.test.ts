import assert from "node:assert/strict";
import { test } from "node:test";
import { operations as operationsText } from "../src/catalogue.gen.ts";
import { ACT, menuOf } from "../src/lib/menu.ts";
import { PLACES, SPECS } from "../src/resources.ts";

const operations: any[] = JSON.parse(operationsText);
/** Rows lead elsewhere, or are worked on in another place of the API. */
const ELSEWHERE = new Set(["held", "shipments", "safety_gaps", "stock_shortages", "webhook_dead_letters", "settings"]);

test("what may be done on a page is what the contract has for it", () => {
  assert.deepEqual(Object.keys(ACT).sort(), [...SPECS, ...PLACES].map(({ name }) => name).sort());
  const paths = SPECS.map(({ path }) => path);
  const under = (path: string, of: string) => path === of || path.startsWith(`${of}/`);
  for (const { name, path } of SPECS) {
    const own = operations.filter((one) => one.method !== "GET" && !one.may.endsWith(".read") && under(one.path, path) && !paths.some((other) => other.length > path.length && under(one.path, other)));
    const rights = [...new Set(own.map(({ may }) => may))].sort();
    if (ELSEWHERE.has(name)) assert.deepEqual(rights, [], name);
    else assert.deepEqual([...ACT[name]!].sort(), rights, name);
  }
});

test("who does nothing but read finds it under one heading, last", () => {
  const reads = [...new Set([...SPECS, ...PLACES].map(({ read }) => read))];
  const onlyReads = menuOf(new Set(reads.filter((one) => one.endsWith(".read"))));
  assert.deepEqual(onlyReads.map(({ name }) => name), ["look_up"]);
  const finance = menuOf(new Set(["orders.read", "orders.refund", "payments.read", "payments.write", "stored_value.read", "stored_value.write", "reports.read", "reports.write"]));
  assert.equal(finance[0]!.name, "money");
  assert.equal(finance.at(-1)!.name, "look_up");
  assert.ok(finance.at(-1)!.pages.some(({ name }) => name === "complaints"));
  // A list that nobody writes to stands where the work is.
  assert.ok(finance[0]!.pages.some(({ name }) => name === "ledger"));
});

test("who may do everything has the groups as they always were, and nothing apart", () => {
  const all = new Set([...Object.values(ACT).flat(), ...[...SPECS, ...PLACES].map(({ read }) => read)]);
  assert.deepEqual(menuOf(all).map(({ name }) => name), ["sales", "goods", "people", "offers", "money", "messages", "operations", "settings"]);
  assert.equal(menuOf(all).flatMap(({ pages }) => pages).length, SPECS.length + PLACES.length);
  assert.deepEqual(menuOf(new Set()), []);
});
