// A list as it fits: a table where there is room, cards on a telephone. Every row is opened by a link, so keyboard and new tabs work.
import Checkbox from "@mui/material/Checkbox";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useCreatePath, useListContext, usePermissions, useTranslate } from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { filled, nameOfStep, operation, stepsOf, type Operation } from "../api/catalogue.ts";
import { CommandButton } from "../forms/CommandButton.tsx";
import { fits } from "../lib/fits.ts";
import { breaks } from "../lib/lines.ts";
import { CHOSEN, specOf, type Spec, type Step } from "../resources.ts";
import { StepButton } from "./StepButton.tsx";
import { Offered } from "./Offered.tsx";
import { Cell } from "./Cell.tsx";
import { useFieldName } from "./useFieldName.ts";
import { at, nameOf, useText } from "./Value.tsx";
import { Failed, Waiting } from "./Waiting.tsx";

/** A row that has no page of its own carries all that can be done with it. */
function stepsInList(spec: Spec): Operation[] {
  const remove = operation("DELETE", `${spec.path}/{id}`);
  return spec.one ? [] : [...stepsOf(spec.path), ...(remove ? [remove] : [])];
}

export function Rows() {
  const { data, resource, isPending, error, selectedIds, onToggleItem, onSelect } = useListContext();
  const spec = specOf(resource);
  const { permissions } = usePermissions<Set<string>>();
  const bulk = CHOSEN[resource]?.some((right) => permissions?.has(right)) ?? false;
  const say = useTranslate();
  const named = useFieldName();
  const text = useText();
  const pathTo = useCreatePath();
  const narrow = useMediaQuery("(max-width:800px)");
  if (error) return <Failed error={error} />;
  if (isPending || !data) return <Waiting />;
  if (!data.length) return null;
  // A column in which no row says anything takes room from the others.
  const columns = spec.columns.filter(({ source, kind }, index) => index === 0 || kind === "subject" || data.some((row: any) => text(at(row, source), kind) !== ""));
  const pick = (row: any) => (bulk ? <Checkbox size="small" checked={selectedIds.includes(row.id)} onChange={() => onToggleItem(row.id)} slotProps={{ input: { "aria-label": `${say("form.choose")} ${text(at(row, spec.columns[0]!.source), spec.columns[0]!.kind)}` } }} /> : null);
  const own = stepsInList(spec);
  // No column for steps where no row has one, or the person none that they may take.
  const may = (step: Step) => permissions?.has(step.may ?? operation("POST", `${spec.path}/{id}/${step.verb}`)?.may ?? "");
  const acts = data.some((row: any) => (spec.one ? spec.steps?.some((step) => may(step) && fits(resource, step.verb, row)) : own.some((step) => permissions?.has(step.may) && fits(resource, nameOfStep(step), row))));
  const steps = (row: any) => spec.one
    ? spec.steps?.map((step) => <StepButton key={step.verb} resource={resource} row={row} step={step} />)
    : own.map((step) => <Offered key={step.method + step.path} when={fits(resource, nameOfStep(step), row)}><CommandButton step={step} address={filled(step.path, row.id)} row={row} /></Offered>);
  const title = (row: any) => {
    const first = spec.columns[0]!;
    if (!spec.one && !spec.opens && !spec.leads) return <Cell value={at(row, first.source)} kind={first.kind} name={first.source} />;
    const label = text(at(row, first.source), first.kind) || nameOf(row, spec.columns, text);
    return <Link component={RouterLink} data-row sx={{ ...breaks(label), unicodeBidi: "isolate" }} to={spec.leads?.(row) ?? pathTo({ resource: spec.opens ?? resource, id: row.id, type: "show" })}>{label}</Link>;
  };
  if (narrow)
    return (
      <Stack spacing={1} sx={{ p: 1 }} component="ul" style={{ listStyle: "none", margin: 0 }}>
        {data.map((row: any) => (
          <Paper key={row.id} variant="outlined" sx={{ p: 1.5 }} component="li">
            <Typography component="div" sx={{ fontWeight: 600 }}>{pick(row)}{title(row)}</Typography>
            {spec.columns.slice(1).map((column) => {
              const value = at(row, column.source);
              if (text(value, column.kind) === "" && column.kind !== "subject") return null;
              return (
                <Box key={column.source} sx={{ display: "flex", justifyContent: "space-between", gap: 2, py: 0.25 }}>
                  <Typography variant="body2" color="text.secondary" sx={{ flexShrink: 0, maxWidth: "45%" }}>{named(column.source)}</Typography>
                  <Typography variant="body2" component="span" sx={{ textAlign: "right", minWidth: 0 }}><Cell row={row} value={value} kind={column.kind} name={column.source} called={column.called && at(row, column.called)} /></Typography>
                </Box>
              );
            })}
            {acts ? <Stack direction="row" spacing={1} sx={{ mt: 1 }}>{steps(row)}</Stack> : null}
          </Paper>
        ))}
      </Stack>
    );
  return (
    // Focusable, because it may be wider than the screen and then scrolls.
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={say(`page.${resource}`)}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {bulk ? <TableCell padding="checkbox"><Checkbox size="small" checked={data.every((row: any) => selectedIds.includes(row.id))} onChange={(_, all) => onSelect(all ? data.map((row: any) => row.id) : [])} slotProps={{ input: { "aria-label": say("form.choose_all") } }} /></TableCell> : null}
            {columns.map((column) => (
              <TableCell key={column.source} align={column.kind === "money" || column.kind === "number" ? "right" : "left"}>{named(column.source)}</TableCell>
            ))}
            {acts ? <TableCell>{say("field.action")}</TableCell> : null}
          </TableRow>
        </TableHead>
        <TableBody>
          {data.map((row: any) => (
            <TableRow key={row.id} hover>
              {bulk ? <TableCell padding="checkbox">{pick(row)}</TableCell> : null}
              {columns.map((column, index) => (
                <TableCell key={column.source} align={column.kind === "money" || column.kind === "number" ? "right" : "left"} sx={{ maxWidth: 360, minWidth: column.kind === undefined || column.kind === "words" ? 112 : undefined }}>
                  {index === 0 ? title(row) : <Cell row={row} value={at(row, column.source)} kind={column.kind} name={column.source} called={column.called && at(row, column.called)} />}
                </TableCell>
              ))}
              {acts ? <TableCell><Stack direction="row" spacing={1}>{steps(row)}</Stack></TableCell> : null}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
