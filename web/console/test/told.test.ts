import assert from "node:assert/strict";
import { test } from "node:test";
import { tells } from "../src/lib/told.ts";

const row = (after: Record<string, unknown>, at = "2026-11-29T09:00:01.000Z") => ({ at, after });

test("who changed something is told by the row of that change, never by the one before it", () => {
  const [before, current] = [{ name: { en: "one", zh: "一" } }, { name: { en: "two", zh: "一" } }];
  assert.ok(tells(row({ name: { en: "two" } }), before, current, ["name"]));
  assert.ok(!tells(row({ name: { en: "one" } }), before, current, ["name"]));
  assert.ok(!tells(row({ sort: 3 }), before, current, ["name"]));
  assert.ok(tells(row({ email: "***" }), { email: "a@x.example" }, { email: "b@x.example" }, ["email"]));
  assert.ok(tells(row({ tags: ["a", "… 21 in all"] }), { tags: [] }, { tags: ["a", "b"] }, ["tags"]));
  assert.ok(!tells(row({ on: true }), { on: true }, { on: null }, ["on"]));
});

test("where the record has a time, an older row is of an older change", () => {
  const [before, current] = [{ updated_at: "2026-11-29T09:00:00.000Z" }, { updated_at: "2026-11-29T09:00:02.000Z" }];
  assert.ok(tells(row({}), before, current, []));
  assert.ok(!tells(row({ title: "x" }, "2026-11-29T08:59:59.900Z"), before, current, ["title"]));
});
