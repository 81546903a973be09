import assert from "node:assert/strict";
import { test } from "node:test";
import { asNamed, isNamed, namedBy } from "../src/lib/named.ts";
import { SPECS } from "../src/resources.ts";

const ID = "01M8M6E87TVZHRJE0TSJR2BE1N";
const GIVEN: Record<string, string> = { slots: "home-top", list_prices: `var_${ID}`, moderation_bans: `cus_${ID}` };

test("what is put under a name can be: a word, the variant that it is of, the customer", () => {
  const named = SPECS.filter((spec) => spec.named);
  assert.deepEqual(named.map(({ name }) => name).sort(), Object.keys(GIVEN).sort());
  for (const spec of named) {
    const of = namedBy(spec);
    assert.equal(asNamed(of, ` ${GIVEN[spec.name]} `), GIVEN[spec.name]);
    assert.deepEqual(named.filter((other) => isNamed(of, GIVEN[other.name]!)).map(({ name }) => name), [spec.name]);
  }
});

test("a word that somebody chooses is typed as they like", () => assert.equal(asNamed("word", " Home-Top"), "home-top"));
