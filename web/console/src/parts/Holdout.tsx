// What a campaign did: customers whom it held out beside those who were given it, and whether the difference says anything.
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { useLocaleState, useTranslate } from "react-admin";
import type { components } from "../contract";
import { verdict } from "../lib/lift.ts";
import { Value } from "./Value.tsx";

type Results = components["schemas"]["HoldoutOut"];

export function Holdout({ row }: { row: { state: string; holdout_results?: Results | null } }) {
  const say = useTranslate();
  const [locale] = useLocaleState();
  const told = row.holdout_results;
  if (!told || row.state === "draft") return null;
  const signed = (basisPoints: number) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(basisPoints / 10_000);
  const lift = told.orders_lift;
  const found = verdict(lift);
  const numbers = (part: Results["exposed"]) => (
    <>
      <TableCell align="right"><Value value={part.buyers} kind="number" /></TableCell>
      <TableCell align="right"><Value value={part.orders} kind="number" /></TableCell>
      <TableCell align="right"><Value value={part.value} kind="money" /></TableCell>
    </>
  );
  return (
    <Card sx={{ mt: 2 }}><CardContent>
      <Typography variant="h6" component="h2" gutterBottom>{say("holdout.title", { share: told.share })}</Typography>
      <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={say("field.holdout_results")}>
        <Table size="small" sx={{ "& td": { whiteSpace: "nowrap" }, "& td, & th": { px: 1 } }}>
          <TableHead><TableRow><TableCell>{say("field.group")}</TableCell><TableCell align="right">{say("page.customers")}</TableCell><TableCell align="right">{say("holdout.orders")}</TableCell><TableCell align="right">{say("holdout.value")}</TableCell></TableRow></TableHead>
          <TableBody>
            <TableRow><TableCell component="th" scope="row">{say("holdout.exposed")}</TableCell>{numbers(told.exposed)}</TableRow>
            <TableRow><TableCell component="th" scope="row">{say("holdout.held_out")}</TableCell>{numbers(told.held_out)}</TableRow>
          </TableBody>
        </Table>
      </Box>
      <Alert severity={found === "more" ? "success" : found === "less" ? "warning" : "info"} sx={{ mt: 2 }}>
        {lift ? say("holdout.orders_lift", { value: signed(lift.value), low: signed(lift.low), high: signed(lift.high) }) : null} {say(`holdout.${found}`)}
        {told.value_lift === null ? null : <> {say("holdout.value_lift", { value: signed(told.value_lift) })}</>}
      </Alert>
    </CardContent></Card>
  );
}
