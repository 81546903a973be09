// Which papers of an order are of any use. Pure.
import type { components } from "../contract";

type Order = Pick<components["schemas"]["AdminOrderOut"], "status" | "payment_status"> & { on_hold?: boolean };
export type Paper = "delivery_note" | "pick_list" | "invoice";

/** Of what is not paid nothing is picked, nothing goes out, and nothing is billed; what was cancelled after it was paid keeps its bill. What
 * is paid on delivery is in the works unpaid. */
export function papersOf({ status, payment_status: paid, on_hold }: Order): Paper[] {
  const sold = status !== "pending_payment" && status !== "cancelled";
  return [...(sold ? ["delivery_note" as const] : []), ...(!on_hold && (status === "paid" || status === "fulfilling") ? ["pick_list" as const] : []), ...(sold || paid !== "unpaid" ? ["invoice" as const] : [])];
}
