// Which pieces of an order can still be given to a carrier by hand. Pure.
import type { components } from "../contract";

type Order = components["schemas"]["AdminOrderOut"];
type Sold = { lines: Pick<Order["lines"][number], "id" | "waiting_quantity">[]; shipments: Pick<Order["shipments"][number], "waybill" | "status" | "lines">[] };

/** By line: those that wait in no parcel, and those of parcels that are planned and of which no carrier knows yet. Pieces that are not paid
 * (`reserved_quantity`) are none of them. */
export function toShip({ lines, shipments }: Sold): Map<string, number> {
  const planned = shipments.filter((one) => !one.waybill && one.status !== "CANCELLED").flatMap((one) => one.lines);
  return new Map(lines.map(({ id, waiting_quantity }) => [id, waiting_quantity + planned.filter((one) => one.line_id === id).reduce((sum, one) => sum + one.quantity, 0)]));
}
