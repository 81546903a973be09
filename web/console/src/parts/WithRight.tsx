import type { ComponentType } from "react";
import { usePermissions } from "react-admin";
import { useLocation, useParams } from "react-router-dom";
import NoRight from "../pages/NoRight.tsx";
import NoSuchPage from "../pages/NoSuchPage.tsx";

/** What somebody without the right would be refused is not even asked for. `only`: the one address of this page, below which there are none.
 * Of another thing it is another page: what was begun with one is not gone on with beside the next. */
export function WithRight({ to, page: Page, only }: { to: string; page: ComponentType; only?: string }) {
  const { permissions } = usePermissions<Set<string>>();
  const { pathname } = useLocation();
  const { id } = useParams();
  if (!permissions) return null;
  if (only && pathname.replace(/\/$/, "") !== only) return <NoSuchPage />;
  return permissions.has(to) ? <Page key={id} /> : <NoRight />;
}
