import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { listen } from "./parts/habits.ts";

listen();
createRoot(document.getElementById("root")!).render(<App />);
