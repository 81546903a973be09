// What the shop stands on and how long each takes, and what is deployed.
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { usePermissions, useTranslate } from "react-admin";
import { call } from "../api/client.ts";
import { Deep } from "../parts/Deep.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { Value } from "../parts/Value.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import NoRight from "./NoRight.tsx";

type Dependency = { name: string; outcome: string; took_ms: number | null };

function Standing() {
  const say = useTranslate();
  const { data, error, isFetching, refetch } = useQuery({ queryKey: ["health"], queryFn: () => call("/v1/admin/health"), refetchInterval: 60_000 });
  return (
    <Card sx={{ mt: 2 }}><CardContent>
      <Stack direction="row" sx={{ justifyContent: "space-between", alignItems: "center", mb: 1 }}>
        {data ? <Value value={data.status} kind="state" /> : <span />}
        <Button size="small" disabled={isFetching} onClick={() => void refetch()}>{say("health.look")}</Button>
      </Stack>
      {error ? <Failed error={error} /> : !data ? <Waiting /> : (
        <Table size="small">
          <TableHead><TableRow><TableCell>{say("health.part")}</TableCell><TableCell>{say("field.state")}</TableCell><TableCell align="right">{say("field.took_ms")}</TableCell></TableRow></TableHead>
          <TableBody>
            {(data.dependencies as Dependency[]).map((one) => (
              <TableRow key={one.name}>
                <TableCell>{say(`health.${one.name}`, { _: one.name })}</TableCell>
                <TableCell><Value value={one.outcome} kind="state" /></TableCell>
                <TableCell align="right"><Value value={one.took_ms} kind="number" /></TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </CardContent></Card>
  );
}

function Deployed() {
  const say = useTranslate();
  const { data, error } = useQuery({ queryKey: ["version"], queryFn: () => call("/v1/admin/version") });
  if (error) return <Failed error={error} />;
  if (!data) return <Waiting />;
  const { dependencies, version: _version, ...own } = data;
  return (
    <Card sx={{ mt: 2 }}><CardContent>
      <Typography variant="h6" component="h2" gutterBottom>{say("health.deployed")} {data.version}</Typography>
      <Deep value={own} />
      <details>
        <summary style={{ padding: 12, cursor: "pointer" }}>{say("health.packages", { count: Object.keys(dependencies).length })}</summary>
        <Table size="small"><TableBody>{Object.entries<string>(dependencies).map(([name, version]) => <TableRow key={name}><TableCell component="th" scope="row">{name}</TableCell><TableCell>{version}</TableCell></TableRow>)}</TableBody></Table>
      </details>
    </CardContent></Card>
  );
}

export default function Health() {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  if (!permissions) return null;
  if (!permissions.has("operations.read")) return <NoRight />;
  return <><PageTitle text={say("page.health")} /><Standing /><Deployed /></>;
}
