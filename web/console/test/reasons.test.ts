import assert from "node:assert/strict";
import { test } from "node:test";
import { whyOf } from "../src/lib/reasons.ts";

const CASE = "ret_01JD5Z6N7W8X9Y0Z1A2B3C4D5E";

test("why money went back is a code, a case, a case whose pieces were exchanged before, or somebody's words", () => {
  assert.deepEqual(whyOf("order_cancelled"), { code: "order_cancelled", exchanged: false });
  assert.deepEqual(whyOf("return"), { code: "return", exchanged: false });
  assert.deepEqual(whyOf(`withdrawal ${CASE}`), { code: "withdrawal", id: CASE, exchanged: false });
  assert.deepEqual(whyOf(`return ${CASE} exchanged`), { code: "return", id: CASE, exchanged: true });
  assert.deepEqual(["broken", `return ${CASE} of a mug`, `Return ${CASE}`, "returned", ""].map(whyOf), [null, null, null, null, null]);
});
