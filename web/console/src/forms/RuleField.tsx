// The rule of a segment by choosing: groups in groups, each condition by what it asks. A text that is no rule stays one (Fields.tsx).
import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormHelperText from "@mui/material/FormHelperText";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { blank, groupOf, isCondition, kindOf, ofGroup, turn, turned, type Condition, type Group, type Rule } from "../lib/rule.ts";
import type { Problems } from "../lib/schema.ts";
import { RuleValue } from "./RuleValue.tsx";
import { useWrong } from "./useWrong.ts";

type Shared = { fields: Map<string, string[]>; problems: Problems; disabled?: boolean };
const FIRST = "orders";

type Of<What> = Shared & { pointer: string; onChange: (to: What) => void };

export function RuleField({ label, group, onChange, pointer, ...shared }: Of<Group> & { label: string; group: Group }) {
  const say = useTranslate();
  const wrong = useWrong(shared.problems)(pointer, [`${pointer}/${group.how}`]);
  return (
    <Box>
      <Typography variant="subtitle2" component="h3" sx={{ mb: 1 }}>{label}</Typography>
      <Parts {...shared} group={group} onChange={onChange} pointer={pointer} />
      <FormHelperText error={Boolean(wrong)}>{wrong ?? say("rule.hint")}</FormHelperText>
    </Box>
  );
}

function Parts({ group, onChange, pointer, ...shared }: Of<Group> & { group: Group }) {
  const say = useTranslate();
  const { how, parts } = group;
  const at = `${pointer}/${how}`;
  const wrong = useWrong(shared.problems)(at, parts.map((_, index) => `${at}/${index}`));
  const put = (next: Rule[]) => onChange({ how, parts: next });
  const first = shared.fields.has(FIRST) ? FIRST : [...shared.fields.keys()][0]!;
  const condition = () => blank(first, shared.fields.get(first)!);
  return (
    <Stack spacing={1.5} useFlexGap sx={{ borderLeft: 3, borderColor: "divider", pl: { xs: 1, sm: 2 } }}>
      <TextField select size="small" label={say("rule.how")} value={how} disabled={shared.disabled} sx={{ maxWidth: 260 }} onChange={(event) => onChange({ how: event.target.value as Group["how"], parts })}>
        <MenuItem value="all">{say("rule.all")}</MenuItem><MenuItem value="any">{say("rule.any")}</MenuItem>
      </TextField>
      {wrong ? <FormHelperText error>{wrong}</FormHelperText> : null}
      {parts.map((part, index) => <Part key={index} {...shared} index={index} rule={part} pointer={`${at}/${index}`} onChange={(next) => put(parts.map((one, place) => (place === index ? next : one)))} onRemove={() => put(parts.filter((_, place) => place !== index))} />)}
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap" }}>
        <Button size="small" variant="outlined" disabled={shared.disabled} onClick={() => put([...parts, condition()])}>{say("rule.add")}</Button>
        <Button size="small" disabled={shared.disabled} onClick={() => put([...parts, { [how === "all" ? "any" : "all"]: [condition()] } as Rule])}>{say("rule.add_group")}</Button>
      </Stack>
    </Stack>
  );
}

function Part({ rule, index, onChange, onRemove, pointer, ...shared }: Of<Rule> & { rule: Rule; index: number; onRemove: () => void }) {
  const say = useTranslate();
  const { not, inner } = turned(rule);
  const inside = not ? `${pointer}/not` : pointer;
  const group = groupOf(inner);
  const wrong = useWrong(shared.problems)(pointer, group ? [`${inside}/${group.how}`] : ["field", "op", "value"].map((name) => `${inside}/${name}`));
  return (
    <Box sx={{ bgcolor: "action.hover", borderRadius: 1, p: 1 }} role="group" aria-label={say("rule.part", { number: index + 1 })}>
      {group ? <Parts {...shared} group={group} pointer={inside} onChange={(next) => onChange(turn(ofGroup(next), not))} /> : isCondition(inner) ? <One {...shared} condition={inner} pointer={inside} onChange={(next) => onChange(turn(next, not))} /> : null}
      {wrong ? <FormHelperText error>{wrong}</FormHelperText> : null}
      <Stack direction="row" sx={{ justifyContent: "space-between", alignItems: "center" }}>
        <FormControlLabel disabled={shared.disabled} control={<Checkbox size="small" checked={not} onChange={(_, checked) => onChange(turn(inner, checked))} />} label={say("rule.not")} />
        <Button size="small" color="error" disabled={shared.disabled} onClick={onRemove}>{say("form.remove", { what: index + 1 })}</Button>
      </Stack>
    </Box>
  );
}

function One({ condition, onChange, pointer, fields, problems, disabled }: Of<Condition> & { condition: Condition }) {
  const say = useTranslate();
  const { field, op, value } = condition;
  // A field that the contract does not name (any more) is shown as it is; the shop says what is wrong with it.
  const ops = fields.get(field) ?? [op];
  const told = useWrong(problems);
  const wrong = (name: string) => told(`${pointer}/${name}`);
  return (
    <Stack direction={{ xs: "column", md: "row" }} spacing={1} useFlexGap>
      <Autocomplete sx={{ flex: 3, minWidth: 180 }} size="small" disableClearable disabled={disabled} options={[...new Set([...fields.keys(), field])]} value={field} getOptionLabel={(one) => say(`rule.f_${one}`, { _: one })}
        onChange={(_, next) => onChange(blank(next, fields.get(next)!))} renderInput={(params) => <TextField {...params} label={say("rule.field")} error={Boolean(wrong("field"))} helperText={wrong("field")} />} />
      <TextField sx={{ flex: 2, minWidth: 120 }} size="small" select label={say("rule.op")} value={op} disabled={disabled} error={Boolean(wrong("op"))} helperText={wrong("op")} onChange={(event) => onChange({ field, op: event.target.value, value })}>
        {[...new Set([...ops, op])].map((one) => <MenuItem key={one} value={one}>{say(`rule.op_${one}`, { _: one })}</MenuItem>)}
      </TextField>
      <Box sx={{ flex: 4, minWidth: 180 }}><RuleValue key={field} field={field} kind={kindOf(field, ops)} value={value} disabled={disabled} wrong={wrong("value")} onChange={(next) => onChange({ field, op, value: next })} /></Box>
    </Stack>
  );
}
