import type { ReactNode } from "react";
import { ShowBase } from "react-admin";

// What could not be read is told on the page (Failed), which stays: the library would go to the list, and take along what was typed.
const STAYS = { onError: () => undefined };

/** A page of one row. */
export const ShowPage = ({ children }: { children: ReactNode }) => <ShowBase queryOptions={STAYS}>{children}</ShowBase>;
