import Button from "@mui/material/Button";
import { usePermissions, useTranslate } from "react-admin";
import { Link } from "react-router-dom";

/** Who did what with it: the audit log, for whoever may read it. */
export function History({ id }: { id: string }) {
  const say = useTranslate();
  const { permissions } = usePermissions<Set<string>>();
  if (!permissions?.has("audit.read")) return null;
  return <Button size="small" component={Link} to={`/audit_log?filter=${encodeURIComponent(JSON.stringify({ subject: id }))}&displayedFilters=${encodeURIComponent(JSON.stringify({ subject: true }))}`}>{say("do.history")}</Button>;
}
