import type { ComponentType } from "react";
import { CreateButton, FilterButton, ListBase, ListView, Pagination, SearchInput, SelectInput, TextInput, TopToolbar, required, useListContext, useResourceContext, usePermissions, useRedirect, useTranslate } from "react-admin";
import { CommandButton } from "../forms/CommandButton.tsx";
import { DayInput } from "../parts/DayField.tsx";
import { EmptyList } from "../parts/EmptyList.tsx";
import { NamedInput } from "../parts/NamedInput.tsx";
import { Rows } from "../parts/Rows.tsx";
import { Labels, OrderPapers } from "../parts/orders/Papers.tsx";
import { Bulk } from "../parts/products/Bulk.tsx";
import { useToday } from "../parts/useToday.ts";
import { SavedViews } from "../parts/SavedViews.tsx";
import { creating, operation } from "../api/catalogue.ts";
import { specOf, type Spec } from "../resources.ts";

/** Those that go together with what is asked already. */
function useFilters({ filters, needs }: Spec) {
  const say = useTranslate();
  const { filterValues } = useListContext();
  const offered = (filters ?? []).filter(({ apart }) => !apart?.some((other) => filterValues?.[other]));
  return offered.map(({ source, choices, day, of }) => {
    const label = say(`field.${source}`);
    if (source === "q") return <SearchInput key={source} source="q" alwaysOn placeholder={say("field.q")} inputProps={{ "data-search": true, "aria-label": say("field.q") }} />;
    if (of) return <NamedInput key={source} source={source} label={label} of={of} />;
    if (choices) return <SelectInput key={source} source={source} label={label} alwaysOn={source === "status"} {...(source === needs ? { validate: required() } : { emptyText: say("say.all") })} choices={choices.map((id) => ({ id, name: say(`state.${id}`) }))} translateChoice={false} />;
    return day ? <DayInput key={source} source={source} label={label} /> : <TextInput key={source} source={source} label={label} alwaysOn={source === needs} />;
  });
}

/** Rows of a list say less than the thing itself: they are kept apart from it, or its page would be drawn of a row, with half of it missing. */
const ROWS = { meta: { row: true } };

/** What can be done with the rows of a list that are chosen (resources.ts, CHOSEN). */
const TOGETHER: Record<string, ComponentType> = { products: Bulk, orders: OrderPapers, shipments: Labels };

/** The list of any page of src/resources.ts. */
export default function GenericList() {
  const resource = useResourceContext()!;
  const spec = specOf(resource);
  // What a list begins with may be days.
  useToday();
  return (
    <ListBase perPage={25} sort={{ field: "id", order: "DESC" }} filterDefaultValues={spec.begins} queryOptions={ROWS} disableSyncWithLocation={resource === "customers"}>
      <Listed spec={spec} />
    </ListBase>
  );
}

function Listed({ spec }: { spec: Spec }) {
  const resource = useResourceContext()!;
  const filters = useFilters(spec);
  const { permissions } = usePermissions<Set<string>>();
  const create = creating(spec);
  const Together = TOGETHER[resource];
  const makes = spec.exports && operation("POST", spec.exports);
  const many = spec.makes && operation("POST", spec.makes.path);
  const redirect = useRedirect();
  const say = useTranslate();
  const more = filters.filter((filter) => !(filter.props as { alwaysOn?: boolean }).alwaysOn);
  return (
    <ListView
      empty={false}
      filters={filters.length ? filters : undefined}
      pagination={<Turning />}
      actions={
        <TopToolbar>
          {more.length ? <FilterButton /> : null}
          {spec.filters ? <SavedViews /> : null}
          {makes ? <CommandButton step={makes} address={makes.path} name={say("do.export")} onDone={(job) => permissions?.has("jobs.read") && redirect("show", "jobs", job.id)} /> : null}
          {many ? <CommandButton step={many} address={many.path} name={say(spec.makes!.name)} onDone={(job) => permissions?.has("jobs.read") && redirect("show", "jobs", job.id)} /> : null}
          {create?.body && permissions?.has(create.may) ? <CreateButton /> : null}
        </TopToolbar>
      }
    >
      {Together ? <Together /> : null}
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
