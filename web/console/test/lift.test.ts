import assert from "node:assert/strict";
import { test } from "node:test";
import { verdict } from "../src/lib/lift.ts";

test("what a campaign did is said as far as it is proven", () => {
  assert.equal(verdict(null), "none");
  assert.equal(verdict({ low: -20, high: 300 }), "unproven");
  assert.equal(verdict({ low: 0, high: 300 }), "unproven");
  assert.equal(verdict({ low: 1, high: 300 }), "more");
  assert.equal(verdict({ low: -300, high: -1 }), "less");
});
