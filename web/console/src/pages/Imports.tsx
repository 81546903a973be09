// Products from a file: tried first if wished; what became of each row stands with the job.
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import LinearProgress from "@mui/material/LinearProgress";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { useFollowedJob } from "../parts/JobInPlace.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { upload } from "../parts/upload.ts";
import { useLeaveGuard } from "../parts/useLeaveGuard.ts";
import { useTold } from "../parts/useCommand.tsx";
import NoRight from "./NoRight.tsx";

const STOCK = ["set", "add", "ignore"] as const;

export default function Imports() {
  const say = useTranslate();
  const { follow, followed } = useFollowedJob();
  const { permissions } = usePermissions<Set<string>>();
  const [file, setFile] = useState<File | null>(null);
  const [stock, setStock] = useState<(typeof STOCK)[number]>("set");
  const [trial, setTrial] = useState(true);
  const [percent, setPercent] = useState(-1);
  const [problem, setProblem] = useTold();
  const [job, setJob] = useState("");
  useLeaveGuard(percent >= 0);
  if (!permissions) return null;
  if (!permissions.has("catalog.write")) return <NoRight />;
  const go = async () => {
    setProblem(null);
    setPercent(0);
    try {
      const body = { format: /\.(ndjson|jsonl)$/i.test(file!.name) ? "ndjson" : "csv", filename: file!.name, size: file!.size, stock, dry_run: trial };
      setJob((await upload("/v1/admin/imports", body, file!, "start", setPercent)).id);
    } catch (error) {
      setProblem(error);
    } finally {
      setPercent(-1);
    }
  };
  return (
    <>
      <PageTitle text={say("page.imports")} />
      <Card sx={{ mt: 2, maxWidth: 700 }}><CardContent>
        <form noValidate onSubmit={(event) => { event.preventDefault(); if (file && percent < 0) void go(); }}>
          <Stack spacing={2}>
            <Typography variant="body2" color="text.secondary">{say("imports.hint")}</Typography>
            <Button component="label" role={undefined} tabIndex={-1} variant="outlined" sx={{ alignSelf: "flex-start" }}>{file ? file.name : say("imports.choose")}<input type="file" accept=".csv,.ndjson,.jsonl,text/csv" aria-label={say("imports.choose")} style={{ position: "absolute", width: 1, height: 1, opacity: 0 }} onChange={(event) => { setFile(event.target.files?.[0] ?? null); setJob(""); }} /></Button>
            <TextField select label={say("imports.stock")} value={stock} onChange={(event) => setStock(event.target.value as typeof stock)}>{STOCK.map((one) => <MenuItem key={one} value={one}>{say(`imports.${one}`)}</MenuItem>)}</TextField>
            <FormControlLabel control={<Checkbox checked={trial} onChange={(event) => setTrial(event.target.checked)} />} label={say("imports.trial")} />
            {percent >= 0 ? <LinearProgress variant="determinate" value={percent} aria-label={say("say.loading")} /> : null}
            {problem ? <Alert severity="error" role="alert" sx={{ whiteSpace: "pre-line" }}>{problem}</Alert> : null}
            {job ? <Alert severity="success" action={<Button size="small" color="inherit" onClick={() => follow({ id: job })}>{say("imports.rows")}</Button>}>{say("imports.started")}</Alert> : null}
            {followed}
            <Button type="submit" variant="contained" disabled={!file || percent >= 0} sx={{ alignSelf: "flex-start" }}>{say(trial ? "imports.try" : "imports.go")}</Button>
          </Stack>
        </form>
      </CardContent></Card>
    </>
  );
}
