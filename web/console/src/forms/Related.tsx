// What hangs on a row (deliveries of a webhook, rows of a job, versions of a template): read when it is opened, a page at a time.
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { addressOf, deeperOf, filled, nameOfStep, operation, puttingOf, type Operation } from "../api/catalogue.ts";
import { fits } from "../lib/fits.ts";
import { Deep } from "../parts/Deep.tsx";
import { Offered } from "../parts/Offered.tsx";
import { waitsBelow } from "../parts/useDraft.ts";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import { CommandButton } from "./CommandButton.tsx";

/** `of`: the row that it hangs on, and of which page that is. */
export function Related({ list, id, of }: { list: Operation; id: string; of?: { resource: string; row: any } }) {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const [open, setOpen] = useState(() => waitsBelow(filled(list.path, id)));
  if (!permissions?.has(list.may)) return null;
  const name = list.path.split("/").at(-1)!;
  const create = operation("POST", list.path);
  const put = puttingOf(list);
  const making = (!of || fits(of.resource, name, of.row)) && say("form.add", { what: say(`related.${name}`) });
  return (
    <Box sx={{ border: 1, borderColor: "divider", borderRadius: 1, mt: 2, bgcolor: "background.paper" }}>
      <Stack direction="row" sx={{ p: 1, alignItems: "center", justifyContent: "space-between" }}>
        <Button aria-expanded={open} onClick={() => setOpen(!open)} sx={{ fontWeight: 600 }}>{open ? "▾" : "▸"} {say(`related.${name}`)}</Button>
        {making && create && !create.file ? <CommandButton step={create} address={filled(create.path, id)} name={making} /> : null}
        {making && put ? <CommandButton step={put.step} address={(typed) => filled(put.step.path, id, String(typed[put.id]))} name={making} /> : null}
      </Stack>
      {open ? <Rows list={list} id={id} of={of} /> : null}
    </Box>
  );
}

/** What is told of a row besides: how it would look, what came of it. Read when it is opened. */
export function Reading({ step, id }: { step: Operation; id: string }) {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  const [open, setOpen] = useState(false);
  const address = filled(step.path, id);
  const { data, error } = useQuery({ queryKey: ["related", address], queryFn: () => call(address), enabled: open });
  if (!permissions?.has(step.may)) return null;
  return (
    <Box sx={{ border: 1, borderColor: "divider", borderRadius: 1, mt: 2, bgcolor: "background.paper" }}>
      <Button aria-expanded={open} onClick={() => setOpen(!open)} sx={{ m: 1, fontWeight: 600 }}>{open ? "▾" : "▸"} {say(`related.${step.path.split("/").at(-1)!}`)}</Button>
      {!open ? null : error ? <Failed error={error} /> : data === undefined ? <Waiting /> : <Box sx={{ px: 2, pb: 2, overflowX: "auto" }} tabIndex={0} role="region" aria-label={say(`related.${step.path.split("/").at(-1)!}`)}><Deep value={data} /></Box>}
    </Box>
  );
}

function Rows({ list, id, of }: { list: Operation; id: string; of?: { resource: string; row: any } }) {
  const say = useTranslate();
  const address = filled(list.path, id);
  const { data, error, isPending, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: ["related", address],
    queryFn: ({ pageParam }) => call(address, { query: { limit: 20, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: any) => page.next_cursor as string | null,
  });
  if (isPending) return <Waiting />;
  if (!data) return <Failed error={error} />;
  const rows = data.pages.flatMap((page: any) => page.data);
  const place = `${of?.resource}/${list.path.split("/").at(-1)!}`;
  return (
    <Box sx={{ px: 2, pb: 2 }}>
      {error ? <Failed error={error} /> : null}
      {rows.length ? rows.map((row: any, index: number) => {
        const own = String(row.id ?? row.code ?? row.number ?? row.version ?? "");
        const deeper = own ? deeperOf(list) : [];
        return (
          <Box key={own || index} sx={{ borderTop: 1, borderColor: "divider", py: 1, overflowX: "auto" }}>
            <Deep value={row} />
            {deeper.length ? <Stack direction="row" spacing={1} sx={{ mt: 1, flexWrap: "wrap", rowGap: 1 }}>{deeper.map((step) => <Offered key={step.method + step.path} when={fits(place, nameOfStep(step), row, of?.row)}><CommandButton step={step} address={addressOf(step, id, row)} row={row} name={step.path.endsWith("}") && step.method !== "DELETE" ? say("do.edit") : undefined} /></Offered>)}</Stack> : null}
          </Box>
        );
      }) : <Typography variant="body2">{say("say.empty")}</Typography>}
      {hasNextPage ? <Button size="small" onClick={() => fetchNextPage()}>{say("form.further")}</Button> : null}
    </Box>
  );
}
