// Who picks in a warehouse: staff with the shop's own calls, or an outside system (WMS). Its steps are offered where there is one.
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { filled, operation } from "../api/catalogue.ts";
import { Refusal } from "../api/problem.ts";
import { CommandButton } from "../forms/CommandButton.tsx";
import { Related } from "../forms/Related.tsx";
import { Deep } from "./Deep.tsx";
import { Failed, Waiting } from "./Waiting.tsx";

const WMS = "/v1/admin/warehouses/{id}/wms";
/** What the page of a warehouse leaves to this part. */
export const OF_WMS = ["wms", "rotate", "unanswered"];

/** null: there is none. */
const systemOf = (address: string) => call(address).catch((error: unknown) => {
  if (error instanceof Refusal && error.status === 404) return null;
  throw error;
});

export function WarehouseSystem({ row }: { row: { id: string } }) {
  const say = useTranslate();
  const address = filled(WMS, row.id);
  const { data, error } = useQuery({ queryKey: ["related", address], queryFn: () => systemOf(address) });
  return (
    <Card sx={{ mt: 2 }}><CardContent>
      <Typography variant="h6" component="h2" gutterBottom>{say("related.wms")}</Typography>
      {error ? <Failed error={error} /> : data === undefined ? <Waiting /> : (
        // One button sets it up and changes it: what is told once there stays while the page hears that there is one.
        <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap", alignItems: "center", justifyContent: "flex-end" }}>
          {data ? null : <Typography variant="body2" sx={{ flexGrow: 1 }}>{say("wms.none")}</Typography>}
          <CommandButton key="put" step={operation("PUT", WMS)!} address={address} row={data ?? undefined} name={say(data ? "do.edit" : "wms.set")} />
          {data ? <CommandButton step={operation("POST", `${WMS}/rotate`)!} address={`${address}/rotate`} row={data} /> : null}
          {data ? <CommandButton step={operation("DELETE", WMS)!} address={address} row={data} /> : null}
        </Stack>
      )}
      {data ? <Box sx={{ overflowX: "auto", mt: 1 }}><Deep value={data} /></Box> : null}
      {data ? <Related list={operation("GET", `${WMS}/unanswered`)!} id={row.id} /> : null}
    </CardContent></Card>
  );
}
