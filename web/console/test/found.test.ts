// What lists tell in words or codes that no enumeration of the contract names: held against where the API writes them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { adviceZh } from "../src/i18n/advice.ts";
import { codes } from "../src/i18n/codes.ts";
import { zh } from "../src/i18n/zh.ts";
import { toldStates } from "../src/i18n/zhFields.ts";
import { states as states_ } from "../src/i18n/zhMore.ts";
import { stateNames } from "../src/i18n/zhNames.ts";

const source = (path: string) => readFileSync(new URL(`../../../functions/${path}`, import.meta.url), "utf8");

test("what puts an exception right is said in Chinese, and nothing else is kept", () => {
  const said = [...source("orders/model/cases/case.py").matchAll(/Advice\(\s*"[^"]+",\s*"([^"]+)",?\s*\)/g)].map((found) => found[1]!);
  assert.ok(said.length >= 18);
  assert.deepEqual([...new Set(said)].sort(), Object.keys(adviceZh).sort());
  for (const text of said) assert.doesNotMatch(text, /`/);
});

test("what a product lacks and why a text waits has a name in Chinese", () => {
  const states: Record<string, string> = { ...zh.state, ...(zh.state_of as Record<string, Record<string, string>>).moderation };
  const law = source("catalog/model/safety.py");
  const parts = [...law.match(/_ASKED = \{([^\n]*)\}/)![1]!.matchAll(/"(\w+)":/g)].map((found) => found[1]!);
  const gaps = [...[...law.matchAll(/"(\w+_missing)"/g)].map((found) => found[1]!), ...["manufacturer", "responsible_person"].flatMap((who) => parts.map((part) => `${who}_${part}_missing`))];
  const flags = [...source("catalog/checking/machine.py").matchAll(/"(\w+)": _[A-Z]/g)].map((found) => found[1]!);
  assert.ok(gaps.length >= 9 && flags.length >= 3);
  assert.deepEqual([...gaps, ...flags, "unchecked", "word", "duplicate", "burst"].filter((code) => !states[code]), []);
});

test("why a message about money was put aside, and what it told, has a name in Chinese", () => {
  const states: Record<string, string> = { ...toldStates, ...stateNames, ...states_, ...zh.state, ...codes.zh.state };
  const reasons = [...source("payments/model/matching.py").matchAll(/"(\w+_\w+)"/g)].map((found) => found[1]!);
  const told = [...source("payments/model/provider_event.py").matchAll(/^ {4}[A-Z_]+ = "([\w.]+)"/gm)].map((found) => found[1]!);
  assert.ok(reasons.length >= 9 && told.length >= 8);
  assert.deepEqual([...new Set([...reasons, ...told, "unknown_reference", "unresolved"])].filter((code) => !states[code.replaceAll(".", "_")]), [], "to web/console/src/i18n/codes.ts");
});
