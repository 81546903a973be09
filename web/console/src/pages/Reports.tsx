// Any report of the contract: its questions as a form, its rows as a table and a picture, and as a file. The address holds the questions.
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useLocaleState, useNotify, usePermissions, useTranslate } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { call, saveFile } from "../api/client.ts";
import { operation, operations, type Operation } from "../api/catalogue.ts";
import { useHelp } from "../i18n/help.ts";
import { SchemaFields, useSchemaForm } from "../forms/SchemaForm.tsx";
import { addDays, today } from "../lib/time.ts";
import { PageTitle } from "../parts/PageTitle.tsx";
import { useProblem } from "../parts/useCommand.tsx";
import { useToday } from "../parts/useToday.ts";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import { ReportTable } from "../parts/reports/ReportTable.tsx";
import NoRight from "./NoRight.tsx";

const ROOT = "/v1/admin/reports/";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const REPORTS = operations.filter((one) => one.method === "GET" && one.path.startsWith(ROOT) && !one.path.includes("{") && one.gives.includes("application/json"));
const nameOf = (one: Operation) => one.path.slice(ROOT.length);
const DAYS = 30;

type Asked = Record<string, string>;

function Questions({ report, asked, onAsk }: { report: Operation; asked: Asked; onAsk: (asked: Asked) => void }) {
  const say = useTranslate();
  const query = (report.query ?? []).filter((one) => one.name !== "fields");
  const schema = { type: "object", properties: Object.fromEntries(query.map((one) => [one.name, one.schema])), required: query.filter((one) => one.required).map((one) => one.name) };
  const form = useSchemaForm(schema, Object.fromEntries(query.map((one) => [one.name, one.schema.type === "array" ? asked[one.name]?.split(",") : asked[one.name]])));
  const ask = () => {
    const typed = form.read();
    if (typed) onAsk(Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && !value.length)).map(([name, value]) => [name, String(value)])));
  };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); ask(); }}>
      <SchemaFields form={form} beside />
      <Button type="submit" variant="contained" sx={{ mt: 2 }}>{say("report.show")}</Button>
    </form>
  );
}

function Answer({ report, asked }: { report: Operation; asked: Asked }) {
  const say = useTranslate();
  const notify = useNotify();
  const tell = useProblem();
  const { data, error, isPending } = useQuery({ queryKey: ["report", report.path, asked], queryFn: () => call(report.path, { query: asked }) });
  const [locale] = useLocaleState();
  const { permissions } = usePermissions<Set<string>>();
  const pack = operation("GET", `${ROOT}pack.pdf`);
  const file = (type: string, ending: string, path = report.path, query = asked) => call<Blob>(path, { query, as: "blob", accept: type }).then((blob) => saveFile(blob, `${path.slice(ROOT.length).replace(/\.pdf$/, "").replaceAll("/", "-")}-${asked.from ?? today()}.${ending}`), (problem) => notify(tell(problem), { type: "error" }));
  return (
    <Card><CardContent>
      <Stack direction="row" spacing={1} useFlexGap sx={{ mb: 1, justifyContent: "flex-end", flexWrap: "wrap" }}>
        {report.gives.includes("text/csv") ? <Button size="small" onClick={() => void file("text/csv", "csv")}>CSV</Button> : null}
        {report.gives.includes(XLSX) ? <Button size="small" onClick={() => void file(XLSX, "xlsx")}>XLSX</Button> : null}
        {pack && asked.from && asked.to && permissions?.has(pack.may) ? <Button size="small" onClick={() => void file("application/pdf", "pdf", pack.path, { from: asked.from!, to: asked.to!, language: locale })}>{say("report.on_paper")}</Button> : null}
        <Button size="small" onClick={() => window.print()}>{say("say.print")}</Button>
      </Stack>
      {error ? <Failed error={error} /> : isPending ? <Waiting /> : <ReportTable answer={data} />}
    </CardContent></Card>
  );
}

export default function Reports() {
  const say = useTranslate();
  const help = useHelp();
  const { permissions } = usePermissions<Set<string>>();
  const [search, setSearch] = useSearchParams();
  const now = useToday();
  const mine = REPORTS.filter((one) => permissions?.has(one.may));
  if (!permissions) return null;
  if (!mine.length) return <NoRight />;
  const report = mine.find((one) => nameOf(one) === search.get("report")) ?? mine.find((one) => nameOf(one) === "sales") ?? mine[0]!;
  const names = new Set((report.query ?? []).map((one) => one.name));
  const asked: Asked = Object.fromEntries([...search].filter(([name]) => names.has(name)));
  if (names.has("from") && !asked.from) Object.assign(asked, { from: addDays(now, -DAYS), to: now });
  const go = (name: string, questions: Asked) => setSearch({ report: name, ...questions });
  return (
    <>
      <PageTitle text={say("page.reports")} />
      <Card sx={{ my: 2 }}><CardContent>
        <TextField select label={say("page.reports")} value={nameOf(report)} onChange={(event) => go(event.target.value, asked.from ? { from: asked.from, to: asked.to ?? now } : {})} sx={{ mb: 2 }}>
          {mine.map((one) => <MenuItem key={one.path} value={nameOf(one)}>{say(`report.${nameOf(one)}`, { _: one.says })}</MenuItem>)}
        </TextField>
        {report.more ? <Typography variant="body2" color="text.secondary" sx={{ mb: 2 }}>{help(report.more)}</Typography> : null}
        <Questions key={`${report.path} ${now}`} report={report} asked={asked} onAsk={(questions) => go(nameOf(report), questions)} />
      </CardContent></Card>
      <Answer report={report} asked={asked} />
    </>
  );
}
