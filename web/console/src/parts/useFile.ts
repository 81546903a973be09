import { useNotify } from "react-admin";
import { openFile } from "../api/client.ts";
import { useProblem } from "./useCommand.tsx";

/** Opens a file of the API, and says so where there is none. */
export function useFile(): (path: string, name: string) => Promise<void> {
  const notify = useNotify();
  const problem = useProblem();
  return (path, name) => openFile(path, name).catch((error) => notify(problem(error), { type: "error" }));
}
