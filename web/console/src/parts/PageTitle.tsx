import { Title } from "react-admin";
import { useEffect } from "react";

/** In the bar and in the tab. */
export function PageTitle({ text }: { text: string }) {
  useEffect(() => void (document.title = text), [text]);
  return <Title title={text} />;
}
