import { useEffect, type ComponentType } from "react";
import { CreateButton, FilterButton, ListBase, ListView, Pagination, SearchInput, SelectInput, TextInput, TopToolbar, required, useListContext, useResourceContext, usePermissions, useTranslate } from "react-admin";
import { CommandButton } from "../forms/CommandButton.tsx";
import { DayInput } from "../parts/DayField.tsx";
import { EmptyList } from "../parts/EmptyList.tsx";
import { useFollowedJob } from "../parts/JobInPlace.tsx";
import { NamedInput } from "../parts/NamedInput.tsx";
import { Rows } from "../parts/Rows.tsx";
import { Labels, OrderPapers } from "../parts/orders/Papers.tsx";
import { Bulk } from "../parts/products/Bulk.tsx";
import { useToday } from "../parts/useToday.ts";
import { SavedViews } from "../parts/SavedViews.tsx";
import { useFieldName } from "../parts/useFieldName.ts";
import { creating, operation, schemas, type Operation } from "../api/catalogue.ts";
import { beginsOf, contractBegins, filtersOf, isPlain } from "../lib/filters.ts";
import { resolved } from "../lib/schema.ts";
import { stateName } from "../parts/Value.tsx";
import { specOf, type Filter, type Spec } from "../resources.ts";

/** Those that go together with what is asked already, and of something else those whose names this person may read. */
function useFilters(spec: Spec) {
  const say = useTranslate();
  const called = useFieldName();
  const { filterValues } = useListContext();
  const { permissions } = usePermissions<Set<string>>();
  const reads = (filter: Filter) => !filter.of || Boolean(permissions?.has(filter.of.may));
  const offered = filtersOf(spec).filter((filter) => !filter.apart?.some((other) => filterValues?.[other]) && (reads(filter) || filter.begins));
  return offered.map((filter) => {
    const { source, choices, day, of, yes, number } = filter;
    const label = called(source);
    const needed = Boolean(filter.begins ?? filter.required);
    // What always is something is not marked as if somebody had to fill it in.
    const told = { label: needed ? <>{label}</> : label, alwaysOn: isPlain(filter), ...(needed ? { validate: required() } : {}) };
    if (source === "q") return <SearchInput key={source} source="q" alwaysOn placeholder={say("field.q")} inputProps={{ "data-search": true, "aria-label": say("field.q") }} />;
    if (of && reads(filter)) return <NamedInput key={source} source={source} of={of} {...told} />;
    const words = choices ?? (yes ? ["true", "false"] : undefined);
    if (words) return <SelectInput key={source} source={source} {...told} emptyText={say("say.all")} choices={words.map((id) => ({ id, name: yes ? say(id === "true" ? "say.yes" : "say.no") : stateName(say, spec.name, id) }))} translateChoice={false} />;
    return day ? <DayInput key={source} source={source} label={label} /> : <TextInput key={source} source={source} {...told} type={number ? "number" : "text"} />;
  });
}

/** An address or a view that does not say what the API begins with is told the same by it: the page shows so. */
function useBeginning(spec: Spec) {
  const { filterValues, setFilters } = useListContext();
  const begins = contractBegins(spec);
  const lacks = Object.keys(begins).some((source) => !filterValues?.[source]);
  useEffect(() => {
    if (lacks) setFilters({ ...begins, ...filterValues });
  }, [lacks]);
}

/** Rows of a list say less than the thing itself: they are kept apart from it, or its page would be drawn of a row, with half of it missing. */
const ROWS = { meta: { row: true } };

/** What can be done with the rows of a list that are chosen (resources.ts, CHOSEN). */
const TOGETHER: Record<string, ComponentType> = { products: Bulk, orders: OrderPapers, shipments: Labels };

/** A file has a format: the one that the contract has first stands there. */
function firstFormat(step: Operation): Record<string, unknown> | undefined {
  const format = resolved(resolved(step.body ?? {}, schemas).properties?.format ?? {}, schemas);
  return format.enum && format.default === undefined ? { format: format.enum[0] } : undefined;
}

/** The list of any page of src/resources.ts. */
export default function GenericList() {
  const resource = useResourceContext()!;
  const spec = specOf(resource);
  // What a list begins with may be days.
  useToday();
  return (
    <ListBase perPage={25} sort={{ field: "id", order: "DESC" }} filterDefaultValues={beginsOf(spec)} queryOptions={ROWS} disableSyncWithLocation={resource === "customers"}>
      <Listed spec={spec} />
    </ListBase>
  );
}

/** On a telephone what narrows a list stands beside the first field, where both have room, and an empty row takes none. */
const COMPACT = {
  "@media (max-width:599.95px)": {
    "& .RaList-actions": { flexDirection: "row", flexWrap: "wrap-reverse", alignItems: "flex-end", columnGap: 1, bgcolor: "transparent" },
    "& .RaList-actions form": { flex: "1 1 180px", width: "auto", minWidth: 0 },
    "& .RaFilterFormInput-spacer": { display: "none" },
    "& .filter-field > .MuiFormControl-root, & .filter-field > .MuiAutocomplete-root": { flex: 1 },
    "& .RaList-actions > span": { display: "none" },
    "& .RaList-actions > .MuiToolbar-root": { flex: "0 1 auto", minHeight: 0, ml: "auto", bgcolor: "transparent", gap: 0, flexWrap: "wrap", alignSelf: "flex-start", pt: 1, alignItems: "center" },
    "& .RaList-actions > .MuiToolbar-root:empty": { p: 0 },
  },
};

function Listed({ spec }: { spec: Spec }) {
  const resource = useResourceContext()!;
  const filters = useFilters(spec);
  const { permissions } = usePermissions<Set<string>>();
  const create = creating(spec);
  const Together = TOGETHER[resource];
  const makes = spec.exports && operation("POST", spec.exports);
  const many = spec.makes && operation("POST", spec.makes.path);
  const { follow, followed } = useFollowedJob();
  const say = useTranslate();
  useBeginning(spec);
  const more = filters.filter((filter) => !(filter.props as { alwaysOn?: boolean }).alwaysOn);
  return (
    <ListView
      empty={false}
      sx={COMPACT}
      filters={filters.length ? filters : undefined}
      pagination={<Turning />}
      actions={
        <TopToolbar>
          {more.length ? <FilterButton /> : null}
          {filters.length ? <SavedViews /> : null}
          {makes ? <CommandButton step={makes} address={makes.path} name={say("do.export")} start={firstFormat(makes)} onDone={follow} /> : null}
          {many ? <CommandButton step={many} address={many.path} name={say(spec.makes!.name)} onDone={follow} /> : null}
          {create?.body && permissions?.has(create.may) ? <CreateButton /> : null}
        </TopToolbar>
      }
    >
      {Together ? <Together /> : null}
      {followed}
      <Rows />
      <EmptyIfNone />
    </ListView>
  );
}

/** Of a list that could not be read nobody knows how long it is. */
function Turning() {
  const { error } = useListContext();
  return error ? null : <Pagination rowsPerPageOptions={[10, 25, 50, 100]} />;
}

function EmptyIfNone() {
  const { data, isPending, error } = useListContext();
  return !isPending && !error && data?.length === 0 ? <EmptyList /> : null;
}
