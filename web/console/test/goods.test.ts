import assert from "node:assert/strict";
import { test } from "node:test";
import { operations as operationsText, schemas as schemasText } from "../src/catalogue.gen.ts";
import { goodsOf, isGoods } from "../src/lib/goods.ts";
import { kindOf, resolved, type Schema, type Schemas } from "../src/lib/schema.ts";

const schemas: Schemas = JSON.parse(schemasText);

/** Every field of a form that staff fill in, as far as it is a text or some texts. */
function* fields(given: Schema, name: string, stack: string[] = []): Generator<[string, Schema]> {
  if (given.ref && stack.includes(given.ref)) return;
  const [schema, deeper] = [resolved(given, schemas), given.ref ? [...stack, given.ref] : stack];
  if (["text", "texts"].includes(kindOf(given, name, schemas))) yield [name, schema];
  for (const [key, one] of Object.entries(schema.properties ?? {})) yield* fields(one, key, deeper);
  if (schema.items) yield* fields(schema.items, name, deeper);
  for (const one of schema.any ?? []) yield* fields(one, name, deeper);
}

test("where a product or a variant is asked for, it is searched for", () => {
  const found = new Map<string, Set<string>>();
  for (const one of JSON.parse(operationsText)) for (const [name, schema] of one.body ? fields(one.body, "") : []) {
    const goods = goodsOf(name, schema);
    if (goods) found.set(goods, (found.get(goods) ?? new Set()).add(name));
    // What is called so and is none of these would be asked for by its id again.
    else assert.ok(!/(product|variant)(s|_ids?)?$/.test(name), `${one.method} ${one.path}: ${name}`);
  }
  assert.deepEqual([...found.get("variant")!].sort(), ["replacement_variant_id", "variant_id", "variant_ids"]);
  assert.deepEqual([...found.get("product")!].sort(), ["excluded_products", "hidden", "pinned", "product_ids", "products"]);
});

test("an id that is pasted is one, and words are none", () => {
  assert.ok(isGoods("product", "prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"));
  assert.ok(!isGoods("product", "var_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"));
  assert.ok(!isGoods("variant", "TEE-RED-M"));
});
