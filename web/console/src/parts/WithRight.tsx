import type { ComponentType } from "react";
import { usePermissions } from "react-admin";
import { useParams } from "react-router-dom";
import NoRight from "../pages/NoRight.tsx";

/** What somebody without the right would be refused is not even asked for. Of another thing it is another page: what was begun with one is not
 * gone on with beside the next. */
export function WithRight({ to, page: Page }: { to: string; page: ComponentType }) {
  const { permissions } = usePermissions<Set<string>>();
  const { id } = useParams();
  if (!permissions) return null;
  return permissions.has(to) ? <Page key={id} /> : <NoRight />;
}
