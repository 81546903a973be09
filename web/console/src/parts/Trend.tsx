import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { lazy, Suspense } from "react";
import { useTranslate } from "react-admin";
import { decimals } from "../lib/money.ts";
import { dayText } from "../lib/time.ts";
import { useText } from "./Value.tsx";

const Chart = lazy(() => import("./reports/Chart.tsx"));

/** Days as bars, and in a table that a screen reader reads. Currencies are never added up. */
export function Trend({ rows, locale }: { rows: any[]; locale: string }) {
  const say = useTranslate();
  const text = useText();
  if (!rows.some((row) => row.orders || row.revenue.amount)) return <Typography sx={{ py: 1 }}>{say("dash.no_sales")}</Typography>;
  const currencies = [...new Set(rows.map((row) => row.revenue.currency as string))];
  return (
    <>
    {currencies.map((currency) => {
      const mine = rows.filter((row) => row.revenue.currency === currency);
      return <Suspense key={currency} fallback={<Box sx={{ height: 240 }} />}><Chart title={`${say("dash.revenue")} ${currency}`} labels={mine.map((row) => dayText(row.period.slice(0, 10), locale))} values={mine.map((row) => row.revenue.amount / 10 ** decimals(currency))} /></Suspense>;
    })}
    <Box sx={{ overflowX: "auto" }}>
      <Table size="small">
        <TableHead><TableRow><TableCell>{say("field.day")}</TableCell><TableCell align="right">{say("dash.orders")}</TableCell><TableCell align="right">{say("dash.units")}</TableCell><TableCell align="right">{say("dash.revenue")}</TableCell></TableRow></TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.period + row.revenue.currency}>
              <TableCell>{dayText(row.period.slice(0, 10), locale)}</TableCell>
              <TableCell align="right">{text(row.orders)}</TableCell>
              <TableCell align="right">{text(row.units)}</TableCell>
              <TableCell align="right">{text(row.revenue)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
    </>
  );
}
