// Papers of what is chosen, in one file to print: pick lists and delivery notes of orders, labels of parcels. All of them, or none.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useListContext, useTranslate } from "react-admin";
import { call, saveFile } from "../../api/client.ts";
import { Refusal } from "../../api/problem.ts";
import { useProblem } from "../useCommand.tsx";

type Print = { name: string; path: string; field: string };
const ORDERS: Print[] = ["pick_list", "delivery_note"].map((name) => ({ name, path: `/v1/admin/orders/${name}s`, field: "order_ids" }));
const PARCELS: Print[] = [{ name: "label", path: "/v1/admin/shipments/labels", field: "shipment_ids" }];

/** Which of them cannot be printed, by the name that its list shows. */
function refusedOnes(error: unknown, rows: any[], nameOf: (row: any) => string): string[] {
  if (!(error instanceof Refusal)) return [];
  return (error.problem.errors ?? []).map((one) => {
    const row = rows[Number(one.pointer.split("/").at(-1))];
    return row ? `${nameOf(row)}: ${one.detail}` : one.detail;
  });
}

function Papers({ prints, nameOf }: { prints: Print[]; nameOf: (row: any) => string }) {
  const say = useTranslate();
  const tell = useProblem();
  const { data, selectedIds } = useListContext();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  const rows = (data ?? []).filter((row: any) => selectedIds.includes(row.id));
  if (!rows.length) return null;
  const go = async ({ name, path, field }: Print) => {
    setBusy(true);
    setProblems([]);
    try {
      saveFile(await call<Blob>(path, { method: "POST", body: { [field]: rows.map((row: any) => row.id) }, as: "blob" }), `${name}-${rows.length}.pdf`);
    } catch (error) {
      const refused = refusedOnes(error, rows, nameOf);
      setProblems(refused.length ? [say("papers.none"), ...refused] : [tell(error)]);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Paper variant="outlined" sx={{ p: 1, m: 1 }}>
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap", alignItems: "center" }}>
        <Typography variant="body2">{say("bulk.chosen", { count: rows.length })}</Typography>
        {prints.map((print) => <Button key={print.name} size="small" variant="outlined" disabled={busy} data-once onClick={() => void go(print)}>{say(`papers.${print.name}`)}</Button>)}
      </Stack>
      {problems.length ? <Alert severity="error" role="alert" sx={{ mt: 1, whiteSpace: "pre-line" }}>{problems.join("\n")}</Alert> : null}
    </Paper>
  );
}

export const OrderPapers = () => <Papers prints={ORDERS} nameOf={(row) => row.number} />;
export const Labels = () => <Papers prints={PARCELS} nameOf={(row) => row.waybill ?? row.carrier} />;
