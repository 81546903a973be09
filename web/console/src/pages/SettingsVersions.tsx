import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Typography from "@mui/material/Typography";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { operation, type Operation } from "../api/catalogue.ts";
import { Dialogue } from "../parts/Dialogue.tsx";
import { isId, StaffName } from "../parts/Refs.tsx";
import { useCommand } from "../parts/useCommand.tsx";
import { Value } from "../parts/Value.tsx";
import { Failed } from "../parts/Waiting.tsx";

/** Who changed what, newest first. `restoredBy`: "POST /v1/…", the operation that goes back to one. */
export function Versions({ name, restoredBy }: { name: string; restoredBy: string | null }) {
  const say = useTranslate();
  const { data, error } = useQuery({ queryKey: ["settings", "versions", name], queryFn: () => call(`/v1/admin/settings/${encodeURIComponent(name)}`, { query: { limit: 20 } }) });
  const [method, path] = (restoredBy ?? "").split(" ");
  const restore = path ? operation(method as Operation["method"], path) : undefined;
  return (
    <Card><CardContent>
      <Typography variant="h6" component="h2" gutterBottom>{say("related.versions")}</Typography>
      {error ? <Failed error={error} /> : null}
      {data && !data.data.length ? <Typography variant="body2">{say("form.never_changed")}</Typography> : null}
      {(data?.data ?? []).map((one: any, index: number) => (
        <Box key={one.version} sx={{ py: 1, borderTop: 1, borderColor: "divider", display: "flex", justifyContent: "space-between", gap: 2 }}>
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="body2"><strong>{one.version}</strong>{one.at ? <> · <Value value={one.at} /></> : null}{one.by ? <> · {isId(one.by) ? <StaffName id={one.by} /> : one.by}</> : null}</Typography>
            <Typography variant="caption" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>{one.restored ? `${say("form.restored", { version: one.restored })} · ` : ""}{one.changed.map((at: string) => at.split("/").filter(Boolean).map((step) => (/^[a-z_]+$/.test(step) ? say(`field.${step}`) : step)).join(" › ")).join(", ")}</Typography>
          </Box>
          {index > 0 && restore ? <Back step={restore} version={one.version} /> : null}
        </Box>
      ))}
    </CardContent></Card>
  );
}

function Back({ step, version }: { step: Operation; version: number }) {
  const say = useTranslate();
  const queries = useQueryClient();
  const { permissions } = usePermissions<Set<string>>();
  const { run, busy, problem, clear } = useCommand();
  const [open, setOpen] = useState(false);
  if (!permissions?.has(step.may)) return null;
  const go = async () => {
    if (await run(step.path, { method: step.method, body: { version } })) {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: ["settings"] });
    }
  };
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => { clear(); setOpen(true); }}>{say("form.go_back", { version })}</Button>
      <Dialogue title={say("form.go_back", { version })} go={say("form.go_back", { version })} open={open} busy={busy} problem={problem} typed={false} onClose={() => setOpen(false)} onGo={go}><Typography>{say("form.go_back_hint")}</Typography></Dialogue>
    </>
  );
}
