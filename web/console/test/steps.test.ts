// Steps at rows: each of them is one of the contract, named in English, and not offered where the shop would refuse it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { operation, stepsOf, verbOf } from "../src/api/catalogue.ts";
import { en } from "../src/i18n/en.ts";
import { byArea } from "../src/lib/permissions.ts";
import { SPECS, specOf } from "../src/resources.ts";

test("what says where a step fits names a step of the contract", () => {
  const wrong = SPECS.flatMap((spec) => {
    const one = `${spec.path}/{id}`;
    const known = new Set([...stepsOf(spec.path).map(verbOf), ...(operation("DELETE", one) ? ["remove"] : []), ...(operation("PATCH", one) ?? operation("PUT", one) ? ["edit"] : [])]);
    return Object.keys(spec.fits ?? {}).filter((verb) => !known.has(verb)).map((verb) => `${spec.name}: ${verb}`);
  });
  assert.deepEqual(wrong, []);
});

test("every step is called by what it does, not by the last word of its path", () => {
  const names: Record<string, string> = en.do;
  assert.deepEqual([...new Set(SPECS.flatMap((spec) => stepsOf(spec.path).map(verbOf)).filter((verb) => !names[verb]))].sort(), [], "to `do` in src/i18n/en.ts");
});

test("no step is offered where nothing can come of it", () => {
  const fits = (page: string, row: object) => Object.entries(specOf(page).fits!).filter(([, when]) => when(row)).map(([verb]) => verb);
  assert.deepEqual(fits("roles", { built_in: true }), []);
  assert.deepEqual(fits("roles", { built_in: false }), ["edit", "remove"]);
  assert.deepEqual(fits("articles", { status: "published", live: 1, latest: 1, planned: null }), ["archive"]);
  assert.deepEqual(fits("articles", { status: "draft", live: null, latest: 1, planned: null }), ["publish"]);
  assert.deepEqual(fits("templates", { latest_version: 0 }), []);
  assert.deepEqual(fits("staff", { status: "active" }), ["reset_factor"]);
  assert.deepEqual(fits("picks", { state: "packed" }), ["scan"]);
  assert.deepEqual(fits("api_keys", { revoked_at: "2027-01-01T00:00:00Z" }), []);
});

test("what somebody may is told by what it is about", () => {
  const chinese: Record<string, string> = { "catalog.read": "商品：查看", "catalog.write": "商品：编辑" };
  assert.deepEqual([...byArea(["catalog.read", "catalog.write"], (one) => chinese[one]!)], [["商品", ["查看", "编辑"]]]);
  const english: Record<string, string> = { "stored_value.read": "Stored value read", "stored_value.write": "Stored value write", "jobs.read": "Jobs read" };
  assert.deepEqual([...byArea(Object.keys(english), (one) => english[one]!)], [["Stored value", ["read", "write"]], ["Jobs", ["read"]]]);
});
