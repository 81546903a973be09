// Any row in full: each field by its kind, every step that the contract has for it and the person may do, and what hangs on it.
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Stack from "@mui/material/Stack";
import type { ComponentType } from "react";
import { ListButton, TopToolbar, usePermissions, useRedirect, useResourceContext, useShowContext, useTranslate } from "react-admin";
import { filesOf, filled, nameOfStep, operation, readingsOf, relatedOf, stepsOf, verbOf, type Operation } from "../api/catalogue.ts";
import { CommandButton } from "../forms/CommandButton.tsx";
import { Reading, Related } from "../forms/Related.tsx";
import { StepButton } from "../parts/StepButton.tsx";
import { OF_WMS, WarehouseSystem } from "../parts/WarehouseSystem.tsx";
import { JobProgress, SoldOf } from "../parts/Progress.tsx";
import { Deep } from "../parts/Deep.tsx";
import { isJob, useFollowedJob } from "../parts/JobInPlace.tsx";
import { Offered } from "../parts/Offered.tsx";
import { FindingChart } from "../parts/FindingChart.tsx";
import { Holdout } from "../parts/Holdout.tsx";
import { PickLines } from "../parts/orders/PickLines.tsx";
import { RuleShown } from "../parts/RuleShown.tsx";
import { History } from "../parts/History.tsx";
import { fits } from "../lib/fits.ts";
import { Trial } from "../parts/campaigns/Trial.tsx";
import { useFile } from "../parts/useFile.ts";
import { ShowPage } from "../parts/ShowPage.tsx";
import { PageTitle } from "../parts/PageTitle.tsx";
import { nameOf, useText } from "../parts/Value.tsx";
import { Failed, Waiting } from "../parts/Waiting.tsx";
import { specOf, type Spec } from "../resources.ts";

/** Whether it is named by its verb or, where something is taken away, by what. */
const isOf = (names: string[], step: Operation) => names.includes(verbOf(step)) || names.includes(step.path.split("/").at(-1)!);

/** Whether there is a step in it that this person may take. */
export function hasSteps({ path }: Spec, permissions: Set<string> | undefined, without: string[] = []): boolean {
  const one = `${path}/{id}`;
  const all = [...(["PATCH", "PUT", "POST", "DELETE"] as const).map((method) => operation(method, one)), ...stepsOf(path).filter((step) => !isOf(without, step))];
  return all.some((step) => step && permissions?.has(step.may));
}

/** Steps of the contract, each where it fits (lib/fits.ts). */
export function Steps({ spec, row, without = [] }: { spec: Spec; row: any; without?: string[] }) {
  const redirect = useRedirect();
  const say = useTranslate();
  // What a step starts is followed where it was taken; a page of a job shows its own.
  const { follow, followed } = useFollowedJob({ here: true });
  const started = (answer: unknown) => { if (isJob(answer) && spec.name !== "jobs") follow(answer); };
  // A verb that stands for an id in the contract (`/{id}/{step}`) is told by the page alone.
  const own = (spec.steps ?? []).filter((step) => !operation("POST", `${spec.path}/{id}/${step.verb}`));
  const offered = (step: Operation) => fits(spec.name, nameOfStep(step), row);
  const change = operation("PATCH", `${spec.path}/{id}`) ?? operation("PUT", `${spec.path}/{id}`);
  const decide = operation("POST", `${spec.path}/{id}`);
  const remove = operation("DELETE", `${spec.path}/{id}`);
  // What is told beside a row, and nothing of the row itself.
  const beside = change?.says.startsWith("Keep notes on");
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap", justifyContent: "flex-end" }}>
      {change ? <Offered when={offered(change)}><CommandButton prominent={!beside} step={change} address={filled(change.path, row.id)} row={row} name={say(beside ? "form.more" : "do.edit")} /></Offered> : null}
      {decide ? <Offered when={offered(decide)}><CommandButton prominent step={decide} address={filled(decide.path, row.id)} row={row} name={say("do.decide")} /></Offered> : null}
      {stepsOf(spec.path).filter((step) => !isOf(without, step)).map((step) => <Offered key={step.method + step.path} when={offered(step)}><CommandButton step={step} address={filled(step.path, row.id)} row={row} onDone={started} /></Offered>)}
      {followed}
      {own.map((step) => <StepButton key={step.verb} resource={spec.name} row={row} step={step} />)}
      {remove ? <Offered when={offered(remove)}><CommandButton step={remove} address={filled(remove.path, row.id)} row={row} onDone={() => redirect("list", spec.name)} /></Offered> : null}
    </Stack>
  );
}

