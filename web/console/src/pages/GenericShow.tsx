// Any row in full: each field by its kind, what lies deeper as text. For pages that have no form of their own yet.
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableRow from "@mui/material/TableRow";
import { ListButton, ShowBase, TopToolbar, useResourceContext, useShowContext, useTranslate } from "react-admin";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { StepButton } from "../parts/StepButton.tsx";
import { isMoney, useText, Value } from "../parts/Value.tsx";
import { specOf } from "../resources.ts";

const HIDDEN = new Set(["version"]);

function Fields() {
  const { record, error } = useShowContext();
  const resource = useResourceContext()!;
  const spec = specOf(resource);
  const say = useTranslate();
  const text = useText();
  if (error) return <Failed error={error} />;
  if (!record) return <Waiting />;
  const kinds = new Map(spec.columns.map((column) => [column.source, column.kind]));
  const first = spec.columns.find((column) => column.kind !== "time")!;
  return (
    <>
      <PageTitle text={`${say(`page.${resource}`)} · ${text(record[first.source], first.kind) || record.id}`} />
      <TopToolbar>
        <Stack direction="row" spacing={1}>{spec.steps?.map((step) => <StepButton key={step.verb} resource={resource} row={record} step={step} />)}</Stack>
        <ListButton />
      </TopToolbar>
      <Card><CardContent sx={{ overflowX: "auto" }}>
        <Table size="small"><TableBody>
          {Object.entries(record).filter(([name, value]) => !HIDDEN.has(name) && value !== null && value !== "" && !(Array.isArray(value) && !value.length)).map(([name, value]) => (
            <TableRow key={name}>
              <TableCell component="th" scope="row" sx={{ verticalAlign: "top", width: { xs: 120, sm: 200 } }}>{say(`field.${name}`)}</TableCell>
              <TableCell>{plain(value) ? <Value value={value} kind={kinds.get(name)} /> : <pre style={{ margin: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere", fontSize: 12 }}>{JSON.stringify(value, null, 1)}</pre>}</TableCell>
            </TableRow>
          ))}
        </TableBody></Table>
      </CardContent></Card>
    </>
  );
}

function plain(value: any): boolean {
  if (typeof value !== "object" || isMoney(value)) return true;
  if (Array.isArray(value)) return value.every((one) => typeof one !== "object");
  return Object.keys(value).every((key) => /^[a-z]{2}(-[A-Za-z]+)?$/.test(key)) && Object.values(value).every((one) => typeof one === "string");
}

export default function GenericShow() {
  return <ShowBase><Fields /></ShowBase>;
}
