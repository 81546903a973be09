import type { ComponentType } from "react";
import { usePermissions } from "react-admin";
import NoRight from "../pages/NoRight.tsx";

/** What somebody without the right would be refused is not even asked for. */
export function WithRight({ to, page: Page }: { to: string; page: ComponentType }) {
  const { permissions } = usePermissions<Set<string>>();
  if (!permissions) return null;
  return permissions.has(to) ? <Page /> : <NoRight />;
}