function Files({ spec, row }: { spec: Spec; row: any }) {
  const say = useTranslate();
  const open = useFile();
  const { permissions } = usePermissions<Set<string>>();
  return (
    <>
      {filesOf(spec.path).filter((one) => permissions?.has(one.may)).map((one) => {
        const name = one.path.split("/").at(-1)!;
        return <Button key={name} size="small" onClick={() => void open(filled(one.path, row.id), `${row.number ?? row.id}-${name}`)}>{say("do.file", { kind: name.split(".")[1]!.toUpperCase() })}</Button>;
      })}
    </>
  );
}

/** Steps that a part of the page's own offers, and what is told there too. */
const APART: Record<string, string[]> = { campaigns: ["simulations"], warehouses: OF_WMS };

/** Who wrote it writes nothing more; who moderates need not know who they are. */
function Ban({ author }: { author: string }) {
  const say = useTranslate();
  const step = operation("PUT", "/v1/admin/moderation_bans/{id}");
  return step ? <CommandButton step={step} address={filled(step.path, author)} name={say("do.ban")} /> : null;
}

/** What of a row is told by a part of its own. */
const TOLD: Record<string, { field?: string; Part: ComponentType<{ row: any }> }> = { jobs: { Part: JobProgress }, flash_sales: { Part: SoldOf }, campaigns: { field: "holdout_results", Part: Holdout }, picks: { field: "lines", Part: PickLines }, segments: { field: "rule", Part: RuleShown }, findings: { field: "chart", Part: FindingChart } };

function Fields() {
  const { record, error } = useShowContext();
  const resource = useResourceContext()!;
  const spec = specOf(resource);
  const say = useTranslate();
  const text = useText();
  if (!record) return error ? <Failed error={error} /> : <Waiting />;
  const told = TOLD[resource];
  const apart = APART[resource] ?? [];
  const here = (one: Operation) => !isOf(apart, one);
  // A row that is known by a code of its own has that code as its id, too.
  const { id, ...rest } = record;
  // What nobody reads stands last.
  const shown = { ...rest, ...(told?.field ? { [told.field]: undefined } : {}), ...(spec.id && spec.id !== "id" ? {} : { id }) };
  const kinds = new Map(spec.columns.map((column) => [column.source, column.kind]));
  // Counts, but of discounts shares of what was sold.
  if (resource === "findings" && record.kind === "discounts") for (const name of ["seen", "usual"]) kinds.set(name, "share");
  return (
    <>
      {error ? <Failed error={error} /> : null}
      <PageTitle text={`${say(`page.${resource}`)} · ${nameOf(record, spec.columns, text)}`} />
      <TopToolbar sx={{ flexWrap: "wrap", gap: 1 }}><Steps spec={spec} row={record} without={apart} />{resource === "moderation" && record.customer_id ? <Ban author={record.customer_id} /> : null}<Files spec={spec} row={record} /><History id={String(record.id)} /><ListButton /></TopToolbar>
      {resource === "campaigns" ? <Trial row={record} /> : null}
      {told ? <told.Part row={record} /> : null}
      <Card sx={{ mt: told ? 2 : 0 }}><CardContent sx={{ overflowX: "auto" }}><Deep value={shown} kinds={kinds} /></CardContent></Card>
      {resource === "warehouses" ? <WarehouseSystem row={record as { id: string }} /> : null}
      {readingsOf(spec.path).filter(here).map((step) => <Reading key={step.path} step={step} id={String(record.id)} />)}
      {relatedOf(spec.path).filter(here).map((list) => <Related key={list.path} list={list} id={String(record.id)} of={{ resource, row: record }} />)}
    </>
  );
}

export default function GenericShow() {
  return <ShowPage><Fields /></ShowPage>;
}
