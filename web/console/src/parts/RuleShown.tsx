// The rule of a segment in words, as its form says it.
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { groupOf, isCondition, parsed, turned, type Condition, type Group, type Rule } from "../lib/rule.ts";
import { isId, Ref } from "./Refs.tsx";
import { isMoney } from "../lib/money.ts";
import { useText } from "./Value.tsx";

export function RuleShown({ row }: { row: { rule: unknown } }) {
  const say = useTranslate();
  const group = parsed(JSON.stringify(row.rule ?? null));
  if (!group) return null;
  return <Card sx={{ mt: 2 }}><CardContent><Typography variant="h6" component="h2" gutterBottom>{say("field.rule")}</Typography><Parts group={group} not={false} /></CardContent></Card>;
}

function Parts({ group, not }: { group: Group; not: boolean }) {
  const say = useTranslate();
  return (
    <>
      <Typography variant="body2" color="text.secondary">{not ? `${say("rule.not")}: ` : ""}{say(`rule.${group.how}`)}</Typography>
      <Box component="ul" sx={{ mt: 0.5, mb: 0.5 }}>{group.parts.map((part, index) => <li key={index}><One rule={part} /></li>)}</Box>
    </>
  );
}

function One({ rule }: { rule: Rule }) {
  const say = useTranslate();
  const { not, inner } = turned(rule);
  const group = groupOf(inner);
  if (group) return <Parts group={group} not={not} />;
  if (!isCondition(inner)) return null;
  const { field, op } = inner;
  return <>{not ? `${say("rule.not")}: ` : ""}{say(`rule.f_${field}`, { _: field })} {say(`rule.op_${op}`, { _: op })} <strong><Compared condition={inner} /></strong></>;
}

function Compared({ condition: { field, value } }: { condition: Condition }) {
  const text = useText();
  if (isMoney(value) || !Array.isArray(value)) return isId(value) ? <Ref id={value} /> : <>{text(value)}</>;
  return <>{value.map((one, index) => <span key={index}>{index ? ", " : ""}{isId(one) ? <Ref id={one} list={value.length > 3} /> : text(one, field === "rfm" || field === "consent" ? "state" : undefined)}</span>)}</>;
}
