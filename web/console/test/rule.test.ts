import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { en } from "../src/i18n/en.ts";
import { blank, fieldsOf, kindOf, parsed, turned, written } from "../src/lib/rule.ts";

const contract = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8"));
const fields = fieldsOf(contract.components.schemas.SegmentIn.properties.rule.description);

test("the form asks what the contract takes, and has a name for each", () => {
  assert.ok(fields.size > 15);
  assert.deepEqual(fields.get("orders"), ["equals", "at_least", "at_most"]);
  const kinds = new Map([...fields].map(([field, ops]) => [field, kindOf(field, ops)]));
  assert.deepEqual(["orders", "spent", "first_order_at", "has_account", "segment", "birth_month", "rfm", "country", "bought_product"].map((field) => kinds.get(field)),
    ["number", "money", "moment", "flag", "segment", "months", "rfm", "list", "list"]);
  const words: Record<string, string> = en.rule;
  assert.deepEqual([...fields.keys()].map((field) => `f_${field}`).filter((key) => !words[key]), []);
  assert.deepEqual([...new Set([...fields.values()].flat())].map((op) => `op_${op}`).filter((key) => !words[key]), []);
  assert.deepEqual(blank("orders", fields.get("orders")!), { field: "orders", op: "equals", value: "" });
});

test("every rule is shown as it means, and written as it was", () => {
  const one = { field: "orders", op: "at_least", value: 2 };
  const deep = { all: [one, { not: { any: [one, { not: one }] } }] };
  assert.deepEqual(JSON.parse(written(parsed(JSON.stringify(deep))!)), deep);
  assert.deepEqual(parsed(JSON.stringify(one)), { how: "all", parts: [one] });
  assert.deepEqual(parsed(JSON.stringify({ not: deep })), { how: "all", parts: [{ not: deep }] });
  assert.deepEqual(turned({ not: { not: one } }), { not: false, inner: one });
  assert.equal(written(parsed("")!), "");
});

test("what is no rule stays a text", () => {
  for (const text of ["{", "[]", "3", '{"all": 3}', '{"all": [], "any": []}', '{"field": "orders"}']) assert.equal(parsed(text), null, text);
});
