import assert from "node:assert/strict";
import { test } from "node:test";
import { isTime, time } from "../src/lib/time.ts";

test("a moment is read, and a text that begins like one is left as somebody wrote it", () => {
  assert.equal(time("2026-11-29T22:30:00Z", "en", "Asia/Shanghai").replace(/\s/g, " "), "Nov 30, 2026, 6:30 AM");
  for (const text of ["2026-11-29T10:00 call first", "2026-99-99T99:99", "2026-13-01T00:00:00Z", "2026-11-29", ""]) {
    assert.equal(time(text, "en"), text);
    assert.equal(isTime(text), false);
  }
});
