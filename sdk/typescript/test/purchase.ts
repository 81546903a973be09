/** A guest buys: `node purchase.ts <address of the shop> <variant>`. Says the order and its payment. */
import { shop, type components } from "../src/index.ts";

const [, , baseUrl = "", variantId = ""] = process.argv;
const client = shop(baseUrl);

function told<T>(answer: { data?: T; error?: components["schemas"]["Problem"] }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const address = {
  name: "李雷", phone: "+8613800000000", email: "buyer@example.com", country: "CN" as const, province: "浙江省", city: "杭州市",
  district: "西湖区", street: "文三路 1 号", postal_code: "310000",
};
const cart = told(
  await client.POST("/v1/carts", { body: { lines: [{ variant_id: variantId, quantity: 2 }], address, delivery_option_id: "standard" } }),
);
const order = told(
  await client.POST("/v1/orders", {
    body: { cart_id: cart.id, preview_hash: cart.preview_hash },
    params: { header: { "X-Cart-Token": cart.token ?? "", "Idempotency-Key": crypto.randomUUID() } },
  }),
);
const payment = told(
  await client.POST("/v1/orders/{id}/payments", {
    params: { path: { id: order.id }, header: { "X-Order-Token": order.token ?? "", "Idempotency-Key": crypto.randomUUID() } },
    body: { provider: "sandbox", method: "wallet", return_url: "https://shop.example.com/done" },
  }),
);
const missing = await client.GET("/v1/orders/{id}", { params: { path: { id: order.id } } });
console.log(
  JSON.stringify({
    order: order.id, total: order.totals.total.amount, previewed: cart.totals.total.amount, payment: payment.status,
    reference: payment.reference, stranger: missing.error?.code,
  }),
);
