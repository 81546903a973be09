import type { ComponentType } from "react";
import { usePermissions } from "react-admin";
import { useLocation } from "react-router-dom";
import NoRight from "../pages/NoRight.tsx";
import NoSuchPage from "../pages/NoSuchPage.tsx";

/** What somebody without the right would be refused is not even asked for. `only`: the one address of this page, below which there are none. */
export function WithRight({ to, page: Page, only }: { to: string; page: ComponentType; only?: string }) {
  const { permissions } = usePermissions<Set<string>>();
  const { pathname } = useLocation();
  if (!permissions) return null;
  if (only && pathname.replace(/\/$/, "") !== only) return <NoSuchPage />;
  return permissions.has(to) ? <Page /> : <NoRight />;
}
