// What is to be picked, as it lies on the shelf: the goods by picture and name, from which bin, and how many are scanned.
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { call } from "../../api/client.ts";
import { Bought } from "./Bought.tsx";

/** Who reads picks reads their orders. A pick is told without it, too. */
export function PickLines({ row }: { row: any }) {
  const say = useTranslate();
  const { data: order } = useQuery({ queryKey: ["orders", "of pick", row.order_id], queryFn: () => call(`/v1/admin/orders/${row.order_id}`) });
  return (
    <Card><CardContent>
      <Typography variant="h6" component="h2">{say("order.lines")}</Typography>
      {row.lines.map((line: any) => {
        const bins = Object.entries<number>(line.bins ?? {}).map(([bin, count]) => `${bin || say("goods.no_bin")} × ${count}`).join(", ");
        const rest = (["missing", "put_back"] as const).filter((name) => line[name] > 0).map((name) => `${say(`field.${name}`)} ${line[name]}`);
        return (
          <Bought key={line.line_id} line={{ ...order?.lines.find((one: any) => one.id === line.line_id), sku: line.sku }}>
            <Typography sx={{ fontWeight: 600 }}>{say("picks.scanned", { scanned: line.scanned, quantity: line.quantity })}</Typography>
            <Typography variant="body2">{[bins, ...rest].filter(Boolean).join(" · ")}</Typography>
          </Bought>
        );
      })}
    </CardContent></Card>
  );
}
