// Steps at rows have names in English; permissions are told by area.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stepsOf, verbOf } from "../src/api/catalogue.ts";
import { en } from "../src/i18n/en.ts";
import { byArea } from "../src/lib/permissions.ts";
import { SPECS } from "../src/resources.ts";

test("every step is called by what it does, not by the last word of its path", () => {
  const names: Record<string, string> = en.do;
  assert.deepEqual([...new Set(SPECS.flatMap((spec) => stepsOf(spec.path).map(verbOf)).filter((verb) => !names[verb]))].sort(), [], "to `do` in src/i18n/en.ts");
});

test("what somebody may is told by what it is about", () => {
  const chinese: Record<string, string> = { "catalog.read": "商品：查看", "catalog.write": "商品：编辑" };
  assert.deepEqual([...byArea(["catalog.read", "catalog.write"], (one) => chinese[one]!)], [["商品", ["查看", "编辑"]]]);
  const english: Record<string, string> = { "stored_value.read": "Stored value read", "stored_value.write": "Stored value write", "jobs.read": "Jobs read" };
  assert.deepEqual([...byArea(Object.keys(english), (one) => english[one]!)], [["Stored value", ["read", "write"]], ["Jobs", ["read"]]]);
});
