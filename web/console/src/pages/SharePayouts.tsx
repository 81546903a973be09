// What influencers and customers are due for their share links, month by month: seen, noted as paid, and taken along as a file.
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocaleState, useNotify, usePermissions, useTranslate } from "react-admin";
import { operation } from "../api/catalogue.ts";
import { call, saveFile } from "../api/client.ts";
import type { components } from "../contract";
import { CommandButton } from "../forms/CommandButton.tsx";
import { useFollowedJob } from "../parts/JobInPlace.tsx";
import { addMonths, monthText } from "../lib/time.ts";
import { PageTitle } from "../parts/PageTitle.tsx";
import { isId, Ref } from "../parts/Refs.tsx";
import { useProblem } from "../parts/useCommand.tsx";
import { useToday } from "../parts/useToday.ts";
import { Value } from "../parts/Value.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import NoRight from "./NoRight.tsx";

const REPORT = "/v1/admin/share_report";
const PAYOUTS = "/v1/admin/share_payouts";
/** So many months are offered, and the one that is asked for. */
const OFFERED = 36;
/** The last month that is over in the shop: what is paid now. */
const over = (today: string) => addMonths(today.slice(0, 7), -1);

type Month = components["schemas"]["MonthOut"];

function Months({ month }: { month: string }) {
  const say = useTranslate();
  const queries = useQueryClient();
  const narrow = useMediaQuery("(max-width:800px)");
  const pay = operation("POST", PAYOUTS)!;
  const last = over(useToday());
  const { data, error, isPending, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ["payouts", month],
    queryFn: ({ pageParam }) => call(REPORT, { query: { month, limit: 50, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: any) => page.next_cursor as string | null,
  });
  if (error) return <Failed error={error} />;
  if (isPending) return <Waiting />;
  const rows: Month[] = data.pages.flatMap((page: any) => page.data);
  if (!rows.length) return <Typography sx={{ mt: 2 }}>{say("shares.none")}</Typography>;
  const more = hasNextPage ? <Button sx={{ mt: 1 }} onClick={() => void fetchNextPage()}>{say("form.further")}</Button> : null;
  // By their name, which leads to them; a customer's is asked for, where it may be read.
  const owner = (row: Month) => (isId(row.owner) ? <Ref id={row.owner} list={Boolean(row.name)} called={row.name ?? undefined} /> : <Value value={row.name ?? row.owner} />);
  // A month can be paid when it is over, and where something is left of it.
  const isDue = (row: Month) => row.payout === null && row.amount.amount > 0 && row.month <= last;
  const paid = (row: Month) => <span title={row.payout ?? undefined}>{say(row.payout ? "shares.paid" : row.month > last ? "shares.not_over" : "shares.due")}</span>;
  const button = (row: Month) => (isDue(row) ? <CommandButton step={pay} address={PAYOUTS} name={say("do.pay_out")} start={{ owner: row.owner, currency: row.amount.currency, through: row.month }} onDone={() => void queries.invalidateQueries({ queryKey: ["payouts"] })} /> : null);
  if (narrow)
    return (
      <>
        {rows.map((row) => (
          <Box key={row.id} sx={{ borderTop: 1, borderColor: "divider", py: 1 }}>
            <Stack direction="row" spacing={1} sx={{ justifyContent: "space-between" }}><Typography sx={{ fontWeight: 600, minWidth: 0, overflowWrap: "anywhere" }}>{owner(row)}</Typography><Typography sx={{ whiteSpace: "nowrap" }}><Value value={row.amount} kind="money" /></Typography></Stack>
            <Stack direction="row" spacing={1} sx={{ justifyContent: "space-between", alignItems: "center" }}><Typography variant="body2" color="text.secondary" component="div">{paid(row)}</Typography>{button(row)}</Stack>
          </Box>
        ))}
        {more}
      </>
    );
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={say("page.share_payouts")}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {["name", "amount", "status"].map((name) => <TableCell key={name} align={name === "amount" ? "right" : "left"}>{say(`field.${name}`)}</TableCell>)}
            <TableCell>{say("field.action")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.id} hover>
              <TableCell>{owner(row)}</TableCell>
              <TableCell align="right"><Value value={row.amount} kind="money" /></TableCell>
              <TableCell>{paid(row)}</TableCell>
              <TableCell>{button(row)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {more}
    </Box>
  );
}

export default function SharePayouts() {
  const say = useTranslate();
  const notify = useNotify();
  const { follow, followed } = useFollowedJob();
  const tell = useProblem();
  const { permissions } = usePermissions<Set<string>>();
  const [locale] = useLocaleState();
  const now = useToday();
  const [chosen, setMonth] = useState("");
  const month = chosen || over(now);
  const months = [...new Set([...Array.from({ length: OFFERED }, (_, back) => addMonths(now.slice(0, 7), -back)), month])];
  if (!permissions) return null;
  if (!permissions.has("marketing.read")) return <NoRight />;
  const made = operation("POST", REPORT)!;
  const file = () => call<Blob>(REPORT, { query: { month }, as: "blob", accept: "text/csv" }).then((blob) => saveFile(blob, `commission-${month}.csv`), (problem) => notify(tell(problem), { type: "error" }));
  return (
    <>
      <PageTitle text={say("page.share_payouts")} />
      <Card sx={{ mt: 2 }}><CardContent>
        <Stack direction="row" spacing={1} sx={{ mb: 2, flexWrap: "wrap", alignItems: "center" }} useFlexGap>
          <TextField select size="small" sx={{ width: 220 }} label={say("field.month")} value={month} onChange={(event) => setMonth(event.target.value)}>
            {months.map((one) => <MenuItem key={one} value={one}>{monthText(one, locale)}</MenuItem>)}
          </TextField>
          <Button size="small" onClick={() => void file()}>CSV</Button>
          <CommandButton step={made} address={REPORT} name={say("do.export")} start={{ first: month, last: month }} onDone={follow} />
          {followed}
        </Stack>
        <Months month={month} />
      </CardContent></Card>
    </>
  );
}
