// A value however deep: fields by name, rows of the same kind as a table, and no braces.
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { useTranslate } from "react-admin";
import type { Kind } from "../resources.ts";
import { isActor, Who } from "./Names.tsx";
import { isMoney, Value } from "./Value.tsx";

const HIDDEN = new Set(["version"]);
const WIDE = 6;
const STATES = /^(status|state|kind|payment_status|fulfilment_status|outcome|grade|stock_state|channel|form)$/;

/** One text: a plain value, money, a text in languages, a list of plain values. */
export function isPlain(value: any): boolean {
  if (typeof value !== "object" || value === null || isMoney(value)) return true;
  if (Array.isArray(value)) return value.every((one) => typeof one !== "object");
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, one]) => /^[a-z]{2}(-[A-Za-z]+)?$/.test(key) && typeof one === "string");
}

const shown = (value: any) => value !== null && value !== undefined && value !== "" && !(typeof value === "object" && !isMoney(value) && Object.keys(value).length === 0);

export function Deep({ value, kinds }: { value: any; kinds?: Map<string, Kind | undefined> }) {
  const say = useTranslate();
  if (isPlain(value)) return <Value value={value} />;
  if (isActor(value)) return <Who actor={value} />;
  if (Array.isArray(value)) return <Many rows={value} />;
  return (
    <Table size="small"><TableBody>
      {Object.entries(value).filter(([name, one]) => !HIDDEN.has(name) && shown(one)).map(([name, one]) => (
        <TableRow key={name}>
          <TableCell component="th" scope="row" sx={{ verticalAlign: "top", width: { xs: 110, sm: 200 }, color: "text.secondary", px: { xs: 1, sm: 2 } }}>{say(`field.${name}`)}</TableCell>
          <TableCell sx={{ px: { xs: 1, sm: 2 } }}>{isAddress(name, one) ? <Address at={one} /> : isPlain(one) ? <Value value={one} kind={kinds?.get(name) ?? (STATES.test(name) && typeof one === "string" ? "state" : undefined)} /> : <Deep value={one} />}</TableCell>
        </TableRow>
      ))}
    </TableBody></Table>
  );
}

/** Where a file or a page is; of nothing else, as other texts may be anybody's. */
const isAddress = (name: string, value: any): value is string => /(^|_)url$/.test(name) && typeof value === "string" && /^https?:\/\//.test(value);

function Address({ at }: { at: string }) {
  const { pathname, host } = new URL(at);
  return <Link href={at} target="_blank" rel="noopener noreferrer" sx={{ overflowWrap: "anywhere" }}>{decodeURIComponent(pathname.split("/").at(-1) || host)}</Link>;
}

function Many({ rows }: { rows: any[] }) {
  const say = useTranslate();
  const names = [...new Set(rows.flatMap((row) => Object.keys(row ?? {})))].filter((name) => !HIDDEN.has(name) && rows.some((row) => shown(row?.[name])));
  if (names.length > WIDE || rows.some((row) => names.some((name) => !isPlain(row?.[name]))))
    return <>{rows.map((row, index) => <Box key={index} sx={{ mb: 1, border: 1, borderColor: "divider", borderRadius: 1, overflowX: "auto" }}><Deep value={row} /></Box>)}</>;
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={names.map((name) => say(`field.${name}`)).join(", ")}>
      <Table size="small">
        <TableHead><TableRow>{names.map((name) => <TableCell key={name}>{say(`field.${name}`)}</TableCell>)}</TableRow></TableHead>
        <TableBody>{rows.map((row, index) => <TableRow key={index}>{names.map((name) => <TableCell key={name}><Value value={row?.[name]} kind={STATES.test(name) && typeof row?.[name] === "string" ? "state" : undefined} /></TableCell>)}</TableRow>)}</TableBody>
      </Table>
    </Box>
  );
}
