import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { useText } from "./Value.tsx";

/** Days as bars in a table: the bar shows, the figure says, and a screen reader reads it. Currencies are never added up. */
export function Trend({ rows, locale }: { rows: any[]; locale: string }) {
  const say = useTranslate();
  const text = useText();
  if (!rows.length) return <Typography sx={{ py: 1 }}>{say("say.empty")}</Typography>;
  const most: Record<string, number> = {};
  for (const row of rows) most[row.revenue.currency] = Math.max(most[row.revenue.currency] ?? 1, row.revenue.amount);
  const day = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" });
  return (
    <Box sx={{ overflowX: "auto" }}>
      <Table size="small">
        <TableHead><TableRow><TableCell>{say("field.day")}</TableCell><TableCell align="right">{say("dash.orders")}</TableCell><TableCell align="right">{say("dash.units")}</TableCell><TableCell>{say("dash.revenue")}</TableCell></TableRow></TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.period + row.revenue.currency}>
              <TableCell>{day.format(new Date(`${row.period.slice(0, 10)}T00:00:00Z`))}</TableCell>
              <TableCell align="right">{text(row.orders)}</TableCell>
              <TableCell align="right">{text(row.units)}</TableCell>
              <TableCell sx={{ width: "50%" }}>
                <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
                  <Box aria-hidden sx={{ height: 10, bgcolor: "primary.main", borderRadius: 1, width: `${(60 * row.revenue.amount) / most[row.revenue.currency]!}%` }} />
                  {text(row.revenue)}
                </Box>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
