// The rows of a report and, of one figure, a picture: bars in the order of the rows. Money of two currencies is never drawn on one scale.
import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useLocaleState, useTranslate } from "react-admin";
import { decimals } from "../../lib/money.ts";
import { dayText } from "../../lib/time.ts";
import { unitAt } from "../../lib/units.ts";
import { Deep, Plain } from "../Deep.tsx";
import { isId, useCalled } from "../Refs.tsx";
import { isChoice } from "../../api/catalogue.ts";
import { isMoney } from "../../lib/money.ts";
import { useText } from "../Value.tsx";
import Chart from "./Chart.tsx";

/** So many are asked for by their names; in longer tables ids are shortened. */
const NAMED = 25;
const DAY = /^\d{4}-\d\d-\d\d$/;
type Row = Record<string, any>;
const isFigure = (value: unknown) => typeof value === "number" || isMoney(value);
const isCell = (value: unknown) => value === null || typeof value !== "object" || isMoney(value);

/** Where the rows are: `data`, or the first list; what hangs in a row as a list is unfolded under it. */
export function rowsOf(answer: any): Row[] {
  const lists = Object.values(answer ?? {}).filter(Array.isArray) as Row[][];
  const rows: Row[] = Array.isArray(answer?.data) ? answer.data : (lists.find((list) => typeof list[0] === "object") ?? []);
  return rows.flatMap((row) => {
    const inner = Object.entries(row).find(([, value]) => Array.isArray(value) && typeof value[0] === "object");
    if (!inner) return [row];
    const { [inner[0]]: list, ...own } = row;
    return (list as Row[]).map((one) => ({ ...own, ...one }));
  });
}

export function ReportTable({ answer }: { answer: any }) {
  const say = useTranslate();
  const text = useText();
  const [locale] = useLocaleState();
  const rows = rowsOf(answer);
  const all = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => rows.some((row) => row[name] !== null && row[name] !== undefined && isCell(row[name])));
  const figures = all.filter((name) => rows.some((row) => isFigure(row[name])));
  const [chosen, setChosen] = useState<string>("");
  const figure = figures.includes(chosen) ? chosen : (figures.find((name) => /^(net|revenue|amount)$/.test(name)) ?? figures[0]);
  const told = all.filter((name) => !figures.includes(name));
  // Where a period is named, its first moment says the same, and on a telephone would push the figures out.
  const labels = told.includes("period") ? told.filter((name) => !/^(from|to|start)$|(^|_)at$/.test(name)) : told;
  // What a row is of stands before what it comes to.
  const names = [...labels, ...figures];
  const totals = Object.fromEntries(Object.entries(answer ?? {}).filter(([name, value]) => !Array.isArray(value) && !["next_cursor", "from", "to", "fields"].includes(name)));
  const currencies = new Set(rows.map((row) => (figure && isMoney(row[figure]) ? row[figure].currency : "")));
  const called = useCalled(rows.flatMap((row) => labels.map((name) => row[name])));
  if (!rows.length) return <><Deep value={totals} /><Typography sx={{ py: 1 }}>{say("say.empty")}</Typography></>;
  // A day in full has no room below a bar; the table has its year.
  const short = (value: unknown) => (typeof value === "string" && DAY.test(value) ? dayText(value, locale) : isId(value) ? called(value) : text(value));
  const label = (row: Row) => labels.map((name) => (isChoice(name, row[name]) ? text(row[name], "state") : short(row[name]))).filter(Boolean).slice(0, 2).join(" · ");
  return (
    <>
      {figure && rows.length > 1 ? (
        <Box className="no-print" sx={{ mb: 2 }}>
          <TextField select label={say("report.figure")} value={figure} onChange={(event) => setChosen(event.target.value)} sx={{ maxWidth: 260 }}>{figures.map((name) => <MenuItem key={name} value={name}>{say(`field.${name}`)}</MenuItem>)}</TextField>
          {[...currencies].map((currency) => {
            const mine = rows.filter((row) => (isMoney(row[figure]) ? row[figure].currency : "") === currency);
            return <Chart key={currency} title={`${say(`field.${figure}`)} ${currency}`} labels={mine.map(label)} kind={unitAt(undefined, figure, 0) ?? undefined} values={mine.map((row) => (isMoney(row[figure]) ? row[figure].amount / 10 ** decimals(currency) : Number(row[figure] ?? 0)))} />;
          })}
        </Box>
      ) : null}
      <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={say("page.reports")}>
        <Table size="small">
          <TableHead><TableRow>{names.map((name) => <TableCell key={name} align={figures.includes(name) ? "right" : "left"} sx={{ whiteSpace: "nowrap" }}>{say(`field.${name}`)}</TableCell>)}</TableRow></TableHead>
          <TableBody>{rows.map((row, index) => <TableRow key={index}>{names.map((name) => <TableCell key={name} align={figures.includes(name) ? "right" : "left"} sx={{ whiteSpace: figures.includes(name) ? "nowrap" : undefined, minWidth: figures.includes(name) ? undefined : 112 }}>{isCell(row[name]) ? <Plain name={name} value={row[name]} kind={isMoney(row[name]) ? "money" : undefined} list={rows.length > NAMED} /> : null}</TableCell>)}</TableRow>)}</TableBody>
        </Table>
      </Box>
      {Object.keys(totals).length ? <Box sx={{ mt: 2 }}><Deep value={totals} /></Box> : null}
    </>
  );
}
